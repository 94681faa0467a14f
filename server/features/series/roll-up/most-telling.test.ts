import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mostTelling, type Candidate } from './most-telling.ts';

const candidates = (...said: [speaker: number, text: string][]): Candidate[] =>
  said.map(([speaker, text]) => ({ speaker, terms: text.toLowerCase().split(' ') }));

it('chooses what most speak of, says it once, and lets others come to word', () => {
  const all = candidates(
    [0, 'the login page is finally done and released'],
    [0, 'so yes'],
    [1, 'the login page is finally done and released'],
    [1, 'my cat was ill'],
    [2, 'we released the login page and the export page'],
    [3, 'lunch was nice'],
  );
  const [first] = mostTelling(all, { most: 1 });
  expect([0, 2]).toContain(first);
  const two = mostTelling(all, { most: 2 });
  expect(two).toHaveLength(2);
  // Word by word the same is not told twice.
  expect([0, 2].every((index) => two.includes(index))).toBe(false);
  expect(mostTelling(all, { most: 3 })).not.toContain(1);
});

const sentence = fc.record({
  speaker: fc.integer({ min: 0, max: 6 }),
  terms: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'toString', '__proto__', ''), { maxLength: 8 }),
});

it('keeps to the number, to its order, hears all where it must, and chooses the same again', () => {
  fc.assert(
    fc.property(
      fc.array(sentence, { maxLength: 40 }),
      fc.integer({ min: 0, max: 8 }),
      fc.boolean(),
      (all, most, hearsAll) => {
        const chosen = mostTelling(all, { most, hearsAll });
        const speakers = new Set(all.map(({ speaker }) => speaker));
        const least = hearsAll ? speakers.size : 0;
        expect(chosen).toHaveLength(Math.min(all.length, Math.max(most, least)));
        expect(chosen).toEqual([...new Set(chosen)].toSorted((a, b) => a - b));
        const heard = new Set(chosen.map((index) => all[index]?.speaker));
        expect(heard.size).toBeGreaterThanOrEqual(least);
        expect(mostTelling(structuredClone(all), { most, hearsAll })).toEqual(chosen);
      },
    ),
  );
});
