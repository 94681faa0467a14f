import { WATCHED_SHARE } from '#shared/ask-limits.ts';
import { mergeRanges, type TimeRange } from '#shared/time-ranges.ts';

/** Reads a multirange of PostgreSQL, `{[0,5000),[7000,9000)}`. */
export function rangesOf(text: string | null): TimeRange[] {
  return [...(text ?? '').matchAll(/\[(\d+),(\d+)\)/g)].map(([, startMs, endMs]) => ({
    startMs: Number(startMs),
    endMs: Number(endMs),
  }));
}

/** Whether enough of a video was watched to call it seen: who skips silences has missed nothing. */
export function isWatched(
  watched: readonly TimeRange[],
  silences: readonly (readonly [number, number])[],
  durationMs: number | null,
): boolean {
  if (!durationMs || watched.length === 0) return false;
  const silent = silences.map(([startMs, endMs]) => ({ startMs, endMs }));
  const coveredMs = mergeRanges([...watched, ...silent]).reduce(
    (sum, { startMs, endMs }) => sum + endMs - startMs,
    0,
  );
  return coveredMs >= durationMs * WATCHED_SHARE;
}
