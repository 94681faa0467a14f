import { describe, expect, it } from 'vitest';
import {
  firstOfPerson,
  nextPerson,
  playedMs,
  skipTarget,
  startOf,
  stepMs,
  wholeProgram,
} from './reel-program.ts';

const [DONE, NEXT, MOOD] = ['done', 'next', 'mood'];
const prompts = [DONE, NEXT, MOOD].map((id) => ({
  id,
  text: id,
  kind: 'video',
  options: [],
  isRequired: false,
}));
const empty = { text: null, option: null, number: null, light: null, atMs: null };
const editions = [{ id: 'edition', prompts }] as never;

function entryOf(
  id: string,
  durationMs: number | null,
  answers: object[],
  silences: [number, number][] = [],
) {
  return {
    id,
    editionId: 'edition',
    answers: answers.map((answer) => ({ ...empty, ...answer })),
    video: durationMs === null ? null : { durationMs, silences },
    asks: [],
    mentions: [],
  };
}
const programOf = (...entries: ReturnType<typeof entryOf>[]) =>
  wholeProgram({ editions, entries: entries as never }).steps;
const outline = (steps: ReturnType<typeof programOf>) =>
  steps.map(({ part }) => (part.kind === 'card' ? part.promptIds.join('+') : [part.startMs, part.endMs]));

describe('a program', () => {
  it('has a video in its chapters, and what is written in its place among them', () => {
    const chapters = [
      { promptId: DONE, atMs: 500 },
      { promptId: NEXT, text: 'Read this' },
      { promptId: MOOD, atMs: 40_000 },
    ];
    const steps = programOf(entryOf('a', 60_000, chapters));
    expect(outline(steps)).toEqual([[0, 40_000], NEXT, [40_000, 60_000]]);
    // The card holds up one and the same element.
    expect(new Set(steps.map(({ run }) => run)).size).toBe(1);
  });

  it('has a video without chapters whole, before all that is written, as one card', () => {
    const written = [
      { promptId: DONE, text: 'Read this' },
      { promptId: MOOD, light: 'green' },
    ];
    expect(outline(programOf(entryOf('a', 60_000, written)))).toEqual([[0, 60_000], `${DONE}+${MOOD}`]);
    expect(outline(programOf(entryOf('a', null, written)))).toEqual([`${DONE}+${MOOD}`]);
  });

  it('leaves nobody out of whom nothing can be played', () => {
    expect(outline(programOf(entryOf('a', null, []), entryOf('b', 1000, [])))).toEqual(['', [0, 1000]]);
  });

  it('has a card for as long as it takes to read, three seconds at least', () => {
    const long = [{ promptId: DONE, text: 'word '.repeat(39) }];
    const [card, short] = programOf(
      entryOf('a', null, long),
      entryOf('b', null, [{ promptId: DONE, text: 'Yes' }]),
    );
    expect(card && stepMs(card, true)).toBe(10_000);
    expect(short && stepMs(short, true)).toBe(3000);
  });
});

describe('moving', () => {
  const silences: [number, number][] = [
    [0, 2000],
    [10_000, 14_000],
  ];
  const [step, ...more] = programOf(entryOf('a', 30_000, [], silences), entryOf('b', 5000, []));
  if (!step) throw new Error('no step');

  it('begins behind a silence, and counts none', () => {
    expect([startOf(step, true), startOf(step, false)]).toEqual([2000, 0]);
    expect([stepMs(step, true), stepMs(step, false)]).toEqual([24_000, 30_000]);
    expect(playedMs(step, 16_000, true)).toBe(10_000);
  });

  it('goes over a silence in either direction, and out of the step at its end', () => {
    expect(skipTarget(step, 8000, 5000, true)).toBe(14_000);
    expect(skipTarget(step, 15_000, -5000, true)).toBe(8500);
    expect(skipTarget(step, 15_000, -5000, false)).toBe(10_000);
    expect(skipTarget(step, 27_000, 5000, true)).toBeNull();
  });

  it('goes from person to person', () => {
    const steps = [step, step, ...more];
    expect([firstOfPerson(steps, 1), nextPerson(steps, 0), nextPerson(steps, 2)]).toEqual([0, 2, 3]);
  });
});
