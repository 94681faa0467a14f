import { expect, it } from 'vitest';
import { chaptersOf, firstMark, marksUpTo, nextMark } from './update-marks.ts';

const IDS = ['done', 'next', 'blocked'];
const marked = (...places: number[]) =>
  places.reduce((marks, atMs) => nextMark(IDS, marks, atMs), firstMark(IDS));
const places = (marks: readonly { atMs: number }[]) => marks.map(({ atMs }) => atMs);

it('goes from prompt to prompt, and no further than the last', () => {
  expect(marked(4000.4, 9000, 12_000)).toEqual([
    { promptId: 'done', atMs: 0 },
    { promptId: 'next', atMs: 4000 },
    { promptId: 'blocked', atMs: 9000 },
  ]);
  expect(firstMark([])).toEqual([]);
});

it('forgets what was marked in what is recorded over, and marks it anew', () => {
  const over = marksUpTo(marked(4000, 9000), 6000);
  expect(places(over)).toEqual([0, 4000]);
  expect(places(nextMark(IDS, over, 7000))).toEqual([0, 4000, 7000]);
  // Begun anew, it is at the first prompt.
  expect(marksUpTo(marked(0, 9000), 0)).toHaveLength(2);
  expect(places(marksUpTo(marked(4000, 9000), 0))).toEqual([0]);
});

it('gives no chapter to what was passed over, nor beyond the end', () => {
  expect(chaptersOf(marked(4000, 4300), 10_000).map(({ promptId }) => promptId)).toEqual(['done', 'blocked']);
  expect(places(chaptersOf(marked(4000, 9000), 9500))).toEqual([0, 4000]);
  expect(places(chaptersOf(marked(4000, 9000), 8000))).toEqual([0, 4000]);
});
