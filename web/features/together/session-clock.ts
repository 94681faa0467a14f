const KEPT_MS = 120_000;
const MOST_SAMPLES = 32;

interface Sample {
  offsetMs: number;
  roundTripMs: number;
  atMs: number;
}

/**
 * The clock of a live session as this page knows it. Each answer of the server says what time it was somewhere between
 * question and answer; the quickest of the last answers says it best (the minimum filter of NTP, RFC 5905 §10).
 */
export class SessionClock {
  #samples: Sample[] = [];

  /** `sentMs` and `receivedMs` by this page's clock, `nowMs` by that of the session. */
  add(sentMs: number, receivedMs: number, nowMs: number): void {
    const sample = {
      offsetMs: nowMs - (sentMs + receivedMs) / 2,
      roundTripMs: receivedMs - sentMs,
      atMs: receivedMs,
    };
    const fresh = this.#samples.filter(({ atMs }) => receivedMs - atMs <= KEPT_MS);
    this.#samples = [...fresh, sample].slice(-MOST_SAMPLES);
  }

  /** False before the first answer. */
  get isSet(): boolean {
    return this.#samples.length > 0;
  }

  /** The estimate is off by half of the quickest round trip at most, in ms. */
  get mostErrorMs(): number {
    return this.#best ? this.#best.roundTripMs / 2 : Number.POSITIVE_INFINITY;
  }

  /** The session's time, in ms since 1970, at a moment of this page's clock. */
  at(localMs: number): number {
    return localMs + (this.#best?.offsetMs ?? 0);
  }

  get #best() {
    return this.#samples.reduce<Sample | null>(
      (best, sample) => (best === null || sample.roundTripMs < best.roundTripMs ? sample : best),
      null,
    );
  }
}
