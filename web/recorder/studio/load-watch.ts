const WINDOW_MS = 2500;
/** So many frames waiting for the encoder, on average, mean that it is slower than the camera. */
const WAITING_FRAMES = 3;
const REST_MS = 6000;

/** Tells when the encoder can't keep up, before frames have to be dropped. */
export class LoadWatch {
  #samples: { at: number; waiting: number }[] = [];
  #restUntil = 0;

  /** True once the encoder has lagged for a whole window; then it rests, so that the next size gets its chance. */
  isTooMuch(waiting: number, now: number): boolean {
    if (now < this.#restUntil) return false;
    this.#samples.push({ at: now, waiting });
    const first = this.#samples[0]?.at ?? now;
    if (now - first < WINDOW_MS) return false;
    this.#samples = this.#samples.filter(({ at }) => at > now - WINDOW_MS);
    const average = this.#samples.reduce((sum, sample) => sum + sample.waiting, 0) / this.#samples.length;
    if (average < WAITING_FRAMES) return false;
    this.#samples = [];
    this.#restUntil = now + REST_MS;
    return true;
  }
}

const HEIGHTS = [2160, 1440, 1080, 720, 540, 360];

/** The next smaller height of the ladder; `null` at its end. */
export function stepDown(height: number): number | null {
  return HEIGHTS.find((lower) => lower < height * 0.95) ?? null;
}
