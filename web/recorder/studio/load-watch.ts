const WINDOW_MS = 2500;
/** So many frames waiting for the encoder, on average, mean that it is slower than the camera. */
const WAITING_FRAMES = 3;
/** So many of them without a break mean that it has fallen behind for good: there is no time for a long look. */
const FAR_BEHIND_FRAMES = 8;
const FAR_BEHIND_MS = 700;
const REST_MS = 6000;

/** Tells when the encoder can't keep up, before frames have to be dropped. */
export class LoadWatch {
  #samples: { at: number; waiting: number }[] = [];
  #farBehindSince: number | null = null;
  #restUntil = 0;

  /** True once the encoder has lagged for a whole window, or is far behind; then it rests, so that the next size gets its chance. */
  isTooMuch(waiting: number, now: number): boolean {
    if (now < this.#restUntil) return false;
    this.#farBehindSince = waiting < FAR_BEHIND_FRAMES ? null : (this.#farBehindSince ?? now);
    if (this.#farBehindSince !== null && now - this.#farBehindSince >= FAR_BEHIND_MS) return this.#rest(now);
    this.#samples.push({ at: now, waiting });
    const first = this.#samples[0]?.at ?? now;
    if (now - first < WINDOW_MS) return false;
    this.#samples = this.#samples.filter(({ at }) => at > now - WINDOW_MS);
    const average = this.#samples.reduce((sum, sample) => sum + sample.waiting, 0) / this.#samples.length;
    return average >= WAITING_FRAMES && this.#rest(now);
  }

  #rest(now: number): true {
    this.#samples = [];
    this.#farBehindSince = null;
    this.#restUntil = now + REST_MS;
    return true;
  }
}

const HEIGHTS = [2160, 1440, 1080, 720, 540, 360];

/** The next smaller height of the ladder; `null` at its end. */
export function stepDown(height: number): number | null {
  return HEIGHTS.find((lower) => lower < height * 0.95) ?? null;
}
