import { expect, it } from 'vitest';
import { findSilences } from './find-silences.ts';

/** As ffmpeg prints it; each pair is a level and how many tenths of a second it lasts. */
function measured(...levels: [level: number | '-inf', tenths: number][]): string {
  return levels
    .flatMap(([level, tenths]) => Array.from({ length: tenths }, () => level))
    .map(
      (level, i) => `frame:${i} pts:${i * 4800} pts_time:${i / 10}\nlavfi.astats.Overall.RMS_level=${level}`,
    )
    .join('\n');
}

it('finds what is silent between words, with a margin, and none at the edges', () => {
  expect(findSilences(measured([-20, 30], ['-inf', 20], [-22, 30], [-80, 15]))).toEqual([
    [3250, 4750],
    [8250, 9500],
  ]);
  expect(findSilences(measured(['-inf', 20], [-20, 30]))).toEqual([[0, 1750]]);
});

it('leaves pauses of speech alone', () => {
  expect(findSilences(measured([-20, 30], ['-inf', 11], [-20, 30]))).toEqual([]);
});

it('hears a quiet voice, and a pause behind which something hums', () => {
  // Everything is quiet: the voice at −45 dB is a voice.
  expect(findSilences(measured([-45, 30], [-75, 20], [-45, 30]))).toEqual([[3250, 4750]]);
  expect(findSilences(measured([-18, 30], [-36, 20], [-18, 30]))).toEqual([[3250, 4750]]);
  expect(findSilences(measured([-42, 30], [-38, 20], [-40, 30]))).toEqual([]);
});

it('skips nothing where nobody speaks, or nothing was measured', () => {
  expect(findSilences(measured(['-inf', 200]))).toEqual([]);
  expect(findSilences(measured(['-inf', 200], [-20, 10]))).toEqual([]);
  expect(findSilences('')).toEqual([]);
});
