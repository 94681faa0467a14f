import { subtract } from '#server/time/intervals.ts';
import { Temporal } from '#server/time/temporal.ts';
import { atTimeOfDay, localDate } from '#server/time/wall-time.ts';
import { quietIntervals, timeZoneAt, workDays, type WorkSchedule } from '#server/time/work-schedule.ts';
import { isQuiet, isWorking } from '#server/time/working-time.ts';
import type { Digest } from '#shared/channels.ts';
import { WEEKDAYS } from '#shared/people-time.ts';

/** Later than this after its time a digest is not sent any more: the next one has it all. */
export const LATEST_HOURS = 12;
const HOUR_MS = 3_600_000;

/** One digest of somebody. */
export interface DigestTime {
  /** Such as `weekly:2026-03-02`: the local date that it is of. */
  period: string;
  /** Begin of the first working time of that day that is not quiet. */
  at: Temporal.Instant;
}

/**
 * The digest that may be sent now: its time has come, it is at most 12 h ago, and now is working time and not quiet either. The
 * weekly one comes on its day, or the first working day after it within the week.
 */
export function digestDue(schedule: WorkSchedule, choice: Digest, now: Temporal.Instant): DigestTime | null {
  if (!isWorking(schedule, now) || isQuiet(schedule, now)) return null;
  const today = localDate(now, timeZoneAt(schedule, now));
  for (const date of [today, today.subtract({ days: 1 })]) {
    const found = digestOf(schedule, choice, date);
    if (!found) continue;
    const lateMs = now.epochMilliseconds - found.at.epochMilliseconds;
    if (lateMs >= 0 && lateMs <= LATEST_HOURS * HOUR_MS) return found;
  }
  return null;
}

/** The next digest after `now`, up to 60 days ahead. */
export function nextDigest(schedule: WorkSchedule, choice: Digest, now: Temporal.Instant): DigestTime | null {
  const today = localDate(now, timeZoneAt(schedule, now));
  for (let days = 0; days <= 60; days++) {
    const found = digestOf(schedule, choice, today.add({ days }));
    if (found && Temporal.Instant.compare(found.at, now) > 0) return found;
  }
  return null;
}

/** The digest that comes on a local day; null where none does. */
function digestOf(schedule: WorkSchedule, choice: Digest, date: Temporal.PlainDate): DigestTime | null {
  if (choice.cadence === 'off') return null;
  const at = firstWork(schedule, date);
  if (at === null) return null;
  const first = choice.cadence === 'daily' ? date : lastWeekday(date, choice.weekday);
  for (let day = first; Temporal.PlainDate.compare(day, date) < 0; day = day.add({ days: 1 }))
    if (firstWork(schedule, day) !== null) return null;
  return { period: `${choice.cadence}:${first.toString()}`, at };
}

/** The day itself where it is that weekday, otherwise the last one before it. */
function lastWeekday(date: Temporal.PlainDate, weekday: Digest['weekday']): Temporal.PlainDate {
  return date.subtract({ days: (date.dayOfWeek - 1 - WEEKDAYS.indexOf(weekday) + 7) % 7 });
}

/** When the work that begins on a local day begins, quiet hours taken out. */
function firstWork(schedule: WorkSchedule, date: Temporal.PlainDate): Temporal.Instant | null {
  const noon = date.toZonedDateTime({ timeZone: zoneOn(schedule, date), plainTime: '12:00' }).toInstant();
  const timeZone = timeZoneAt(schedule, noon);
  const range = {
    startMs: atTimeOfDay(date, '00:00', timeZone),
    endMs: atTimeOfDay(date, '00:00', timeZone, 2),
  };
  const quiet = quietIntervals(schedule, range);
  const day = workDays(schedule, range).find((work) => work.date === date.toString());
  const starts = (day?.blocks ?? []).flatMap((block) => subtract(block, quiet)).map(({ startMs }) => startMs);
  return starts.length === 0 ? null : Temporal.Instant.fromEpochMilliseconds(Math.min(...starts));
}

/** About where somebody is on that day: enough to find its noon. */
function zoneOn(schedule: WorkSchedule, date: Temporal.PlainDate): string {
  return timeZoneAt(schedule, date.toZonedDateTime({ timeZone: 'UTC', plainTime: '12:00' }).toInstant());
}
