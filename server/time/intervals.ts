/** From `startMs` up to, and without, `endMs`: milliseconds since 1970 in UTC. */
export interface Interval {
  startMs: number;
  endMs: number;
}

/** Sorted, without empty ones; those that overlap or touch are one. */
export function union(intervals: readonly Interval[]): Interval[] {
  const merged: Interval[] = [];
  const sorted = intervals.filter(isNotEmpty).toSorted((a, b) => a.startMs - b.startMs);
  for (const interval of sorted) {
    const last = merged.at(-1);
    if (last && interval.startMs <= last.endMs) last.endMs = Math.max(last.endMs, interval.endMs);
    else merged.push({ ...interval });
  }
  return merged;
}

/** What is left of one interval without the others, in order. */
export function subtract(interval: Interval, others: readonly Interval[]): Interval[] {
  let rest = [interval];
  for (const other of others.filter(isNotEmpty)) {
    rest = rest.flatMap((piece) => [
      { startMs: piece.startMs, endMs: Math.min(piece.endMs, other.startMs) },
      { startMs: Math.max(piece.startMs, other.endMs), endMs: piece.endMs },
    ]);
    rest = rest.filter(isNotEmpty);
  }
  return rest.toSorted((a, b) => a.startMs - b.startMs);
}

/** The part that lies in both; empty intervals have none. */
export function clip(interval: Interval, to: Interval): Interval[] {
  return [
    {
      startMs: Math.max(interval.startMs, to.startMs),
      endMs: Math.min(interval.endMs, to.endMs),
    },
  ].filter(isNotEmpty);
}

function isNotEmpty({ startMs, endMs }: Interval): boolean {
  return startMs < endMs;
}
