import { describe, expect, it } from 'vitest';
import type { WeekHours } from '#shared/people-time.ts';
import { Temporal } from './temporal.ts';
import { isTimeZone, localWeek } from './wall-time.ts';
import { timeZoneAt, type WorkSchedule } from './work-schedule.ts';
import {
  addWorkingTime,
  endOfWorkingDay,
  HORIZON_DAYS,
  isQuiet,
  isWorking,
  nextReminderInstant,
  nextWorkingInstant,
  workBlocks,
  workingTimeBetween,
} from './working-time.ts';

const HOUR = 3_600_000;
const NEVER: WeekHours = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
const every = (...blocks: WeekHours['mon']): WeekHours => ({
  mon: blocks,
  tue: blocks,
  wed: blocks,
  thu: blocks,
  fri: blocks,
  sat: blocks,
  sun: blocks,
});
const office = { from: '09:00', to: '17:00' };
const OFFICE: WeekHours = { ...every(office), sat: [], sun: [] };

const make = (timeZone: string, days: WeekHours, more: Partial<WorkSchedule> = {}): WorkSchedule => ({
  zones: [{ since: at('1970-01-01T00:00Z'), timeZone }],
  days,
  holidays: new Set(),
  away: [],
  quietHours: null,
  ...more,
});
function at(text: string): Temporal.Instant {
  return Temporal.Instant.from(text);
}
const local = (instant: Temporal.Instant | null, timeZone: string) =>
  instant?.toZonedDateTimeISO(timeZone).toString({ timeZoneName: 'never' }) ?? null;
/** Blocks as the local clock shows their ends. */
const shown = (schedule: WorkSchedule, from: string, to: string) =>
  workBlocks(schedule, at(from), at(to)).map(({ startsAt, endsAt }) =>
    [startsAt, endsAt].map((instant) => local(instant, timeZoneAt(schedule, instant))),
  );

describe('clock changes', () => {
  it.each([
    // The hour from 02:00 to 03:00 does not exist.
    ['Europe/Berlin', '2026-03-28T19:00Z', '22:00', '06:00', 7],
    ['Europe/Berlin', '2026-03-29T00:30Z', '02:15', '02:45', 0],
    // And here it comes twice: the block is the first of the two.
    ['Europe/Berlin', '2026-10-24T18:00Z', '22:00', '06:00', 9],
    ['Europe/Berlin', '2026-10-24T22:00Z', '02:15', '02:45', 0.5],
    // Half an hour, at 02:00.
    ['Australia/Lord_Howe', '2026-04-04T12:00Z', '01:00', '03:00', 2.5],
    ['Australia/Lord_Howe', '2026-10-03T12:00Z', '01:00', '03:00', 1.5],
    // Ireland's winter is the exception (“negative DST”); the clock is what counts.
    ['Europe/Dublin', '2026-03-28T23:00Z', '00:30', '02:30', 1],
    ['Europe/Dublin', '2026-10-24T22:00Z', '00:30', '02:30', 3],
    // Morocco leaves its time for Ramadan.
    ['Africa/Casablanca', '2024-03-09T22:00Z', '01:00', '05:00', 5],
    ['Africa/Casablanca', '2024-04-13T22:00Z', '01:00', '05:00', 3],
    // Clocks that change at midnight: 00:00 does not exist.
    ['America/Santiago', '2026-09-06T03:00Z', '00:00', '02:00', 1],
  ])('in %s after %s: from %s to %s are %s hours', (timeZone, from, start, end, hours) => {
    const schedule = make(timeZone, every({ from: start, to: end }));
    const until = at(from).add({ hours: 16 });
    expect(workingTimeBetween(schedule, at(from), until) / HOUR).toBe(hours);
  });

  it('of the date line: Apia had no Friday 30 December 2011', () => {
    const schedule = make('Pacific/Apia', every(office));
    expect(shown(schedule, '2011-12-29T00:00Z', '2012-01-01T09:00Z')).toEqual([
      ['2011-12-28T14:00:00-10:00', '2011-12-28T17:00:00-10:00'],
      ['2011-12-29T09:00:00-10:00', '2011-12-29T17:00:00-10:00'],
      ['2011-12-31T09:00:00+14:00', '2011-12-31T17:00:00+14:00'],
      ['2012-01-01T09:00:00+14:00', '2012-01-01T17:00:00+14:00'],
    ]);
  });

  it('back over midnight: a day that has begun goes on while the clock shows the day before', () => {
    // In St John’s at 00:01 it was 23:01 again, until 2011.
    const schedule = make('America/St_Johns', { ...NEVER, sun: [{ from: '00:00', to: '02:00' }] });
    const again = at('2010-11-07T03:00Z');
    expect(local(again, 'America/St_Johns')).toBe('2010-11-06T23:30:00-03:30');
    expect(isWorking(schedule, again)).toBe(true);
    expect(workBlocks(schedule, at('2010-11-07T00:00Z'), at('2010-11-08T00:00Z'))).toHaveLength(1);
  });

  it('keep 24 working hours three working days away', () => {
    const schedule = make('Europe/Berlin', OFFICE);
    // Friday 12:00 before the change: 5 h, 8 h, 8 h, and 3 h on Wednesday.
    const due = addWorkingTime(schedule, at('2026-03-27T11:00Z'), 24 * HOUR);
    expect(local(due, 'Europe/Berlin')).toBe('2026-04-01T12:00:00+02:00');
  });
});

describe('the working day', () => {
  const schedule = make('Asia/Tokyo', {
    ...OFFICE,
    tue: [
      { from: '09:00', to: '12:00' },
      { from: '13:00', to: '18:00' },
    ],
    fri: [{ from: '22:00', to: '06:00' }],
  });
  it.each([
    ['before it', '2026-03-03T07:00+09:00', '2026-03-03T18:00:00+09:00'],
    ['at noon', '2026-03-03T12:30+09:00', '2026-03-03T18:00:00+09:00'],
    ['at its very end', '2026-03-03T18:00+09:00', '2026-03-04T17:00:00+09:00'],
    ['after midnight of a night shift', '2026-03-07T02:00+09:00', '2026-03-07T06:00:00+09:00'],
    ['on Sunday', '2026-03-08T02:00+09:00', '2026-03-09T17:00:00+09:00'],
  ])('ends %s', (_, from, end) => {
    expect(local(endOfWorkingDay(schedule, at(from)), 'Asia/Tokyo')).toBe(end);
  });

  it('includes its first instant and not its last', () => {
    expect(isWorking(schedule, at('2026-03-02T09:00+09:00'))).toBe(true);
    expect(isWorking(schedule, at('2026-03-02T17:00+09:00'))).toBe(false);
    const friday = addWorkingTime(schedule, at('2026-03-02T09:00+09:00'), 8 * HOUR);
    expect(local(friday, 'Asia/Tokyo')).toBe('2026-03-02T17:00:00+09:00');
    expect(() => addWorkingTime(schedule, at('2026-03-02T09:00Z'), -1)).toThrow('0 or more');
  });
});

describe('holidays and time away', () => {
  it('free the day on which a block begins', () => {
    const schedule = make('Europe/Berlin', every({ from: '22:00', to: '06:00' }), {
      holidays: new Set(['2026-12-25']),
    });
    expect(shown(schedule, '2026-12-24T12:00Z', '2026-12-27T10:00Z')).toEqual([
      ['2026-12-24T22:00:00+01:00', '2026-12-25T06:00:00+01:00'],
      ['2026-12-26T22:00:00+01:00', '2026-12-27T06:00:00+01:00'],
    ]);
  });

  it('cut hours and whole days out', () => {
    const schedule = make('America/New_York', OFFICE, {
      away: [
        { kind: 'days', firstDay: '2026-03-09', lastDay: '2026-03-10' },
        { kind: 'hours', startsAt: at('2026-03-11T12:00-04:00'), endsAt: at('2026-03-11T13:30-04:00') },
      ],
    });
    expect(shown(schedule, '2026-03-07T00:00Z', '2026-03-12T00:00Z')).toEqual([
      ['2026-03-11T09:00:00-04:00', '2026-03-11T12:00:00-04:00'],
      ['2026-03-11T13:30:00-04:00', '2026-03-11T17:00:00-04:00'],
    ]);
  });

  it('are searched through for long, not for ever', () => {
    const from = at('2026-03-02T00:00Z');
    const until = (lastDay: string) =>
      make('UTC', OFFICE, { away: [{ kind: 'days', firstDay: '2026-03-01', lastDay }] });
    expect(local(nextWorkingInstant(until('2027-03-31'), from), 'UTC')).toBe('2027-04-01T09:00:00+00:00');
    expect(nextWorkingInstant(until('2029-01-01'), from)).toBeNull();
    expect(addWorkingTime(until('2029-01-01'), from, 1)).toBeNull();
    expect(endOfWorkingDay(until('2029-01-01'), from)).toBeNull();
    expect(HORIZON_DAYS).toBe(800);
  });

  it('leave nothing to somebody without working hours', () => {
    const nobody = make('UTC', NEVER);
    const now = at('2026-03-02T10:00Z');
    expect(nextWorkingInstant(nobody, now)).toBeNull();
    expect(endOfWorkingDay(nobody, now)).toBeNull();
    expect(addWorkingTime(nobody, now, HOUR)).toBeNull();
    expect(addWorkingTime(nobody, now, 0)).toEqual(now);
    expect(workBlocks(nobody, now, now.add({ hours: 99 }))).toEqual([]);
  });
});

describe('people who move', () => {
  const moved = make('Europe/Berlin', OFFICE, {
    zones: [
      { since: at('1970-01-01T00:00Z'), timeZone: 'Europe/Berlin' },
      { since: at('2026-03-03T12:00Z'), timeZone: 'America/Los_Angeles' },
    ],
  });
  it('work by the old zone before and by the new one after', () => {
    expect(shown(moved, '2026-03-02T00:00Z', '2026-03-04T00:00Z')).toEqual([
      ['2026-03-02T09:00:00+01:00', '2026-03-02T17:00:00+01:00'],
      // The working day is cut where they left, and begins anew where they are: it is still Tuesday there.
      ['2026-03-03T09:00:00+01:00', '2026-03-03T04:00:00-08:00'],
      ['2026-03-03T09:00:00-08:00', '2026-03-03T16:00:00-08:00'],
    ]);
  });

  it('keep what was computed before', () => {
    const stayed = make('Europe/Berlin', OFFICE);
    const range = [at('2026-02-01T00:00Z'), at('2026-03-03T12:00Z')] as const;
    expect(workBlocks(moved, ...range)).toEqual(workBlocks(stayed, ...range));
  });
});

describe('quiet hours', () => {
  const schedule = make('Europe/Berlin', every({ from: '06:00', to: '22:00' }), {
    quietHours: { from: '21:00', to: '07:30' },
  });
  it('hold reminders back, also in working time', () => {
    expect(isQuiet(schedule, at('2026-03-02T22:30+01:00'))).toBe(true);
    expect(isQuiet(schedule, at('2026-03-02T07:30+01:00'))).toBe(false);
    const next = (from: string) => local(nextReminderInstant(schedule, at(from)), 'Europe/Berlin');
    expect(next('2026-03-02T06:10+01:00')).toBe('2026-03-02T07:30:00+01:00');
    expect(next('2026-03-02T10:00+01:00')).toBe('2026-03-02T10:00:00+01:00');
    expect(next('2026-03-02T21:30+01:00')).toBe('2026-03-03T07:30:00+01:00');
  });

  it('that cover all working time leave no instant', () => {
    const covered = { ...schedule, quietHours: { from: '00:00', to: '00:00' } };
    expect(nextReminderInstant(covered, at('2026-03-02T10:00Z'))).toBeNull();
  });
});

describe('weeks and zones', () => {
  it.each([
    ['2027-01-01T00:30Z', 'UTC', 2026, 53],
    ['2027-01-04T07:59Z', 'America/Los_Angeles', 2026, 53],
    ['2027-01-03T10:00Z', 'Pacific/Kiritimati', 2027, 1],
    ['2024-12-30T00:00Z', 'UTC', 2025, 1],
  ])('%s in %s is in week %s-%s', (text, timeZone, year, week) => {
    expect(localWeek(at(text), timeZone)).toEqual({ year, week });
  });

  it('knows what a zone is', () => {
    expect(['Europe/Berlin', 'Asia/Calcutta', 'UTC', 'Etc/GMT+3'].map(isTimeZone)).toEqual(
      Array(4).fill(true),
    );
    expect(['+02:00', 'Mars/Olympus', '', '../etc', 'Europe/Berlin\n'].map(isTimeZone)).toEqual(
      Array(5).fill(false),
    );
  });
});
