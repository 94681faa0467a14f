import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WEEKDAYS, type DailyHours, type WeekHours } from '#shared/people-time.ts';
import { naiveMinutes, type NaiveSchedule } from '../../tests/support/naive-schedule.ts';
import { Temporal } from './temporal.ts';
import { localDate, localWeek } from './wall-time.ts';
import type { WorkSchedule } from './work-schedule.ts';
import {
  addWorkingTime,
  endOfWorkingDay,
  isWorking,
  nextWorkingInstant,
  workBlocks,
  workingTimeBetween,
} from './working-time.ts';

const MINUTE = 60_000;
const at = (minute: number) => Temporal.Instant.fromEpochMilliseconds(minute * MINUTE);

/** A zone with a moment at which its clock did something odd. */
const ODD: [timeZone: string, around: string][] = [
  ['Europe/Berlin', '2026-03-29T01:00Z'],
  ['Europe/Berlin', '2026-10-25T01:00Z'],
  ['America/New_York', '2026-11-01T06:00Z'],
  ['America/Santiago', '2026-04-05T03:00Z'],
  ['Europe/Dublin', '2025-10-26T01:00Z'],
  ['Africa/Casablanca', '2024-03-10T02:00Z'],
  ['Africa/Casablanca', '2024-04-14T02:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30Z'],
  ['Pacific/Apia', '2011-12-30T10:00Z'],
  ['Pacific/Kwajalein', '1993-08-21T12:00Z'],
  ['Asia/Kathmandu', '2026-07-01T00:00Z'],
  ['Pacific/Kiritimati', '2026-01-01T00:00Z'],
  ['America/St_Johns', '2026-03-08T05:30Z'],
  // At 00:01 it was 23:01 of the day before.
  ['America/St_Johns', '2010-11-07T02:31Z'],
  ['Africa/Cairo', '2026-04-23T22:00Z'],
  ['Antarctica/Troll', '2026-03-29T01:00Z'],
];

const timeOfDay = fc
  .integer({ min: 0, max: 95 })
  .map((q) => `${String(q >> 2).padStart(2, '0')}:${String((q % 4) * 15).padStart(2, '0')}`);
const block: fc.Arbitrary<DailyHours> = fc.record({ from: timeOfDay, to: timeOfDay });
const blocks = fc.array(block, { maxLength: 2 });
const days: fc.Arbitrary<WeekHours> = fc.record({
  mon: blocks,
  tue: blocks,
  wed: blocks,
  thu: blocks,
  fri: blocks,
  sat: blocks,
  sun: blocks,
});

interface Case {
  naive: NaiveSchedule;
  schedule: WorkSchedule;
  from: number;
  to: number;
}

/** A schedule with holidays, time away and perhaps a move, looked at over a day or two around an odd moment. */
const cases: fc.Arbitrary<Case> = fc
  .record({
    odd: fc.constantFrom(...ODD),
    days,
    holidayOffsets: fc.array(fc.integer({ min: -2, max: 3 }), { maxLength: 2 }),
    awayDay: fc.option(fc.tuple(fc.integer({ min: -2, max: 3 }), fc.integer({ min: 0, max: 1 }))),
    awayAt: fc.option(fc.tuple(fc.integer({ min: -1500, max: 2500 }), fc.integer({ min: 1, max: 900 }))),
    move: fc.option(fc.tuple(fc.constantFrom(...ODD), fc.integer({ min: -900, max: 1800 }))),
    before: fc.integer({ min: 0, max: 1200 }),
    after: fc.integer({ min: 1, max: 2000 }),
  })
  .map(({ odd: [timeZone, around], days: week, move, awayAt, awayDay, ...rest }) => {
    const middle = Date.parse(around) / MINUTE;
    const dateAt = (offset: number) => new Date((middle + offset * 1440) * MINUTE).toISOString().slice(0, 10);
    const zones = [{ sinceMinute: 0, timeZone }];
    if (move) zones.push({ sinceMinute: middle + move[1], timeZone: move[0][0] });
    const naive: NaiveSchedule = {
      zones,
      days: week,
      holidays: new Set(rest.holidayOffsets.map(dateAt)),
      awayDays: awayDay ? [{ firstDay: dateAt(awayDay[0]), lastDay: dateAt(awayDay[0] + awayDay[1]) }] : [],
      awayMinutes: awayAt ? [{ from: middle + awayAt[0], to: middle + awayAt[0] + awayAt[1] }] : [],
    };
    const schedule: WorkSchedule = {
      zones: zones.map((zone) => ({ since: at(zone.sinceMinute), timeZone: zone.timeZone })),
      days: week,
      holidays: naive.holidays,
      away: [
        ...naive.awayDays.map((range) => ({ kind: 'days' as const, ...range })),
        ...naive.awayMinutes.map(({ from, to }) => ({
          kind: 'hours' as const,
          startsAt: at(from),
          endsAt: at(to),
        })),
      ],
      quietHours: null,
    };
    return { naive, schedule, from: middle - rest.before, to: middle + rest.after };
  });

const RUNS = { numRuns: 60 };

describe('working time, against a walk minute by minute', () => {
  it('is the same in every minute', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(cases, ({ naive, schedule, from, to }) => {
        const expected = naiveMinutes(naive, from, to);
        const got = Array.from({ length: to - from }, () => false);
        for (const { startsAt, endsAt } of workBlocks(schedule, at(from), at(to)))
          got.fill(
            true,
            startsAt.epochMilliseconds / MINUTE - from,
            endsAt.epochMilliseconds / MINUTE - from,
          );
        expect(got).toEqual(expected);
        const worked = expected.filter(Boolean).length;
        expect(workingTimeBetween(schedule, at(from), at(to))).toBe(worked * MINUTE);
        for (let i = 0; i < expected.length; i += 29)
          expect(isWorking(schedule, at(from + i))).toBe(expected[i]);
        const first = expected.indexOf(true);
        const next = nextWorkingInstant(schedule, at(from))?.epochMilliseconds ?? Infinity;
        expect(Math.min(next, to * MINUTE)).toBe((first < 0 ? to : from + first) * MINUTE);
      }),
      RUNS,
    );
  });

  it('is used up where the walk has counted as much', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 900 }), ({ naive, schedule, from, to }, minutes) => {
        const expected = naiveMinutes(naive, from, to);
        let left = minutes;
        const used = expected.findIndex((isWorked) => isWorked && --left === 0);
        const due = addWorkingTime(schedule, at(from), minutes * MINUTE)?.epochMilliseconds ?? Infinity;
        const later = to + 1;
        expect(Math.min(due, later * MINUTE)).toBe((used < 0 ? later : from + used + 1) * MINUTE);
      }),
      RUNS,
    );
  });
});

describe('laws', () => {
  it('hold for adding, ending and searching', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 0, max: 400 * 60_000 }), ({ schedule, from }, ms) => {
        const due = addWorkingTime(schedule, at(from), ms);
        expect(due ? workingTimeBetween(schedule, at(from), due) : ms).toBe(ms);
        const end = endOfWorkingDay(schedule, at(from));
        const next = nextWorkingInstant(schedule, at(from));
        expect(end === null).toBe(next === null);
        if (!end || !next) return;
        expect(Temporal.Instant.compare(end, next)).toBe(1);
        expect(isWorking(schedule, next)).toBe(true);
        expect(isWorking(schedule, end.subtract({ milliseconds: 1 }))).toBe(true);
        expect(workingTimeBetween(schedule, at(from), next)).toBe(0);
      }),
      RUNS,
    );
  });

  it('count ISO weeks as the Thursday does', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1976-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        fc.constantFrom(...ODD),
        (date, [timeZone]) => {
          const instant = Temporal.Instant.fromEpochMilliseconds(date.getTime());
          const day = new Date(`${localDate(instant, timeZone).toString()}T00:00Z`);
          const thursday = new Date(day);
          thursday.setUTCDate(day.getUTCDate() + 3 - ((day.getUTCDay() + 6) % 7));
          const year = thursday.getUTCFullYear();
          const week = 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * 86_400_000));
          expect(localWeek(instant, timeZone)).toEqual({ year, week });
          expect(WEEKDAYS).toHaveLength(7);
        },
      ),
    );
  });
});
