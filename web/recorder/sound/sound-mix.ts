import workletUrl from './sound-worklet.ts?worker&url';

export type SoundSource = 'microphone' | 'system';

/** Nothing is heard. */
export const SILENCE: SoundLevels = { loudness: 0, peak: 0 };

export interface SoundLevels {
  /** Root mean square on a scale of 60 dB: 0 is silence, 1 is full scale. */
  loudness: number;
  /** Highest sample lately, 0–1 and more where it clips. */
  peak: number;
}

const SAMPLE_RATE = 48_000;
/** Samples at or above this are cut off by the encoder: audible as distortion. */
export const CLIPPING_PEAK = 0.985;
/** A live microphone in a quiet room is above this; a muted or dead one is not (about −72 dBFS). */
export const SILENT_PEAK = 0.000_25;

interface Channel {
  gain: GainNode;
  analyser: AnalyserNode;
  node: MediaStreamAudioSourceNode | null;
}

/**
 * Microphone and system sound as one, each with its own level and meter. Either may come, go and be replaced while it is
 * recorded: the mix itself never stops.
 */
export class SoundMix {
  readonly #context: AudioContext;
  readonly #output: GainNode;
  readonly #channels: Record<SoundSource, Channel>;
  readonly #samples = new Float32Array(2048);
  #destination: MediaStreamAudioDestinationNode | null = null;

  private constructor(context: AudioContext) {
    this.#context = context;
    this.#output = new GainNode(context);
    const channel = (): Channel => {
      const gain = new GainNode(context);
      const analyser = new AnalyserNode(context, { fftSize: 2048 });
      gain.connect(analyser);
      gain.connect(this.#output);
      return { gain, analyser, node: null };
    };
    this.#channels = { microphone: channel(), system: channel() };
  }

  /** For tracks such as `track`. */
  static async open(track: MediaStreamTrack | null): Promise<SoundMix> {
    const context = contextFor(track);
    // Without a click on the page some browsers never start it, nor say so; `wake` tries again.
    await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, 1500))]);
    return new SoundMix(context);
  }

  /** Frames a second of what `tap` gives. */
  get sampleRate(): number {
    return this.#context.sampleRate;
  }

  /** Puts a track in the place of the one before; null: nothing there any more. */
  setSource(name: SoundSource, track: MediaStreamTrack | null): void {
    const channel = this.#channels[name];
    channel.node?.disconnect();
    channel.node = track
      ? new MediaStreamAudioSourceNode(this.#context, { mediaStream: new MediaStream([track]) })
      : null;
    channel.node?.connect(channel.gain);
  }

  /** Connects the sources anew, so that nothing that waited in the browser's buffers makes them late. */
  reconnect(): void {
    for (const name of ['microphone', 'system'] as const) {
      const [track] = this.#channels[name].node?.mediaStream.getAudioTracks() ?? [];
      if (track) this.setSource(name, track);
    }
  }

  /** 0 mutes, 1 leaves it as it is, 2 is twice as loud. */
  setGain(name: SoundSource, gain: number): void {
    this.#channels[name].gain.gain.setTargetAtTime(gain, this.#context.currentTime, 0.02);
  }

  levels(name: SoundSource): SoundLevels {
    this.#channels[name].analyser.getFloatTimeDomainData(this.#samples);
    return levelsOf(this.#samples);
  }

  /** Sound in chunks through a port, for the studio. */
  async tap(): Promise<MessagePort> {
    await this.#context.audioWorklet.addModule(workletUrl);
    const tap = new AudioWorkletNode(this.#context, 'sound-tap', {
      numberOfOutputs: 1,
      channelCount: 2,
      channelCountMode: 'explicit',
    });
    const { port1, port2 } = new MessageChannel();
    tap.port.postMessage(port1, [port1]);
    this.#output.connect(tap);
    // A node that leads nowhere is not run by every browser; this one is silent.
    tap.connect(new GainNode(this.#context, { gain: 0 })).connect(this.#context.destination);
    return port2;
  }

  /** Sound as a track, for MediaRecorder. */
  track(): MediaStreamTrack {
    this.#destination ??= this.#context.createMediaStreamDestination();
    this.#output.connect(this.#destination);
    const [track] = this.#destination.stream.getAudioTracks();
    if (!track) throw new Error('The browser gave no mixed sound.');
    return track;
  }

  /** Some browsers interrupt sound, such as for a call. */
  async wake(): Promise<void> {
    if (this.#context.state !== 'running' && this.#context.state !== 'closed') await this.#context.resume();
  }

  close(): void {
    void this.#context.close();
  }
}

/** Firefox up to at least 140 connects a device only to a context of the device's own rate, which its default is. */
function contextFor(track: MediaStreamTrack | null): AudioContext {
  const context = new AudioContext({ sampleRate: SAMPLE_RATE, latencyHint: 'interactive' });
  if (!track) return context;
  try {
    new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([track]) }).disconnect();
    return context;
  } catch {
    void context.close();
    return new AudioContext({ latencyHint: 'interactive' });
  }
}

/** Has the worklet's script at hand before it is needed. */
export function warmSound(): void {
  void fetch(workletUrl).catch(() => undefined);
}

export function levelsOf(samples: Float32Array): SoundLevels {
  let sum = 0;
  let peak = 0;
  for (const sample of samples) {
    sum += sample * sample;
    peak = Math.max(peak, Math.abs(sample));
  }
  const decibels = 20 * Math.log10(Math.sqrt(sum / samples.length) || 1e-6);
  return { loudness: Math.max(0, Math.min(1, (decibels + 60) / 60)), peak };
}
