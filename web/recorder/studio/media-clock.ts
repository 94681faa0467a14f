/**
 * Where an instant of the wall clock lies in the recording. Paused time is cut out: what was captured in it has no place,
 * and the recording goes on without a gap. All instants are milliseconds of one clock (`performance.now()` of the worker).
 */
export class MediaClock {
  readonly startedAt: number;
  readonly #pauses: { from: number; to: number }[] = [];

  constructor(startedAt: number) {
    this.startedAt = startedAt;
  }

  get isPaused(): boolean {
    return this.#pauses.at(-1)?.to === Number.POSITIVE_INFINITY;
  }

  pause(at: number): void {
    if (!this.isPaused) this.#pauses.push({ from: at, to: Number.POSITIVE_INFINITY });
  }

  resume(at: number): void {
    const last = this.#pauses.at(-1);
    if (last && this.isPaused) last.to = Math.max(at, last.from);
  }

  /** Milliseconds from the start of the recording; `null` for an instant before it, or inside of a pause. */
  positionOf(at: number): number | null {
    if (at < this.startedAt) return null;
    let cut = 0;
    for (const pause of this.#pauses) {
      if (at < pause.from) break;
      if (at < pause.to) return null;
      cut += pause.to - pause.from;
    }
    return at - this.startedAt - cut;
  }

  /** How much is recorded by now: inside of a pause, what was recorded before it. */
  elapsed(now: number): number {
    const last = this.#pauses.at(-1);
    const at = last && now >= last.from && now < last.to ? last.from - Number.EPSILON : now;
    const before = this.#pauses
      .filter((pause) => pause.to <= at)
      .reduce((sum, pause) => sum + pause.to - pause.from, 0);
    return Math.max(0, at - this.startedAt - before);
  }
}

/** Later than the least by this much, for so long without a break, and the device's clock has stood still or was set. */
const JUMP_MS = 500;
const JUMP_FOR_MS = 1500;

/**
 * Maps a device's own time to the wall clock. Deliveries are late by a varying amount, never early, so the least
 * difference between arrival and device time within a window is the true one (the minimum filter of NTP, RFC 5905 §10).
 */
export class SourceClock {
  readonly #windowMs: number;
  #samples: { arrivedAt: number; offset: number }[] = [];
  #jumpedAt: number | null = null;

  constructor(windowMs = 1500) {
    this.#windowMs = windowMs;
  }

  /** What the wall clock is ahead of the device's, by the last of what was asked. */
  get offsetMs(): number {
    return this.#samples[0]?.offset ?? 0;
  }

  /** The instant, on the wall clock, of something that the device dated `deviceMs` and that arrived at `arrivedAt`. */
  instantOf(deviceMs: number, arrivedAt: number): number {
    const offset = arrivedAt - deviceMs;
    const isJump = offset - (this.#samples[0]?.offset ?? offset) > JUMP_MS;
    this.#jumpedAt = isJump ? (this.#jumpedAt ?? arrivedAt) : null;
    if (this.#jumpedAt !== null && arrivedAt - this.#jumpedAt > JUMP_FOR_MS) this.#samples = [];
    // Only samples that may still become the least are kept: offsets grow from the first to the last.
    while ((this.#samples.at(-1)?.offset ?? Number.NEGATIVE_INFINITY) >= offset) this.#samples.pop();
    this.#samples.push({ arrivedAt, offset });
    while ((this.#samples[0]?.arrivedAt ?? arrivedAt) < arrivedAt - this.#windowMs) this.#samples.shift();
    return deviceMs + (this.#samples[0]?.offset ?? offset);
  }
}
