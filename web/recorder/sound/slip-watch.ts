/** An audio thread that stood still for this long, in ms, has let sound pile up before it. */
const SLIP_MS = 7;
/** Clocks of devices differ by up to 100 parts in a million: that is no slip. */
const DRIFT = 0.000_1;
/** A new connection costs some milliseconds of sound: not more often than this, however busy the computer is. */
const LEAST_APART_MS = 3000;

/**
 * Notices that the audio thread stood still. Sound that came in meanwhile waits in a buffer of the browser's, up to about
 * 80 ms of it, and stays late by that much from then on: nothing but a new connection to the source empties the buffer.
 */
export class SlipWatch {
  #base: { offsetMs: number; at: number } | null = null;
  #slippedAt = Number.NEGATIVE_INFINITY;

  /**
   * Takes by how much arrivals are later than the audio clock, already without jitter (see `SourceClock`). True where it
   * grew at once: connect the sources anew. Counts from there afterwards.
   */
  hasSlipped(offsetMs: number, at: number): boolean {
    const base = this.#base;
    const expected = base ? base.offsetMs + (at - base.at) * DRIFT : offsetMs;
    const isSlip = offsetMs > expected + SLIP_MS && at - this.#slippedAt >= LEAST_APART_MS;
    if (isSlip) this.#slippedAt = at;
    if (!base || isSlip || offsetMs < expected) this.#base = { offsetMs, at };
    return isSlip;
  }
}
