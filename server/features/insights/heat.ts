import type { TimeRange } from '#shared/time-ranges.ts';
import { inBuckets } from '#shared/watch-heat.ts';

/** `{[0,5000),[9000,9500)}`, as PostgreSQL writes a multirange. */
export function rangesOf(text: string): TimeRange[] {
  return [...text.matchAll(/\[(\d+),(\d+)\)/g)].map(([, startMs, endMs]) => ({
    startMs: Number(startMs),
    endMs: Number(endMs),
  }));
}

/** Of each stretch: how many have watched it, how many have come so far, and how much was played again. */
export function heatOf(
  people: TimeRange[][],
  played: readonly { bucket: number; playedMs: number }[],
  { bucketMs, durationMs }: { bucketMs: number; durationMs: number },
): { viewers: number[]; dropOff: number[]; rewatchedMs: number[] } {
  const count = Math.max(1, Math.ceil(durationMs / bucketMs));
  const zeros = () => Array.from({ length: count }, () => 0);
  const [viewers, dropOff, uniqueMs, rewatchedMs] = [zeros(), zeros(), zeros(), zeros()];
  const add = (list: number[], i: number, n: number) => {
    if (i < count) list[i] = (list[i] ?? 0) + n;
  };
  for (const ranges of people) {
    const mine = new Map<number, number>();
    for (const range of ranges)
      for (const [bucket, ms] of inBuckets(range, bucketMs)) mine.set(bucket, (mine.get(bucket) ?? 0) + ms);
    for (const [bucket, ms] of mine) {
      const lengthMs = Math.min(bucketMs, durationMs - bucket * bucketMs);
      if (ms * 2 >= lengthMs) add(viewers, bucket, 1);
      add(uniqueMs, bucket, ms);
    }
    const furthest = Math.min(count - 1, Math.max(-1, ...mine.keys()));
    for (let bucket = 0; bucket <= furthest; bucket++) add(dropOff, bucket, 1);
  }
  for (const { bucket, playedMs } of played)
    add(rewatchedMs, bucket, Math.max(0, playedMs - (uniqueMs[bucket] ?? 0)));
  return { viewers, dropOff, rewatchedMs };
}

/** The middle one; of an even number the lower of the two in the middle. */
export function medianOf(values: readonly number[]): number | null {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? null;
}
