/** One stretch of sound as it was captured: planar samples in −1…1, one array a channel. */
export interface SoundChunk {
  /** Position in the capture's own count of frames. */
  frame: number;
  /** When its last frame was captured, by `Date.now()`: the one clock that an audio thread shares with others. */
  wholeAt: number;
  channels: Float32Array[];
}

/** Sound for the encoder: it follows on the block before without a gap. */
export interface SoundBlock {
  /** Milliseconds on the timeline of the recording. */
  positionMs: number;
  channels: Float32Array[];
}

/** More than this beside its place, and sound is missing (or too much): it is filled with silence, or cut. */
const GAP_MS = 20;
/** A smaller difference is a clock that runs fast or slow: it is stretched away, too slowly to hear. */
const TOLERANCE_MS = 4;
const MOST_STRETCH = 0.004;
/** Silence is made up to this much behind the picture, where no sound comes at all. */
const PATIENCE_MS = 700;

/**
 * Keeps the sound of a recording at its true place. Captured sound has holes (a device that was unplugged, dropped
 * buffers, an audio thread that stood still) and its clock drifts against the picture's. What is missing becomes silence
 * where it is missing, so that what follows is neither early nor late.
 */
export class SoundTimeline {
  readonly #sampleRate: number;
  readonly #channelCount: number;
  readonly #emit: (block: SoundBlock) => void;
  #frames = 0;
  /** What was filled in so far, in ms; shown by the recorder's self-check and by tests. */
  filledMs = 0;

  constructor(options: { sampleRate: number; channelCount: number; emit: (block: SoundBlock) => void }) {
    this.#sampleRate = options.sampleRate;
    this.#channelCount = options.channelCount;
    this.#emit = options.emit;
  }

  /** End of what was given out, in ms. */
  get endMs(): number {
    return (this.#frames * 1000) / this.#sampleRate;
  }

  /** Takes sound whose first sample belongs at `positionMs`. */
  add(channels: Float32Array[], positionMs: number): void {
    const length = channels[0]?.length ?? 0;
    if (length === 0) return;
    const error = positionMs - this.endMs;
    const isFirst = this.#frames === 0 && error > 0;
    if (error > GAP_MS || isFirst) {
      this.#fill(error);
      this.#give(channels);
    } else if (error < -GAP_MS) {
      const surplus = Math.round((-error * this.#sampleRate) / 1000);
      if (surplus < length) this.#give(channels.map((channel) => channel.subarray(surplus)));
    } else if (Math.abs(error) > TOLERANCE_MS) {
      const wanted = (error * this.#sampleRate) / 1000;
      const most = Math.max(1, Math.floor(length * MOST_STRETCH));
      const change = Math.round(Math.max(-most, Math.min(most, wanted)));
      this.#give(channels.map((channel) => resample(channel, length + change)));
    } else this.#give(channels);
  }

  /** Nothing has come for a while: silence, so that the picture does not wait for it. */
  keepUpWith(positionMs: number): void {
    const missing = positionMs - this.endMs;
    if (missing > PATIENCE_MS) this.#fill(missing - PATIENCE_MS / 2);
  }

  /** The end: exactly as long as the picture, so that what is appended later starts in step. */
  endAt(positionMs: number): void {
    const missing = positionMs - this.endMs;
    if (missing > 0) this.#fill(missing);
  }

  #fill(ms: number): void {
    let left = Math.round((ms * this.#sampleRate) / 1000);
    this.filledMs += ms;
    const most = this.#sampleRate;
    while (left > 0) {
      const length = Math.min(left, most);
      this.#give(Array.from({ length: this.#channelCount }, () => new Float32Array(length)));
      left -= length;
    }
  }

  #give(channels: Float32Array[]): void {
    const first = channels[0] ?? new Float32Array();
    const all = Array.from({ length: this.#channelCount }, (_, i) => channels[i] ?? first);
    this.#emit({ positionMs: this.endMs, channels: all });
    this.#frames += first.length;
  }
}

/** Linear interpolation to another length. */
export function resample(samples: Float32Array, length: number): Float32Array {
  if (length === samples.length || samples.length < 2 || length < 2) return samples;
  const step = (samples.length - 1) / (length - 1);
  return Float32Array.from({ length }, (_, i) => {
    const at = i * step;
    const before = Math.floor(at);
    const a = samples[before] ?? 0;
    const b = samples[before + 1] ?? a;
    return a + (b - a) * (at - before);
  });
}
