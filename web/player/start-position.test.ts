import { expect, it } from 'vitest';
import { startPosition, wantedPosition } from './start-position.ts';

it('starts where it was asked for, else where the person was, and over after the end', () => {
  const playback = { resumeAtMs: 5000, durationMs: 60_000 };
  expect(startPosition(playback, 1000)).toBe(1000);
  expect(startPosition(playback, null)).toBe(5000);
  expect(startPosition({ ...playback, resumeAtMs: 59_000 }, null)).toBe(0);
  expect(startPosition({ ...playback, resumeAtMs: 59_000 }, 59_000)).toBe(59_000);
  expect(startPosition({ resumeAtMs: 5000, durationMs: null }, null)).toBe(5000);
  expect(startPosition(undefined, null)).toBe(0);
});

it('reads seconds of an address', () => {
  expect(wantedPosition('1.5')).toBe(1500);
  expect(wantedPosition(0)).toBe(0);
  for (const nothing of ['', null, undefined, 'x', '-1']) expect(wantedPosition(nothing)).toBeNull();
});
