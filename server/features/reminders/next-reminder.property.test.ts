import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DailyHours, WeekHours } from '#shared/people-time.ts';
import { Temporal } from '#server/time/temporal.ts';
import { localDate } from '#server/time/wall-time.ts';
import { timeZoneAt, type WorkSchedule } from '#server/time/work-schedule.ts';
import { isQuiet, isWorking, workingTimeBetween } from '#server/time/working-time.ts';
import { LATE_AFTER_MS, nextReminder, plan, type OpenAsk, type ReminderPolicy } from './next-reminder.ts';

const HOUR = 3_600_000;
const at = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms);
/** Around odd moments of the clock: skipped and doubled hours, a skipped day, and none. */
const ODD: [string, string][] = [
  ['Europe/Berlin', '2026-03-29T01:00Z'],
  ['Europe/Berlin', '2026-10-25T01:00Z'],
  ['America/New_York', '2026-11-01T06:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30Z'],
  ['Pacific/Apia', '2011-12-30T10:00Z'],
  ['America/St_Johns', '2010-11-07T02:31Z'],
  ['Asia/Kathmandu', '2026-07-01T00:00Z'],
];
const block: fc.Arbitrary<DailyHours> = fc
  .tuple(fc.integer({ min: 0, max: 47 }), fc.integer({ min: 0, max: 47 }))
  .map(([a, b]) => ({ from: half(a), to: half(b) }));
const half = (n: number) => `${String(n >> 1).padStart(2, '0')}:${n % 2 === 0 ? '00' : '30'}`;
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
  ask: OpenAsk;
  schedule: WorkSchedule;
  policy: ReminderPolicy;
}
const cases: fc.Arbitrary<Case> = fc
  .record({
    odd: fc.constantFrom(...ODD),
    days,
    move: fc.option(fc.tuple(fc.constantFrom(...ODD), fc.integer({ min: -72, max: 240 }))),
    holidays: fc.array(fc.integer({ min: -3, max: 10 }), { maxLength: 3 }),
    away: fc.option(fc.tuple(fc.integer({ min: -3, max: 10 }), fc.integer({ min: 0, max: 8 }))),
    quiet: fc.option(block),
    asked: fc.integer({ min: -48, max: 24 }),
    due: fc.integer({ min: 1, max: 120 }),
    followUp: fc.option(fc.integer({ min: 1, max: 200 })),
    most: fc.integer({ min: 0, max: 4 }),
    hasManager: fc.boolean(),
  })
  .map(({ odd: [timeZone, around], days: week, move, holidays, away, quiet, ...rest }) => {
    const middle = Date.parse(around);
    const day = (offset: number) => new Date(middle + offset * 24 * HOUR).toISOString().slice(0, 10);
    const zones = [{ since: at(0), timeZone }];
    if (move) zones.push({ since: at(middle + move[1] * HOUR), timeZone: move[0][0] });
    const requestedAt = middle + rest.asked * HOUR;
    return {
      schedule: {
        zones,
        days: week,
        holidays: new Set(holidays.map(day)),
        away: away
          ? [{ kind: 'days' as const, firstDay: day(away[0]), lastDay: day(away[0] + away[1]) }]
          : [],
        quietHours: quiet,
      },
      ask: {
        requestedAt: at(requestedAt),
        dueAt: at(requestedAt + rest.due * HOUR),
        followUpAt: rest.followUp === null ? null : at(requestedAt + rest.followUp * HOUR),
        taken: [],
        lastAt: null,
      },
      policy: { most: rest.most, hasManager: rest.hasManager },
    };
  });

/** Lets the job run every so often, and takes each step that it finds due. */
function live(
  { ask, schedule, policy }: Case,
  everyMs: number,
  runs: number,
  downtime: [number, number] | null = null,
) {
  const done: { kind: string; ordinal: number; now: Temporal.Instant; planned: Temporal.Instant }[] = [];
  const from = ask.requestedAt.epochMilliseconds;
  for (let i = 0; i < runs; i++) {
    if (downtime && i >= downtime[0] && i < downtime[0] + downtime[1]) continue;
    const now = at(from + i * everyMs);
    const next = nextReminder(
      { ...ask, taken: done.map(({ ordinal }) => ordinal), lastAt: done.at(-1)?.now ?? null },
      schedule,
      policy,
      now,
    );
    if (next && Temporal.Instant.compare(next.at, now) <= 0)
      done.push({ kind: next.kind, ordinal: next.ordinal, now, planned: next.at });
  }
  return done;
}

const reminders = (done: ReturnType<typeof live>) => done.filter(({ kind }) => kind === 'remind');

describe('reminders', () => {
  it('come in working hours alone, never in quiet ones, at most the set number, one a step', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const done = live(one, HOUR, 7 * 24);
        for (const { now } of reminders(done)) {
          expect(isWorking(one.schedule, now)).toBe(true);
          expect(isQuiet(one.schedule, now)).toBe(false);
        }
        expect(reminders(done).length).toBeLessThanOrEqual(one.policy.most);
        expect(new Set(done.map(({ ordinal }) => ordinal)).size).toBe(done.length);
        expect(done.map(({ ordinal }) => ordinal)).toEqual(
          done.map(({ ordinal }) => ordinal).toSorted((a, b) => a - b),
        );
        expect(done.filter(({ kind }) => kind === 'report_owner').length).toBeLessThanOrEqual(1);
        const toManager = done.filter(({ kind }) => kind === 'report_manager');
        expect(toManager.length).toBeLessThanOrEqual(one.policy.hasManager ? 1 : 0);
      }),
      { numRuns: 8 },
    );
  });

  it('begin when half of the working time has passed, and not before; later ones on days of their own', () => {
    fc.assert(
      fc.property(cases, ({ ask, schedule, policy }) => {
        const due = ask.followUpAt ?? ask.dueAt;
        const steps = plan(ask, schedule, policy);
        const dayOf = (when: Temporal.Instant) => localDate(when, timeZoneAt(schedule, when)).toString();
        for (const [i, step] of steps.entries()) {
          expect(step.ordinal).toBe(i + 1);
          expect(isWorking(schedule, step.at)).toBe(true);
          if (!due || step.ordinal === 1) continue;
          // A move over the date line may give the same date twice: then it is later all the same.
          expect(Temporal.Instant.compare(step.at, due)).toBe(1);
          const isLaterDay = dayOf(step.at) > dayOf(due);
          expect(isLaterDay || schedule.zones.length > 1).toBe(true);
        }
        const [first] = steps;
        if (!first || policy.most === 0 || !due || ask.followUpAt !== null) return;
        const whole = workingTimeBetween(schedule, ask.requestedAt, due);
        const before = workingTimeBetween(schedule, ask.requestedAt, first.at);
        expect(before).toBeGreaterThanOrEqual(Math.floor(whole / 2));
      }),
      { numRuns: 40 },
    );
  });

  it('after downtime are one, not all that were missed; what is old waits for the begin of a day', () => {
    fc.assert(
      fc.property(
        cases,
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 5, max: 80 }),
        (one, from, length) => {
          const everyMs = HOUR;
          const done = reminders(live(one, everyMs, 7 * 24, [from, length]));
          const backAt = one.ask.requestedAt.epochMilliseconds + (from + length) * everyMs;
          for (const [i, { now, ordinal }] of done.entries()) {
            expect(isWorking(one.schedule, now)).toBe(true);
            const next = done[i + 1];
            const nextMs = next?.now.epochMilliseconds ?? Infinity;
            expect(nextMs > now.epochMilliseconds || now.epochMilliseconds < backAt).toBe(true);
            const planned = plan(one.ask, one.schedule, one.policy).find((step) => step.ordinal === ordinal);
            const lateMs = now.epochMilliseconds - (planned?.at.epochMilliseconds ?? 0);
            expect(lateMs).toBeGreaterThanOrEqual(0);
            if (lateMs <= LATE_AFTER_MS) continue;
            // Within the first hours of a working day.
            const day = localDate(now, timeZoneAt(one.schedule, now)).toZonedDateTime(
              timeZoneAt(one.schedule, now),
            );
            expect(now.epochMilliseconds - day.epochMilliseconds).toBeLessThan(27 * HOUR);
          }
          const sameRun = Map.groupBy(done, ({ now }) => now.epochMilliseconds);
          expect([...sameRun.values()].every((steps) => steps.length === 1)).toBe(true);
        },
      ),
      { numRuns: 8 },
    );
  });

  it('are none without a due time, nor for who never works', () => {
    fc.assert(
      fc.property(cases, ({ ask, schedule, policy }) => {
        const none: WeekHours = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
        expect(
          nextReminder({ ...ask, dueAt: null, followUpAt: null }, schedule, policy, ask.requestedAt),
        ).toBeNull();
        expect(nextReminder(ask, { ...schedule, days: none }, policy, ask.requestedAt)).toBeNull();
      }),
      { numRuns: 20 },
    );
  });
});

const OFFICE = [{ from: '09:00', to: '17:00' }];
const WEEK: WeekHours = { mon: OFFICE, tue: OFFICE, wed: OFFICE, thu: OFFICE, fri: OFFICE, sat: [], sun: [] };
const office = (more: Partial<WorkSchedule> = {}): WorkSchedule => ({
  zones: [{ since: at(0), timeZone: 'Europe/Berlin' }],
  days: WEEK,
  holidays: new Set(),
  away: [],
  quietHours: null,
  ...more,
});
const ask = (requested: string, due: string, followUp: string | null = null): OpenAsk => ({
  requestedAt: Temporal.Instant.from(requested),
  dueAt: Temporal.Instant.from(due),
  followUpAt: followUp === null ? null : Temporal.Instant.from(followUp),
  taken: [],
  lastAt: null,
});
const times = (...[one, schedule, policy]: Parameters<typeof plan>) =>
  plan(one, schedule, policy).map(({ kind, at: when }) => `${kind} ${when.toString()}`);

describe('the plan', () => {
  const policy = { most: 2, hasManager: true };
  it('of an ask on Thursday before the clocks change, due on Friday', () => {
    expect(times(ask('2026-03-26T08:00:00Z', '2026-03-27T16:00:00Z'), office(), policy)).toEqual([
      'remind 2026-03-26T16:00:00Z'.replace('26T16:00', '27T08:00'),
      'remind 2026-03-30T07:00:00Z',
      'report_owner 2026-03-31T07:00:00Z',
      'report_manager 2026-04-01T07:00:00Z',
    ]);
  });
  it('leaves out holidays and time away, and follows who moves', () => {
    const schedule = office({
      zones: [
        { since: at(0), timeZone: 'Europe/Berlin' },
        { since: Temporal.Instant.from('2026-03-30T00:00:00Z'), timeZone: 'Asia/Tokyo' },
      ],
      holidays: new Set(['2026-03-30']),
      away: [{ kind: 'days', firstDay: '2026-03-31', lastDay: '2026-04-01' }],
    });
    expect(
      times(ask('2026-03-27T08:00:00Z', '2026-03-27T16:00:00Z'), schedule, { most: 2, hasManager: false }),
    ).toEqual([
      'remind 2026-03-27T12:00:00Z',
      'remind 2026-04-02T00:00:00Z',
      'report_owner 2026-04-03T00:00:00Z',
    ]);
  });
  it('moves with the time that they gave themselves', () => {
    const moved = ask('2026-03-02T08:00:00Z', '2026-03-02T16:00:00Z', '2026-03-05T14:00:00Z');
    expect(times(moved, office(), { most: 2, hasManager: false })).toEqual([
      'remind 2026-03-05T08:00:00Z',
      'remind 2026-03-06T08:00:00Z',
      'report_owner 2026-03-09T08:00:00Z',
    ]);
  });
  it('without reminders has the report alone', () => {
    expect(
      times(ask('2026-03-02T08:00:00Z', '2026-03-02T16:00:00Z'), office(), { most: 0, hasManager: false }),
    ).toEqual(['report_owner 2026-03-03T08:00:00Z']);
  });
});
