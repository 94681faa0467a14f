import fc from 'fast-check';
import { RRule } from 'rrule';
import { expect, it } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { assertDayRule, dueDays, nextDueDays, type DayRule } from './due-days.ts';

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
const list = (of: readonly (string | number)[], most: number) =>
  fc.uniqueArray(fc.constantFrom(...of), { minLength: 1, maxLength: most }).map((some) => some.join(','));
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const someDays = list(WEEKDAYS, 5);
const nthDays = fc
  .uniqueArray(fc.tuple(fc.constantFrom(1, 2, 3, 4, 5, -1, -2), fc.constantFrom(...WEEKDAYS)), {
    minLength: 1,
    maxLength: 3,
  })
  .map((some) => some.map(([nth, day]) => `${nth}${day}`).join(','));
const monthDays = list([...numbers(1, 31), -1, -2, -31], 4);
const months = list(numbers(1, 12), 4);
const position = fc.constantFrom(1, 2, -1, -2);
/** Of a rule: each part is there or not. */
const partsOf = (freq: string, parts: Record<string, fc.Arbitrary<string | number>>) =>
  fc
    .tuple(
      fc.integer({ min: 1, max: 5 }),
      ...Object.entries(parts).map(([name, value]) => fc.option(value.map((text) => `${name}=${text}`))),
    )
    .map(([interval, ...some]) =>
      [`FREQ=${freq}`, `INTERVAL=${interval}`, ...some.filter((part) => part !== null)].join(';'),
    );
const rules = fc
  .oneof(
    partsOf('DAILY', { BYDAY: someDays, BYMONTH: months, BYMONTHDAY: monthDays }),
    partsOf('WEEKLY', { BYDAY: someDays, BYMONTH: months }),
    partsOf('WEEKLY', { BYDAY: someDays, WKST: fc.constantFrom('MO', 'SU') }),
    partsOf('MONTHLY', { BYMONTHDAY: monthDays, BYMONTH: months }),
    partsOf('MONTHLY', { BYDAY: nthDays, BYMONTH: months }),
    fc.tuple(partsOf('MONTHLY', {}), someDays, position).map(([r, d, n]) => `${r};BYDAY=${d};BYSETPOS=${n}`),
    partsOf('YEARLY', { BYMONTH: months, BYMONTHDAY: monthDays }),
    fc.tuple(months, nthDays).map(([m, d]) => `FREQ=YEARLY;BYMONTH=${m};BYDAY=${d}`),
  )
  .chain((rule) => fc.constantFrom(rule, `${rule};COUNT=7`, `${rule};COUNT=300`, `${rule};UNTIL=20270115`));
const days = (from: string, to: string) =>
  fc.integer({ min: Date.parse(from) / DAY_MS, max: Date.parse(to) / DAY_MS }).map((n) => dayOf(n * DAY_MS));

it('are the days that another library finds', () => {
  fc.assert(
    fc.property(
      rules,
      fc.oneof(
        days('2024-01-01', '2028-12-31'),
        fc.constantFrom('2024-02-29', '2028-02-29', '2026-12-31', '2027-01-01', '2026-01-31'),
      ),
      fc.integer({ min: 0, max: 900 }),
      (rule, startsOn, later) => {
        const from = dayOf(Date.parse(startsOn) + later * DAY_MS);
        const to = dayOf(Date.parse(from) + 400 * DAY_MS);
        expect(dueDays({ rule, startsOn }, { from, to })).toEqual(daysElsewhere(rule, startsOn, from, to));
      },
    ),
    { numRuns: 400 },
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

it('knows the weeks of a year that ends in the middle of one, leap days and last working days', () => {
  const next = (rule: string, startsOn: string, count = 3) =>
    nextDueDays({ rule, startsOn }, startsOn, count);
  // 2026 has 53 weeks: every third week goes on over the end of the year, and so does every second.
  expect(next('FREQ=WEEKLY;INTERVAL=3;BYDAY=TH,SU', '2026-12-14', 4)).toEqual([
    '2026-12-17',
    '2026-12-20',
    '2027-01-07',
    '2027-01-10',
  ]);
  // There is no 29 February in between, and nothing in its place.
  expect(next('FREQ=YEARLY', '2024-02-29', 2)).toEqual(['2024-02-29', '2028-02-29']);
  expect(next('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1', '2026-01-01')).toEqual([
    '2026-02-28',
    '2027-02-28',
    '2028-02-29',
  ]);
  expect(next('FREQ=MONTHLY;BYMONTHDAY=31', '2026-01-31')).toEqual([
    '2026-01-31',
    '2026-03-31',
    '2026-05-31',
  ]);
  expect(next('FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', '2026-01-01')).toEqual([
    '2026-01-30',
    '2026-02-27',
    '2026-03-31',
  ]);
  expect(next('FREQ=MONTHLY;BYDAY=-1FR', '2026-01-01')).toEqual(['2026-01-30', '2026-02-27', '2026-03-27']);
});

it.each([
  '',
  'FREQ=SECONDLY',
  'FREQ=MINUTELY;INTERVAL=1',
  'FREQ=DAILY;BYSECOND=1',
  'FREQ=DAILY;COUNT=99999999999999999999',
  'FREQ=DAILY;INTERVAL=0',
  'FREQ=DAILY;INTERVAL=-1',
  'FREQ=DAILY;COUNT=0',
  'FREQ=DAILY;COUNT=3;UNTIL=20270101',
  'FREQ=DAILY;UNTIL=20261301',
  'FREQ=DAILY;UNTIL=19990101',
  'FREQ=WEEKLY;BYDAY=1FR',
  'FREQ=WEEKLY;BYMONTHDAY=3',
  'FREQ=YEARLY;BYWEEKNO=53;BYDAY=FR',
  'FREQ=MONTHLY;BYDAY=99MO',
  'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=300',
  'FREQ=DAILY;BYSETPOS=1',
  'FREQ=DAILY;BYMONTH=13',
  'FREQ=DAILY;BYMONTHDAY=0',
  'FREQ=DAILY;BYMONTHDAY=32',
  'FREQ=WEEKLY;BYDAY=,,',
  'FREQ=WEEKLY;FREQ=DAILY',
  'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
  'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31;INTERVAL=999',
  'freq=weekly',
  'FREQ=WEEKLY;',
  'DTSTART:20260101T000000Z;FREQ=DAILY',
  'FREQ=WEEKLY;EXDATE=20260101',
  'BYDAY=FR',
  'FREQ=HOURLY',
  'FREQ=WEEKLY;BYHOUR=3',
  'FREQ=WEEKLY;BYDAY=XX',
  'FREQ=MONTHLY;BYMONTHDAY=30;BYMONTH=2',
  'FREQ=WEEKLY;BYDAY=FR\nRRULE:FREQ=DAILY',
])('refuses “%s”', (rule) => {
  expect(() => assertDayRule({ rule, startsOn: '2026-11-26' })).toThrow(/rule:/);
});

function refusalOf(rule: DayRule): string | null {
  try {
    assertDayRule(rule);
    return null;
  } catch (error) {
    return error instanceof AppError ? `${error.code} ${error.message}` : String(error);
  }
}

it('takes or refuses whatever it is given, and never for long', () => {
  const part = fc.oneof(
    rules.map((rule) => rule.split(';')),
    fc.array(fc.constantFrom('FREQ=DAILY', 'FREQ=YEARLY', 'COUNT=9999', 'INTERVAL=999', 'BYSETPOS=-366'), {
      maxLength: 4,
    }),
    fc.array(fc.string({ maxLength: 12 }), { maxLength: 4 }),
  );
  fc.assert(
    fc.property(part, part, days('1900-01-01', '2200-12-31'), (some, more, startsOn) => {
      const rule = { rule: [...some, ...more].join(';').slice(0, 200), startsOn };
      const refusal = refusalOf(rule);
      expect(refusal === null || refusal.startsWith('invalid_input rule: ')).toBe(true);
      // What was taken has days; they are in order, and each is there once.
      const next = refusal === null ? nextDueDays(rule, startsOn, 5) : [startsOn];
      expect(next.length).toBeGreaterThan(0);
      expect(next).toEqual([...new Set(next)].toSorted());
    }),
    { numRuns: 300 },
  );
}, 60_000);
