import { mergeRanges, type TimeRange } from '#shared/time-ranges.ts';

/** Between two ticks the picture moves by at most this much at normal speed; more is a seek. */
const MOST_STEP_MS = 1500;

/** Gathers what was really played from the positions that the element reports. Seeking adds nothing. */
export class WatchedTracker {
  #ranges: TimeRange[] = [];
  #lastMs: number | null = null;

  /** Tells where the picture is; `isPlaying` false after a pause, a seek, or while it waits. */
  tick(positionMs: number, isPlaying: boolean, rate = 1): void {
    const now = Math.round(positionMs);
    const last = this.#lastMs;
    const step = last === null ? 0 : now - last;
    if (isPlaying && last !== null && step > 0 && step <= MOST_STEP_MS * Math.max(1, rate)) {
      this.#ranges = mergeRanges([...this.#ranges, { startMs: last, endMs: now }]);
    }
    this.#lastMs = isPlaying ? now : null;
  }

  /** What was gathered since the last call. */
  take(): TimeRange[] {
    const ranges = this.#ranges;
    this.#ranges = [];
    return ranges.slice(0, 100);
  }

  /** What could not be reported waits for the next report. */
  giveBack(ranges: readonly TimeRange[]): void {
    this.#ranges = mergeRanges([...ranges, ...this.#ranges]);
  }
}
