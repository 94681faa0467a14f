import { expect, it } from 'vitest';
import { saidBetween } from './said-words.ts';

const words = 'one two three four'.split(' ').map((text, i) => ({
  text: ` ${text}`,
  startMs: i * 1000,
  endMs: i * 1000 + 800,
}));
const said = (fromMs: number, untilMs: number, most = 10) =>
  saidBetween([{ words: words.slice(0, 3) }, { words: words.slice(3) }], { fromMs, untilMs, most });

it('cuts what was said at the chapters, also within a segment', () => {
  expect(said(0, 1300)).toBe('one');
  expect(said(1300, Number.POSITIVE_INFINITY)).toBe('two three four');
  expect(said(5000, 9000)).toBe('');
});

it('says that there is more', () => {
  expect(said(0, 4000, 2)).toBe('one two …');
});
