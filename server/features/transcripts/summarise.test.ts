import { expect, it } from 'vitest';
import type { TranscriptSegment } from '#shared/transcripts.ts';
import { summarise } from './summarise.ts';

/** Each sentence is a segment of four seconds, its words spread over it. */
function said(...sentences: string[]): TranscriptSegment[] {
  return sentences.map((text, i) => {
    const startMs = i * 4000;
    const parts = text.split(' ');
    const wordMs = 4000 / parts.length;
    const words = parts.map((word, n) => ({
      text: word,
      startMs: Math.round(startMs + n * wordMs),
      endMs: Math.round(startMs + (n + 1) * wordMs),
    }));
    return { startMs, endMs: startMs + 4000, text, words };
  });
}

it('quotes what most of a talk is about, with where it is said', () => {
  const segments = said(
    'Hello and welcome.',
    'The launch film needs a warmer grade in the second scene.',
    'I had tea.',
    'The grade of the launch film is too cold in the second scene.',
    'That is all.',
    'Please warm the grade of the launch film before Friday.',
    'Bye now.',
    'See you soon.',
  );
  const summary = summarise(segments, 'en');
  expect(summary).toHaveLength(2);
  for (const { text, startMs, endMs } of summary) {
    const segment = segments.find((one) => one.startMs === startMs);
    expect(segment?.text).toBe(text);
    expect(endMs).toBe(segment?.endMs);
    expect(text).toContain('launch film');
  }
});

it('has none of what is short, or silent', () => {
  expect(summarise([], null)).toEqual([]);
  expect(summarise(said('One sentence.', 'Another one.'), 'en')).toEqual([]);
});

it('cuts what has no full stops, as some transcribers write', () => {
  const words = 'the grade of the launch film is too cold in the second scene and we should warm it'.split(
    ' ',
  );
  const segments = said(...Array.from({ length: 40 }, (_, i) => words.slice(i % 5).join(' ')));
  const summary = summarise(segments, 'en');
  expect(summary.length).toBeGreaterThan(0);
  expect(summary.every(({ text, startMs, endMs }) => text.length <= 280 && endMs > startMs)).toBe(true);
});
