const WARN_BEFORE_MS = [5 * 60_000, 60_000];

/** The longest recording of a workspace: warns five minutes and one minute before its end. */
export class LengthLimit {
  readonly #maxMs: number;
  readonly #warned = new Set<number>();

  constructor(maxMs: number) {
    this.#maxMs = maxMs;
  }

  isReached(positionMs: number): boolean {
    return positionMs >= this.#maxMs;
  }

  /** A sentence, once for each warning; null where there is nothing to say. */
  warning(positionMs: number): string | null {
    for (const before of WARN_BEFORE_MS) {
      const isDue = this.#maxMs - positionMs <= before && this.#maxMs > before;
      if (!isDue || this.#warned.has(before)) continue;
      this.#warned.add(before);
      return `${before / 60_000} min left: recordings here stop at ${this.#maxMs / 60_000} minutes.`;
    }
    return null;
  }
}
