import fc from 'fast-check';
import { expect, it } from 'vitest';
import { expectedSpeakers, membersInOrder, rotate, swapped, type Turn } from './rotation.ts';

const turn = (canSpeak: readonly string[], change: Partial<Turn> = {}): Turn => ({
  speakerId: null,
  isTaken: false,
  stays: false,
  canSpeak: new Set(canSpeak),
  ...change,
});

/** Edition by edition, each over before the next: who spoke. */
function spoken(
  order: readonly string[],
  editions: readonly { people: readonly string[]; away?: ReadonlySet<string> }[],
): (string | null)[] {
  let queue = [...order];
  let last: string | null = null;
  return editions.map(({ people, away }) => {
    const canSpeak = people.filter((id) => !away?.has(id));
    const chosen = rotate(queue, people, [turn(canSpeak)], last);
    const speakerId = chosen.turns[0]?.speakerId ?? null;
    const stays = speakerId !== null;
    const asked = rotate(chosen.order, people, [turn(canSpeak, { speakerId, stays })], last);
    expect(asked.turns).toEqual([{ speakerId, isTaken: speakerId !== null }]);
    queue = asked.order;
    last = speakerId ?? last;
    return speakerId;
  });
}

const NAMES = ['ann', 'ben', 'cid', 'dan', 'eva', 'fay', 'gus'];
const people = fc.shuffledSubarray(NAMES, { minLength: 1 });

it('gives everybody a turn within as many editions as there are people, in order', () => {
  fc.assert(
    fc.property(people, fc.integer({ min: 1, max: 30 }), (team, count) => {
      const turns = spoken(
        team,
        Array.from({ length: count }, () => ({ people: team })),
      );
      expect(turns).toEqual(Array.from({ length: count }, (_, i) => team[i % team.length]));
    }),
  );
});

const weeks = fc.array(
  fc.record({ people: fc.subarray(NAMES, { minLength: 1 }), away: fc.subarray(NAMES) }),
  { minLength: 2, maxLength: 40 },
);

it('asks nobody twice in a row while somebody else can speak, whoever joins, leaves or is away', () => {
  fc.assert(
    fc.property(weeks, (all) => {
      const turns = spoken(
        [],
        all.map(({ people: here, away }) => ({ people: here, away: new Set(away) })),
      );
      for (const [i, { people: here, away }] of all.entries()) {
        const there = here.filter((id) => !away.includes(id));
        const speaker = turns[i] ?? null;
        expect(speaker === null).toBe(there.length === 0);
        expect(speaker === null || there.includes(speaker)).toBe(true);
        const last = turns[i - 1] ?? null;
        const isSame = last !== null && speaker === last;
        expect(isSame && there.some((id) => id !== last)).toBe(false);
      }
    }),
  );
});

it('lets nobody wait longer for who joins after them, nor lose their turn by being away', () => {
  fc.assert(
    fc.property(weeks, fc.constantFrom(...NAMES), (all, patient) => {
      // Somebody who is always in the series, and sometimes away.
      const editions = all.map(({ people: here, away }) => ({
        people: [...new Set([...here, patient])],
        away: new Set(away),
      }));
      const turns = spoken([patient], editions);
      let waited = 0;
      const atMost = NAMES.length - 1;
      for (const [i, { away }] of editions.entries()) {
        if (turns[i] === patient) waited = 0;
        else if (!away.has(patient)) waited++;
        expect(waited).toBeLessThanOrEqual(atMost);
      }
    }),
  );
});

it('is the same for the same', () => {
  fc.assert(
    fc.property(people, people, fc.array(fc.subarray(NAMES), { maxLength: 5 }), (order, here, days) => {
      const once = () =>
        rotate(
          order,
          here,
          days.map((day) => turn(day)),
          null,
        );
      expect(once()).toEqual(once());
      // What only may come changes nothing.
      expect(once().order).toEqual(membersInOrder(order, here));
    }),
  );
});

it('keeps who was asked, and gives the turn back to who can’t after all', () => {
  const all = ['ann', 'ben', 'cid'];
  const asked = turn(all, { speakerId: 'ann', isTaken: true, stays: true });
  expect(rotate(['ben', 'cid', 'ann'], all, [asked, turn(all)], null).turns).toEqual([
    { speakerId: 'ann', isTaken: true },
    { speakerId: 'ben', isTaken: false },
  ]);
  // Ann goes away: Ben speaks now, and Ann next.
  const away = turn(['ben', 'cid'], { speakerId: 'ann', isTaken: true });
  expect(rotate(['ben', 'cid', 'ann'], all, [away, turn(all)], null)).toEqual({
    order: ['ann', 'ben', 'cid'],
    turns: [
      { speakerId: 'ben', isTaken: false },
      { speakerId: 'ann', isTaken: false },
    ],
  });
});

it('says who is expected, and swaps two', () => {
  const order = ['ann', 'ben', 'cid'];
  const days = ['2026-11-27', '2026-12-04', '2026-12-11', '2026-12-18'];
  const namesOf = (known: Parameters<typeof expectedSpeakers>[2]) =>
    expectedSpeakers(order, days, known).map(({ speakerId }) => speakerId);
  expect(namesOf(new Map())).toEqual(['ann', 'ben', 'cid', 'ann']);
  expect(namesOf(new Map([['2026-11-27', { speakerId: 'cid', isTaken: true }]]))).toEqual([
    'cid',
    'ann',
    'ben',
    'cid',
  ]);
  expect(namesOf(new Map([['2026-11-27', { speakerId: 'ben', isTaken: false }]]))).toEqual([
    'ben',
    'ann',
    'cid',
    'ben',
  ]);
  expect(swapped(order, 'ann', 'cid')).toEqual(['cid', 'ben', 'ann']);
});
