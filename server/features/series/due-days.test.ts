import fc from 'fast-check';
import { RRule } from 'rrule';
import { expect, it } from 'vitest';
import { assertDayRule, dueDays, nextDueDays } from './due-days.ts';

const DAY_MS = 86_400_000;
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** The days of a rule by another library, which knows nothing of Temporal. */
function daysElsewhere(rule: string, startsOn: string, from: string, to: string): string[] {
  const options = RRule.parseString(rule);
  const walk = new RRule({ ...options, dtstart: new Date(`${startsOn}T00:00:00Z`) });
  return walk
    .between(new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`), true)
    .map((at) => dayOf(at.getTime()));
}

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const someDays = fc
  .uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1, maxLength: 4 })
  .map((days) => days.join(','));
const interval = fc.integer({ min: 1, max: 4 });
const rules = fc.oneof(
  fc.tuple(interval, someDays).map(([n, days]) => `FREQ=WEEKLY;INTERVAL=${n};BYDAY=${days}`),
  interval.map((n) => `FREQ=DAILY;INTERVAL=${n}`),
  fc
    .tuple(interval, fc.integer({ min: 1, max: 31 }))
    .map(([n, day]) => `FREQ=MONTHLY;INTERVAL=${n};BYMONTHDAY=${day}`),
  fc
    .tuple(fc.constantFrom(1, 2, 3, 4, -1), fc.constantFrom(...WEEKDAYS))
    .map(([nth, day]) => `FREQ=MONTHLY;BYDAY=${nth}${day}`),
  fc.constantFrom('FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', 'FREQ=MONTHLY;BYMONTHDAY=-1'),
);
const days = (from: string, to: string) =>
  fc.integer({ min: Date.parse(from) / DAY_MS, max: Date.parse(to) / DAY_MS }).map((n) => dayOf(n * DAY_MS));

it('are the days that another library finds', () => {
  fc.assert(
    fc.property(
      rules,
      days('2024-01-01', '2028-12-31'),
      fc.integer({ min: 0, max: 500 }),
      (rule, startsOn, later) => {
        const from = dayOf(Date.parse(startsOn) + later * DAY_MS);
        const to = dayOf(Date.parse(from) + 120 * DAY_MS);
        expect(dueDays({ rule, startsOn }, { from, to })).toEqual(daysElsewhere(rule, startsOn, from, to));
      },
    ),
    { numRuns: 150 },
  );
}, 60_000);

it('come from the first day on, leave out what is skipped, and end when the rule does', () => {
  const fridays = { rule: 'FREQ=WEEKLY;BYDAY=FR', startsOn: '2026-11-26' };
  expect(nextDueDays(fridays, '2026-01-01', 2)).toEqual(['2026-11-27', '2026-12-04']);
  expect(nextDueDays(fridays, '2026-11-27', 2, new Set(['2026-12-04']))).toEqual([
    '2026-11-27',
    '2026-12-11',
  ]);
  expect(dueDays(fridays, { from: '2026-12-01', to: '2026-11-01' })).toEqual([]);
  expect(nextDueDays({ ...fridays, rule: 'FREQ=WEEKLY;BYDAY=FR;COUNT=2' }, '2026-01-01', 9)).toHaveLength(2);
  expect(nextDueDays({ ...fridays, rule: 'FREQ=WEEKLY;BYDAY=FR;UNTIL=20261211' }, '2026-01-01', 9)).toEqual([
    '2026-11-27',
    '2026-12-04',
    '2026-12-11',
  ]);
  // Week 53: every second week goes on across the end of the year.
  expect(
    nextDueDays({ rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR', startsOn: '2026-12-18' }, '2026-12-18', 3),
  ).toEqual(['2026-12-18', '2027-01-01', '2027-01-15']);
});

it.each([
  '',
  'BYDAY=FR',
  'FREQ=HOURLY',
  'FREQ=WEEKLY;BYHOUR=3',
  'FREQ=WEEKLY;BYDAY=XX',
  'FREQ=MONTHLY;BYMONTHDAY=30;BYMONTH=2',
  'FREQ=WEEKLY;BYDAY=FR\nRRULE:FREQ=DAILY',
])('refuses “%s”', (rule) => {
  expect(() => assertDayRule({ rule, startsOn: '2026-11-26' })).toThrow(/rule:/);
});
