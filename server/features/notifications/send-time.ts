import { subtract, clip } from '#server/time/intervals.ts';
import { Temporal } from '#server/time/temporal.ts';
import { atTimeOfDay, localDate } from '#server/time/wall-time.ts';
import { quietIntervals, timeZoneAt, type WorkSchedule } from '#server/time/work-schedule.ts';
import { nextReminderInstant, nextWorkingInstant, workBlocks } from '#server/time/working-time.ts';
import { isAskKind, type NoticeKind } from '#shared/notice-kinds.ts';

/**
 * When somebody is told. `alone` (a direct ask): at once in working hours, else when they begin. `urgent`: at once, but in quiet
 * hours or away. `bundle`: what comes while nobody works waits for the begin of the next block of work; what comes during a block
 * goes a quarter of an hour before it ends, so that there are two mails a block at most and neither tears anybody from their work.
 * What comes in the last quarter of an hour is for the next block. A block ends at midnight at the latest, so that who works around
 * the clock is told once a day. Who has no working hours (or none that are not quiet) is told when neither quiet nor away;
 * bundles at the full hour.
 */
export type Manner = 'alone' | 'urgent' | 'bundle';

type Instant = Temporal.Instant;

const BEFORE_END_MS = 15 * 60_000;
const HOUR_MS = 3_600_000;
const ALL_DAY = [{ from: '00:00', to: '00:00' }];

/** The first moment from `at` on to send it; null for who is quiet or away all the time, and reads it in the inbox. */
export function sendTime(schedule: WorkSchedule, at: Instant, manner: Manner): Instant | null {
  if (manner === 'urgent') return awakeInstant(schedule, at);
  const start = nextReminderInstant(schedule, at);
  if (start === null) {
    const hour = Math.ceil(at.epochMilliseconds / HOUR_MS) * HOUR_MS;
    return awakeInstant(schedule, manner === 'bundle' ? Temporal.Instant.fromEpochMilliseconds(hour) : at);
  }
  if (manner === 'alone' || start.epochMilliseconds > at.epochMilliseconds) return start;
  const end = endOfBlock(schedule, at);
  const sendMs = end - BEFORE_END_MS;
  if (sendMs >= at.epochMilliseconds) return Temporal.Instant.fromEpochMilliseconds(sendMs);
  return nextReminderInstant(schedule, Temporal.Instant.fromEpochMilliseconds(end)) ?? start;
}

/** From when it lies in the inbox: asks at once, all else in the working hours of its recipient. */
export function visibleFrom(schedule: WorkSchedule, at: Instant, kind: NoticeKind): Instant {
  return isAskKind(kind) ? at : (nextWorkingInstant(schedule, at) ?? at);
}

/** The end in ms of the stretch of work, without quiet hours, that `at` lies in; local midnight at the latest. */
function endOfBlock(schedule: WorkSchedule, at: Instant): number {
  const timeZone = timeZoneAt(schedule, at);
  const midnight = atTimeOfDay(localDate(at, timeZone), '00:00', timeZone, 1);
  const range = { startMs: at.epochMilliseconds, endMs: Math.max(midnight, at.epochMilliseconds + 1) };
  const [block] = workBlocks(schedule, at, Temporal.Instant.fromEpochMilliseconds(range.endMs));
  const whole = clip(
    { startMs: range.startMs, endMs: block?.endsAt.epochMilliseconds ?? range.endMs },
    range,
  );
  const [piece] = whole.flatMap((one) => subtract(one, quietIntervals(schedule, range)));
  return piece?.endMs ?? range.endMs;
}

/** The first instant that is neither quiet nor away, whatever the working hours. */
function awakeInstant(schedule: WorkSchedule, at: Instant): Instant | null {
  const days = {
    mon: ALL_DAY,
    tue: ALL_DAY,
    wed: ALL_DAY,
    thu: ALL_DAY,
    fri: ALL_DAY,
    sat: ALL_DAY,
    sun: ALL_DAY,
  };
  return nextReminderInstant({ ...schedule, days, holidays: new Set() }, at);
}
