import type { TimeOfDay } from '#shared/people-time.ts';
import { Temporal } from './temporal.ts';

/**
 * The first instant at which the clock of a zone shows a wall time, or a later one. So:
 * - in a skipped hour (or day: Apia had no 30 December 2011) it is the moment of the jump;
 * - in a doubled hour it is the first of the two.
 */
export function instantOfWallTime(wall: Temporal.PlainDateTime, timeZone: string): Temporal.Instant {
  const earlier = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  if (earlier.toPlainDateTime().equals(wall)) return earlier.toInstant();
  // Before a gap, “earlier” lies as long before the jump as the wall time lies after the begin of the gap.
  const jump = earlier.getTimeZoneTransition('next');
  if (!jump) throw new Error(`${wall.toString()} is skipped in ${timeZone}, which never changes its clock`);
  return jump.toInstant();
}

/** A local day at a time of day, as an instant in ms; `daysLater` shifts the day. */
export function atTimeOfDay(
  date: Temporal.PlainDate,
  time: TimeOfDay,
  timeZone: string,
  daysLater = 0,
): number {
  const day = daysLater === 0 ? date : date.add({ days: daysLater });
  return instantOfWallTime(day.toPlainDateTime(time), timeZone).epochMilliseconds;
}

/** The local date in a zone. */
export function localDate(at: Temporal.Instant, timeZone: string): Temporal.PlainDate {
  return at.toZonedDateTimeISO(timeZone).toPlainDate();
}

/**
 * The ISO 8601 week of the local date: weeks begin on Monday, and week 1 holds the first Thursday. `year` is the week's:
 * 1 January 2027 is in week 53 of 2026.
 */
export function localWeek(at: Temporal.Instant, timeZone: string): { year: number; week: number } {
  const { yearOfWeek, weekOfYear } = localDate(at, timeZone);
  if (yearOfWeek === undefined || weekOfYear === undefined) throw new Error('the ISO calendar has weeks');
  return { year: yearOfWeek, week: weekOfYear };
}

/** True for what the runtime knows as an IANA zone, such as `Europe/Berlin`; false for offsets such as `+02:00`. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]{0,63}$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Of a JavaScript `Date`, which is what the database and the clock have. */
export function instantOf(date: Date): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(date.getTime());
}
