import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Temporal } from '#server/time/temporal.ts';
import type { WorkSchedule } from '#server/time/work-schedule.ts';
import { wallMinute } from '../../../tests/support/naive-schedule.ts';
import { entryTimes, timesOfAll } from './entry-times.ts';

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
    'Pacific/Kiritimati',
    'Pacific/Pago_Pago',
    'Pacific/Chatham',
    'Africa/Casablanca',
    'Africa/Cairo',
    'America/Santiago',
    'Asia/Tehran',
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: 0, max: 3000 }),
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
    { numRuns: 500 },
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

it('excuses who has no working time until it is due, and reminds in the next working morning', () => {
  const berlin = scheduleIn('Europe/Berlin');
  const timesOf = (change: Partial<WorkSchedule>) =>
    entryTimes('2026-11-27', RHYTHM, { ...berlin, ...change });
  const usual = timesOf({});
  expect(usual.isExcused).toBe(false);
  expect(usual.opensAt.toISOString()).toBe('2026-11-26T14:00:00.000Z');
  expect(usual.closesAt.toISOString()).toBe('2026-11-30T14:00:00.000Z');
  // On Monday morning; on Friday at 15:00, which is working time, where it is closed by then.
  expect(usual.remindAt?.toISOString()).toBe('2026-11-30T08:00:00.000Z');
  const soon = entryTimes('2026-11-27', { ...RHYTHM, graceHours: 24 }, berlin);
  expect(soon.remindAt?.toISOString()).toBe('2026-11-27T14:00:00.000Z');
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

it('knows skipped and doubled hours, leap days and both ends of the date line', () => {
  const berlin = scheduleIn('Europe/Berlin');
  // 02:30 is skipped: it is due when the clock jumps to 03:00.
  expect(due('2026-03-29', berlin, { dueTime: '02:30' })).toBe('2026-03-29T01:00:00.000Z');
  // 02:30 is there twice: the first counts.
  expect(due('2026-10-25', berlin, { dueTime: '02:30' })).toBe('2026-10-25T00:30:00.000Z');
  const newYork = scheduleIn('America/New_York');
  expect(due('2026-03-08', newYork, { dueTime: '02:30' })).toBe('2026-03-08T07:00:00.000Z');
  expect(due('2026-11-01', newYork, { dueTime: '01:30' })).toBe('2026-11-01T05:30:00.000Z');
  // Half an hour is skipped there.
  expect(due('2026-10-04', scheduleIn('Australia/Lord_Howe'), { dueTime: '02:15' })).toBe(
    '2026-10-03T15:30:00.000Z',
  );
  // Midnight is skipped there, and Apia had no 30 December 2011 at all.
  expect(due('2026-04-24', scheduleIn('Africa/Cairo'), { dueTime: '00:00' })).toBe(
    '2026-04-23T22:00:00.000Z',
  );
  expect(due('2011-12-30', scheduleIn('Pacific/Apia'))).toBe('2011-12-30T10:00:00.000Z');
  expect(due('2028-02-29', scheduleIn('Asia/Kathmandu'))).toBe('2028-02-29T09:15:00.000Z');
  expect(due('2026-11-27', scheduleIn('Pacific/Kiritimati'))).toBe('2026-11-27T01:00:00.000Z');
  expect(due('2026-11-27', scheduleIn('Pacific/Pago_Pago'))).toBe('2026-11-28T02:00:00.000Z');
});

it('opens and closes so many real hours from then, also where the clock changes in between', () => {
  const { opensAt, dueAt, closesAt } = entryTimes('2026-03-29', RHYTHM, scheduleIn('Europe/Berlin'));
  expect(dueAt.getTime() - opensAt.getTime()).toBe(24 * 3_600_000);
  expect(closesAt.getTime() - dueAt.getTime()).toBe(72 * 3_600_000);
});

const zoneNames = fc.constantFrom(
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Europe/Berlin',
  'America/Los_Angeles',
  'Asia/Kolkata',
);
it('is due once for who moves, whenever and wherever to: at the wall time of one of their zones', () => {
  fc.assert(
    fc.property(zoneNames, zoneNames, fc.integer({ min: -60, max: 60 }), (before, after, hours) => {
      const day = '2026-11-27';
      const since = new Date(Date.parse(`${day}T15:00:00Z`) + hours * 3_600_000);
      const at = Date.parse(due(day, scheduleIn(before, [since.toISOString(), after])));
      const dueIn = (zone: string) => Date.parse(due(day, scheduleIn(zone)));
      const [first, second] = [dueIn(before), dueIn(after)];
      expect([first, second]).toContain(at);
      // Who is there when it is due there is due there.
      const isInSecond = second >= since.getTime();
      const expected = isInSecond ? second : first < since.getTime() ? first : at;
      expect(at).toBe(expected);
    }),
    { numRuns: 400 },
  );
});

it('is the same for many at once as for each alone', () => {
  const holidays = new Set(['2026-11-26', '2026-11-27']);
  const schedules = new Map([
    ['a', scheduleIn('Europe/Berlin')],
    ['b', scheduleIn('Europe/Berlin')],
    ['c', { ...scheduleIn('Europe/Berlin'), holidays }],
    ['d', { ...scheduleIn('Europe/Berlin'), holidays: new Set(['2026-06-01']) }],
    ['e', scheduleIn('Asia/Tokyo')],
    ['f', scheduleIn('Europe/Berlin', ['2026-11-20T00:00:00Z', 'Asia/Tokyo'])],
  ]);
  const alone = [...schedules].map(([id, one]) => [id, entryTimes('2026-11-27', RHYTHM, one)]);
  expect([...timesOfAll('2026-11-27', RHYTHM, schedules)]).toEqual(alone);
});
