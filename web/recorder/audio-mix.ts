export interface AudioMix {
  track: MediaStreamTrack;
  /** Loudness of the microphone now, 0–1. */
  level(): number;
  stop(): void;
}

/** Microphone and system sound as one track; null where there is neither. */
export async function mixAudio(
  microphone: MediaStreamTrack | null,
  systemSound: MediaStreamTrack | null,
): Promise<AudioMix | null> {
  if (!microphone && !systemSound) return null;
  const context = new AudioContext({ sampleRate: 48_000, latencyHint: 'interactive' });
  await context.resume();
  const output = context.createMediaStreamDestination();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  for (const track of [microphone, systemSound]) {
    if (!track) continue;
    const source = context.createMediaStreamSource(new MediaStream([track]));
    source.connect(output);
    if (track === microphone) source.connect(analyser);
  }
  const [track] = output.stream.getAudioTracks();
  if (!track) throw new Error('The browser gave no mixed sound.');
  const samples = new Float32Array(analyser.fftSize);
  return {
    track,
    level() {
      analyser.getFloatTimeDomainData(samples);
      return loudness(samples);
    },
    stop: () => void context.close(),
  };
}

/** Root mean square on a scale of 60 dB: 0 is silence, 1 is full scale. */
export function loudness(samples: Float32Array): number {
  const sum = samples.reduce((total, sample) => total + sample * sample, 0);
  const decibels = 20 * Math.log10(Math.sqrt(sum / samples.length) || 1e-6);
  return Math.max(0, Math.min(1, (decibels + 60) / 60));
}
