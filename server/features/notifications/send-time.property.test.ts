import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { subtract, type Interval } from '#server/time/intervals.ts';
import { Temporal } from '#server/time/temporal.ts';
import { quietIntervals, type WorkSchedule } from '#server/time/work-schedule.ts';
import { isQuiet, isWorking, nextWorkingInstant, workBlocks } from '#server/time/working-time.ts';
import { isAskKind, NOTICE_KINDS } from '#shared/notice-kinds.ts';
import type { DailyHours } from '#shared/people-time.ts';
import { sendTime, visibleFrom } from './send-time.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Around moments at which clocks did something odd, and a day on which none did. */
const AROUND: [timeZone: string, at: string][] = [
  ['Europe/Berlin', '2026-03-29T01:00Z'],
  ['Europe/Berlin', '2026-10-25T01:00Z'],
  ['America/New_York', '2026-11-01T06:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00Z'],
  ['Pacific/Apia', '2011-12-30T10:00Z'],
  ['Africa/Cairo', '2026-04-23T22:00Z'],
  ['Asia/Kathmandu', '2026-07-01T00:00Z'],
  ['Pacific/Kiritimati', '2026-01-01T00:00Z'],
];

const time = fc
  .integer({ min: 0, max: 95 })
  .map((q) => `${String(q >> 2).padStart(2, '0')}:${String((q % 4) * 15).padStart(2, '0')}`);
const hours: fc.Arbitrary<DailyHours> = fc.record({ from: time, to: time });
const blocks = fc.array(hours, { maxLength: 2 });

const QUIET = [
  { from: '20:00', to: '08:00' },
  { from: '12:15', to: '13:00' },
  { from: '16:30', to: '17:30' },
];
const LONG = { timeout: 60_000 };

interface Case {
  schedule: WorkSchedule;
  at: Temporal.Instant;
}

const cases: fc.Arbitrary<Case> = fc
  .record({
    around: fc.constantFrom(...AROUND),
    offset: fc.integer({ min: -2000, max: 2000 }),
    days: fc.record({
      mon: blocks,
      tue: blocks,
      wed: blocks,
      thu: blocks,
      fri: blocks,
      sat: blocks,
      sun: blocks,
    }),
    // Where nothing is left of work, all of the horizon is searched: seldom, or it takes minutes.
    quietHours: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(null, ...QUIET) },
      { weight: 1, arbitrary: hours },
    ),
    awayFrom: fc.option(fc.tuple(fc.integer({ min: -48, max: 72 }), fc.integer({ min: 1, max: 96 }))),
    holiday: fc.option(fc.integer({ min: -1, max: 3 })),
    move: fc.option(fc.tuple(fc.constantFrom(...AROUND), fc.integer({ min: -24, max: 48 }))),
  })
  .map(({ around: [timeZone, around], offset, days, quietHours, awayFrom, holiday, move }) => {
    const middle = Date.parse(around);
    const instant = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms);
    const zones = [{ since: instant(0), timeZone }];
    if (move) zones.push({ since: instant(middle + move[1] * HOUR_MS), timeZone: move[0][0] });
    const day = (n: number) => new Date(middle + n * 24 * HOUR_MS).toISOString().slice(0, 10);
    const schedule: WorkSchedule = {
      zones,
      days,
      quietHours,
      holidays: new Set(holiday === null ? [] : [day(holiday)]),
      away: awayFrom
        ? [
            {
              kind: 'hours',
              startsAt: instant(middle + awayFrom[0] * HOUR_MS),
              endsAt: instant(middle + (awayFrom[0] + awayFrom[1]) * HOUR_MS),
            },
          ]
        : [],
    };
    return { schedule, at: instant(middle + offset * MINUTE_MS) };
  });

/** So far the oracle looks; what it looks at is checked minute by minute beside `server/time`. */
const SEEN_MS = 9 * 24 * HOUR_MS;

const isAway = ({ away }: WorkSchedule, at: Temporal.Instant) =>
  away.some(
    (one) =>
      one.kind === 'hours' &&
      Temporal.Instant.compare(one.startsAt, at) <= 0 &&
      Temporal.Instant.compare(at, one.endsAt) < 0,
  );
const fits = (schedule: WorkSchedule, at: Temporal.Instant) =>
  isWorking(schedule, at) && !isQuiet(schedule, at);

/** Work without quiet hours, from a moment on. */
function free(schedule: WorkSchedule, at: Temporal.Instant): Interval[] {
  const range = { startMs: at.epochMilliseconds, endMs: at.epochMilliseconds + SEEN_MS };
  const quiet = quietIntervals(schedule, range);
  const until = Temporal.Instant.fromEpochMilliseconds(range.endMs);
  return workBlocks(schedule, at, until).flatMap(({ startsAt, endsAt }) =>
    subtract({ startMs: startsAt.epochMilliseconds, endMs: endsAt.epochMilliseconds }, quiet),
  );
}

describe('the time at which somebody is told', () => {
  it('of what is not urgent is never outside working hours nor quiet, and never lost', LONG, () => {
    fc.assert(
      fc.property(cases, fc.constantFrom('alone' as const, 'bundle' as const), ({ schedule, at }, manner) => {
        const sendAt = sendTime(schedule, at, manner);
        const { from, to } = schedule.quietHours ?? { from: '', to: 'never' };
        // Lost is only what may never disturb: it lies in the inbox.
        expect(sendAt !== null || from === to).toBe(true);
        if (sendAt === null) return;
        expect(Temporal.Instant.compare(sendAt, at)).toBeGreaterThanOrEqual(0);
        const isGood =
          free(schedule, at).length > 0
            ? fits(schedule, sendAt)
            : !isQuiet(schedule, sendAt) && !isAway(schedule, sendAt);
        expect(isGood).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('of a direct ask is the first that fits; all of a block are one bundle', LONG, () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 90 }), ({ schedule, at }, minutes) => {
        const [first] = free(schedule, at);
        if (!first) return;
        expect(sendTime(schedule, at, 'alone')?.epochMilliseconds).toBe(first.startMs);
        const next = at.add({ minutes });
        const bundle = sendTime(schedule, at, 'bundle');
        const later = sendTime(schedule, next, 'bundle');
        if (!bundle || !later) throw new Error('lost');
        expect(Temporal.Instant.compare(bundle, later)).toBeLessThanOrEqual(0);
        const bundleMs = bundle.epochMilliseconds;
        const isInBlock = first.startMs === at.epochMilliseconds;
        expect(isInBlock || bundleMs === first.startMs).toBe(true);
        // Both come before it goes, and none begins or ends work in between.
        const isSame = isInBlock
          ? bundleMs < first.endMs && next.epochMilliseconds <= bundleMs
          : next.epochMilliseconds < first.startMs;
        expect(!isSame || later.equals(bundle)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('of what is urgent is the first that is neither quiet nor away', LONG, () => {
    fc.assert(
      fc.property(cases, ({ schedule, at }) => {
        const sendAt = sendTime(schedule, at, 'urgent');
        if (sendAt === null) return;
        const disturbs = (moment: Temporal.Instant) => isQuiet(schedule, moment) || isAway(schedule, moment);
        expect(disturbs(sendAt)).toBe(false);
        const isFirst = disturbs(at) ? disturbs(sendAt.subtract({ milliseconds: 1 })) : sendAt.equals(at);
        expect(isFirst).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});

it('lets nothing but asks come in sight outside working hours', LONG, () => {
  fc.assert(
    fc.property(cases, fc.constantFrom(...NOTICE_KINDS), ({ schedule, at }, kind) => {
      const from = visibleFrom(schedule, at, kind);
      const hasHours = nextWorkingInstant(schedule, at) !== null;
      const isAtOnce = isAskKind(kind) || !hasHours;
      expect(isAtOnce ? from.equals(at) : isWorking(schedule, from)).toBe(true);
    }),
    { numRuns: 150 },
  );
});
