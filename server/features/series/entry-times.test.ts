import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Temporal } from '#server/time/temporal.ts';
import type { WorkSchedule } from '#server/time/work-schedule.ts';
import { wallMinute } from '../../../tests/support/naive-schedule.ts';
import { entryTimes } from './entry-times.ts';

const HOURS = [{ from: '09:00', to: '17:00' }];
const WEEK = { mon: HOURS, tue: HOURS, wed: HOURS, thu: HOURS, fri: HOURS, sat: [], sun: [] };
const RHYTHM = { dueTime: '15:00', timeZone: null, leadHours: 24, graceHours: 72 };
const EPOCH = Temporal.Instant.fromEpochMilliseconds(0);

const scheduleIn = (...zones: (string | [string, string])[]): WorkSchedule => ({
  zones: zones.map((zone) =>
    typeof zone === 'string'
      ? { since: EPOCH, timeZone: zone }
      : { since: Temporal.Instant.from(zone[0]), timeZone: zone[1] },
  ),
  days: WEEK,
  holidays: new Set(),
  away: [],
  quietHours: null,
});
const due = (day: string, schedule: WorkSchedule, rhythm = {}) =>
  entryTimes(day, { ...RHYTHM, ...rhythm }, schedule).dueAt.toISOString();

it('is due at one time of day in each one’s own zone, or at one instant for all', () => {
  expect(due('2026-11-27', scheduleIn('Asia/Tokyo'))).toBe('2026-11-27T06:00:00.000Z');
  expect(due('2026-11-27', scheduleIn('America/Los_Angeles'))).toBe('2026-11-27T23:00:00.000Z');
  const berlin = { timeZone: 'Europe/Berlin' };
  expect(due('2026-11-27', scheduleIn('Asia/Tokyo'), berlin)).toBe('2026-11-27T14:00:00.000Z');
});

it('is the wall time of the day, at any zone and season', () => {
  const zones = [
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Pacific/Apia',
    'America/St_Johns',
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: 0, max: 1500 }),
      fc.integer({ min: 0, max: 47 }),
      (zone, n, half) => {
        const day = new Date(Date.UTC(2025, 0, 1) + n * 86_400_000).toISOString().slice(0, 10);
        const dueTime = `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 ? '30' : '00'}`;
        const minute = Date.parse(due(day, scheduleIn(zone), { dueTime })) / 60_000;
        const wanted = Date.parse(`${day}T${dueTime}:00Z`) / 60_000;
        // The first minute that shows it, or a later time where it is skipped.
        expect(wallMinute(minute, zone)).toBeGreaterThanOrEqual(wanted);
        expect(wallMinute(minute - 1, zone)).toBeLessThan(wanted);
      },
    ),
    { numRuns: 300 },
  );
});

it('goes with who moves: the zone in which they are when it is due there', () => {
  const moved = (since: string) => scheduleIn('Europe/Berlin', [since, 'America/New_York']);
  expect(due('2026-11-27', moved('2026-11-20T00:00:00Z'))).toBe('2026-11-27T20:00:00.000Z');
  expect(due('2026-11-27', moved('2026-11-28T00:00:00Z'))).toBe('2026-11-27T14:00:00.000Z');
  // Flew west between the two: due in both, the later counts.
  expect(due('2026-11-27', moved('2026-11-27T16:00:00Z'))).toBe('2026-11-27T20:00:00.000Z');
  // Flew east over it: due in neither.
  const east = scheduleIn('America/New_York', ['2026-11-27T16:00:00Z', 'Europe/Berlin']);
  expect(due('2026-11-27', east)).toBe('2026-11-27T20:00:00.000Z');
});

it('excuses who has no working time until it is due, and reminds in the next working time', () => {
  const berlin = scheduleIn('Europe/Berlin');
  const timesOf = (change: Partial<WorkSchedule>) =>
    entryTimes('2026-11-27', RHYTHM, { ...berlin, ...change });
  const usual = timesOf({});
  expect(usual.isExcused).toBe(false);
  expect(usual.opensAt.toISOString()).toBe('2026-11-26T14:00:00.000Z');
  expect(usual.closesAt.toISOString()).toBe('2026-11-30T14:00:00.000Z');
  // Friday at 15:00 is working time until 17:00.
  expect(usual.remindAt?.toISOString()).toBe('2026-11-27T14:00:00.000Z');
  const late = entryTimes('2026-11-27', { ...RHYTHM, dueTime: '18:00' }, berlin);
  expect(late.remindAt?.toISOString()).toBe('2026-11-30T08:00:00.000Z');
  expect(
    entryTimes('2026-11-27', { ...RHYTHM, dueTime: '18:00', graceHours: 12 }, berlin).remindAt,
  ).toBeNull();
  expect(timesOf({ away: [{ kind: 'days', firstDay: '2026-11-26', lastDay: '2026-11-27' }] }).isExcused).toBe(
    true,
  );
  expect(timesOf({ away: [{ kind: 'days', firstDay: '2026-11-27', lastDay: '2026-11-27' }] }).isExcused).toBe(
    false,
  );
  expect(timesOf({ holidays: new Set(['2026-11-26', '2026-11-27']) }).isExcused).toBe(true);
  const none = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
  expect(timesOf({ days: none })).toMatchObject({ isExcused: false, remindAt: null });
});
