import type { VideoSlug } from '#shared/ids.ts';
import { mergeRanges, type TimeRange } from '#shared/time-ranges.ts';

/** Nobody reads faster; what was in view for less was scrolled past. */
const WORDS_PER_SECOND = 8;
const SHORTEST_MS = 400;

const waiting = new Map<VideoSlug, TimeRange[]>();

/** How long some words must have been in view to count as read. */
export function readingTime(words: number): number {
  return Math.max(SHORTEST_MS, (words / WORDS_PER_SECOND) * 1000);
}

/** Notes that the words of a stretch of a video were read; the next report takes them along. */
export function noteRead(slug: VideoSlug, range: TimeRange): void {
  waiting.set(slug, mergeRanges([...(waiting.get(slug) ?? []), range]));
}

/** What was read since the last call, 100 stretches at most; the rest comes with the next. */
export function takeRead(slug: VideoSlug): TimeRange[] {
  const ranges = waiting.get(slug) ?? [];
  waiting.set(slug, ranges.slice(100));
  return ranges.slice(0, 100);
}

export function hasRead(slug: VideoSlug): boolean {
  return (waiting.get(slug)?.length ?? 0) > 0;
}
