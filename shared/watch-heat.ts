import type { TimeRange } from './time-ranges.ts';

/** A video is looked at in this many stretches at most, each a second at least. */
export const HEAT_BUCKETS = 120;

/** How long a stretch of a video is, in ms. */
export function bucketLength(durationMs: number): number {
  return Math.max(1000, Math.ceil(durationMs / HEAT_BUCKETS));
}

/** How much of each stretch lies in a range, in ms. */
export function* inBuckets(
  { startMs, endMs }: TimeRange,
  bucketMs: number,
): Generator<[bucket: number, ms: number]> {
  for (let bucket = Math.floor(startMs / bucketMs); bucket * bucketMs < endMs; bucket++)
    yield [bucket, Math.min(endMs, (bucket + 1) * bucketMs) - Math.max(startMs, bucket * bucketMs)];
}
