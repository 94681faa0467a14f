import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeRanges } from '#shared/time-ranges.ts';
import { EMPTY_BUDGET, lengthOf, spend, type WatchBudget } from './watch-budget.ts';

const T0 = Date.parse('2026-03-02T10:00:00Z');
const range = fc
  .tuple(fc.integer({ min: 0, max: 7_200_000 }), fc.integer({ min: 1, max: 3_600_000 }))
  .map(([startMs, length]) => ({ startMs, endMs: startMs + length }));
const report = fc.record({
  session: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k'),
  sequence: fc.integer({ min: 0, max: 60 }),
  rate: fc.constantFrom(0, 0.01, 0.5, 1, 1.5, 2, 2.01, 3, 16, 100),
  watched: fc.array(range, { maxLength: 5 }).map(mergeRanges),
  read: fc.array(range, { maxLength: 5 }).map(mergeRanges),
});
/** What a hostile client does: any reports, any pauses between them, even a clock that goes back a little. */
const attack = fc.array(fc.tuple(report, fc.integer({ min: -200, max: 30_000 })), { maxLength: 60 });

function run(steps: [Parameters<typeof spend>[1], number][]) {
  let budget: WatchBudget = EMPTY_BUDGET;
  let nowMs = T0;
  return steps.map(([sent, waitMs]) => {
    nowMs += waitMs;
    const spent = spend(budget, sent, nowMs);
    budget = spent.budget;
    return { sent, nowMs, ...spent };
  });
}

describe('the budget of watching', () => {
  it('is never more than the wall time since the first report, at 2×, and 5 s', () => {
    fc.assert(
      fc.property(attack, (steps) => {
        const done = run(steps);
        const spanMs =
          Math.max(0, ...done.map(({ nowMs }) => nowMs)) - Math.min(T0, ...done.map(({ nowMs }) => nowMs));
        const wallMs = done.reduce(
          (sum, { watched, sent }) => sum + lengthOf(watched) / Math.max(0.1, sent.rate),
          0,
        );
        expect(wallMs).toBeLessThanOrEqual(Math.max(0, spanMs) + 5000);
        const readMs = done.reduce((sum, { read }) => sum + lengthOf(read), 0);
        expect(readMs).toBeLessThanOrEqual(4 * (Math.max(0, spanMs) + 5000));
      }),
      { numRuns: 1000 },
    );
  });

  it('counts nothing of a session’s first report, of one that came before, nor of what was faster than 2×', () => {
    fc.assert(
      fc.property(attack, (steps) => {
        const last = new Map<string, number>();
        for (const { sent, watched, isReplay } of run(steps)) {
          const before = last.get(sent.session);
          // More sessions than are remembered: one that was forgotten opens anew.
          const isOld = before !== undefined && sent.sequence <= before;
          const mayCount = before !== undefined && !isReplay && sent.rate <= 2 && sent.rate > 0;
          expect(mayCount ? [] : watched).toEqual([]);
          expect(isOld || !isReplay).toBe(true);
          if (!isReplay) last.set(sent.session, sent.sequence);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('gives an honest page all that it has played, however its reports are delayed by up to half a second', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1000, max: 10_000 }), fc.integer({ min: 0, max: 500 })), {
          minLength: 1,
          maxLength: 40,
        }),
        fc.constantFrom(0.5, 1, 1.5, 2),
        fc.integer({ min: 0, max: 300 }),
        (plays, rate, openDelayMs) => {
          let sentMs = T0;
          let positionMs = 0;
          let arrivedMs = T0 + openDelayMs;
          const open = { session: 'a', sequence: 0, rate, watched: [], read: [] };
          let { budget } = spend(EMPTY_BUDGET, open, arrivedMs);
          for (const [i, [wallMs, delayMs]] of plays.entries()) {
            sentMs += wallMs;
            arrivedMs = Math.max(arrivedMs, sentMs + delayMs);
            const endMs = positionMs + Math.floor(wallMs * rate);
            const watched = [{ startMs: positionMs, endMs }];
            const spent = spend(budget, { ...open, sequence: i + 1, watched }, arrivedMs);
            expect(spent.watched).toEqual(watched);
            budget = spent.budget;
            positionMs = endMs;
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('remembers a few sessions only', () => {
    fc.assert(
      fc.property(attack, (steps) => {
        for (const { budget } of run(steps))
          expect(Object.keys(budget.sessions).length).toBeLessThanOrEqual(8);
      }),
    );
  });
});
