import { clip, subtract, union, type Interval } from './intervals.ts';
import { Temporal } from './temporal.ts';
import { atTimeOfDay, localDate } from './wall-time.ts';
import { quietIntervals, timeZoneAt, workDays, type WorkDay, type WorkSchedule } from './work-schedule.ts';

/**
 * How far into the future is searched, in days. Somebody without working hours, or away for longer, has no next working
 * instant: the functions then answer null, and the caller says what to do about it.
 */
export const HORIZON_DAYS = 800;

const DAY_MS = 86_400_000;
/** The search goes on in windows, each twice as long as the one before: most answers are in the first. */
const FIRST_WINDOW_MS = 2 * DAY_MS;
const LONGEST_WINDOW_MS = 32 * DAY_MS;

type Instant = Temporal.Instant;

/** A stretch of work without a break, `startsAt` included and `endsAt` not. */
export interface WorkBlock {
  startsAt: Instant;
  endsAt: Instant;
}

/** The blocks of work in a range, in order and cut to it; blocks that touch are one. Empty where `to` is not after `from`. */
export function workBlocks(schedule: WorkSchedule, from: Instant, to: Instant): WorkBlock[] {
  return work(schedule, between(from, to)).map(({ startMs, endMs }) => ({
    startsAt: instant(startMs),
    endsAt: instant(endMs),
  }));
}

/** The working time from one instant to another in ms; 0 where `to` is not after `from`. A doubled hour counts twice, a skipped one not at all. */
export function workingTimeBetween(schedule: WorkSchedule, from: Instant, to: Instant): number {
  return work(schedule, between(from, to)).reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}

/** True where the instant lies in a block: at 09:00 on the dot yes, at 17:00 no longer. */
export function isWorking(schedule: WorkSchedule, at: Instant): boolean {
  return work(schedule, moment(at)).length > 0;
}

/** The instant itself where it is working time, otherwise the begin of the next block; null where none comes within the horizon. */
export function nextWorkingInstant(schedule: WorkSchedule, at: Instant): Instant | null {
  return search(schedule, at, (window) => firstOf(work(schedule, window)));
}

/**
 * The first instant by which the person will have worked so long since `from`: the end of the block where it is used up
 * exactly, `from` itself for 0. Null where there is not as much working time within the horizon.
 */
export function addWorkingTime(schedule: WorkSchedule, from: Instant, workingMs: number): Instant | null {
  if (!Number.isFinite(workingMs) || workingMs < 0)
    throw new RangeError(`workingMs is ${workingMs}: it must be 0 or more`);
  if (workingMs === 0) return from;
  let left = workingMs;
  return search(schedule, from, (window) => {
    for (const { startMs, endMs } of work(schedule, window)) {
      if (left <= endMs - startMs) return startMs + left;
      left -= endMs - startMs;
    }
    return null;
  });
}

/**
 * When the working day ends that the instant is in, or else the next one: the end of the last block that began on that local
 * day. At the very end of a day, that of the next. Null where none comes within the horizon.
 */
export function endOfWorkingDay(schedule: WorkSchedule, at: Instant): Instant | null {
  const from = at.epochMilliseconds;
  return search(schedule, at, (window) => {
    const ends = workDays(schedule, window).map(endOf);
    const later = ends.filter((end) => end > from && end <= window.endMs);
    return later.length > 0 ? Math.min(...later) : null;
  });
}

/** True in the quiet hours, whether the person works or not. */
export function isQuiet(schedule: WorkSchedule, at: Instant): boolean {
  return quietIntervals(schedule, moment(at)).length > 0;
}

/** When a reminder may come: the first instant from `at` on that is working time and not quiet; null as above. */
export function nextReminderInstant(schedule: WorkSchedule, at: Instant): Instant | null {
  return search(schedule, at, (window) => {
    const quiet = quietIntervals(schedule, window);
    return firstOf(work(schedule, window).flatMap((block) => subtract(block, quiet)));
  });
}

/** When a reminder may come in the morning after: the begin of work on the first working day after the local day of an instant. */
export function morningAfter(schedule: WorkSchedule, at: Instant): Instant | null {
  const timeZone = timeZoneAt(schedule, at);
  const dayEnd = atTimeOfDay(localDate(at, timeZone), '00:00', timeZone, 1);
  return nextReminderInstant(schedule, Temporal.Instant.fromEpochMilliseconds(dayEnd));
}

function work(schedule: WorkSchedule, range: Interval): Interval[] {
  if (range.startMs >= range.endMs) return [];
  const blocks = workDays(schedule, range).flatMap((day) => day.blocks);
  return union(blocks.flatMap((block) => clip(block, range)));
}

/** Asks one window after the other, up to the horizon. */
function search(
  schedule: WorkSchedule,
  at: Instant,
  find: (window: Interval) => number | null,
): Instant | null {
  if (Object.values(schedule.days).every((blocks) => blocks.length === 0)) return null;
  const from = at.epochMilliseconds;
  const horizon = from + HORIZON_DAYS * DAY_MS;
  let lengthMs = FIRST_WINDOW_MS;
  for (let startMs = from; startMs < horizon; startMs += lengthMs, lengthMs = longer(lengthMs)) {
    const found = find({ startMs, endMs: Math.min(startMs + lengthMs, horizon) });
    if (found !== null) return instant(found);
  }
  return null;
}

const longer = (ms: number) => Math.min(ms * 2, LONGEST_WINDOW_MS);
const endOf = ({ blocks }: WorkDay) => Math.max(...blocks.map(({ endMs }) => endMs));
const firstOf = ([first]: Interval[]) => first?.startMs ?? null;
const instant = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms);
const moment = (at: Instant) => ({ startMs: at.epochMilliseconds, endMs: at.epochMilliseconds + 1 });
const between = (from: Instant, to: Instant) => ({
  startMs: from.epochMilliseconds,
  endMs: to.epochMilliseconds,
});
