import type { Playback } from '#shared/playback.ts';

/** Who has seen this part of it starts over. */
const AT_THE_END = 0.97;

/** Where playing starts, in ms: where it was asked for, else where this person was, unless that is the end. */
export function startPosition(
  playback: Pick<Playback, 'resumeAtMs' | 'durationMs'> | undefined,
  wantedMs: number | null,
): number {
  if (wantedMs !== null) return wantedMs;
  const resumeAtMs = playback?.resumeAtMs ?? 0;
  const isAtEnd = playback?.durationMs ? resumeAtMs > playback.durationMs * AT_THE_END : false;
  return isAtEnd ? 0 : resumeAtMs;
}

/** Seconds of an address (`?t=90`), in ms; null for anything else. */
export function wantedPosition(t: unknown): number | null {
  const seconds = t === '' || t === null || t === undefined ? Number.NaN : Number(t);
  return seconds >= 0 ? seconds * 1000 : null;
}
