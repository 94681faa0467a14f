import { Temporal } from '#server/time/temporal.ts';
import { atTimeOfDay } from '#server/time/wall-time.ts';
import { timeZoneAt, type WorkSchedule } from '#server/time/work-schedule.ts';
import { morningAfter, nextReminderInstant, workingTimeBetween } from '#server/time/working-time.ts';

export interface Rhythm {
  /** `HH:MM`. */
  dueTime: string;
  /** Null: in the zone in which the person is then. */
  timeZone: string | null;
  leadHours: number;
  graceHours: number;
}

export interface EntryTimes {
  opensAt: Date;
  dueAt: Date;
  closesAt: Date;
  /** In their next working morning; where it closes before, in the first working time after it was due; null: none comes before. */
  remindAt: Date | null;
  /** Has no working time between opening and due: away, on holiday, or a free day. Who has no hours at all is never excused. */
  isExcused: boolean;
}

/** When one person is asked for a due day, is due, and can no longer answer. */
export function entryTimes(day: string, rhythm: Rhythm, schedule: WorkSchedule): EntryTimes {
  const due = dueInstant(day, rhythm, schedule);
  const opens = due.subtract({ hours: rhythm.leadHours });
  const closes = due.add({ hours: rhythm.graceHours });
  const isBeforeClose = (at: Temporal.Instant | null) =>
    at !== null && Temporal.Instant.compare(at, closes) < 0;
  const remind = [morningAfter(schedule, due), nextReminderInstant(schedule, due)].find(isBeforeClose);
  const hasHours = Object.values(schedule.days).some((blocks) => blocks.length > 0);
  return {
    opensAt: dateOf(opens),
    dueAt: dateOf(due),
    closesAt: dateOf(closes),
    remindAt: remind ? dateOf(remind) : null,
    isExcused: hasHours && workingTimeBetween(schedule, opens, due) === 0,
  };
}

/** No edition opens earlier, or closes later, than so many days from its own: 14 each, and what zones make of a day. */
const REACH_DAYS = 17;

/** The same for many people. Most work when others do, and have the same times: those are computed once. */
export function timesOfAll(
  day: string,
  rhythm: Rhythm,
  schedules: ReadonlyMap<string, WorkSchedule>,
): Map<string, EntryTimes> {
  const date = Temporal.PlainDate.from(day);
  const first = date.subtract({ days: REACH_DAYS }).toString();
  const last = date.add({ days: REACH_DAYS }).toString();
  const known = new Map<string, EntryTimes>();
  return new Map(
    [...schedules].map(([userId, schedule]) => {
      const { zones, days, away, quietHours } = schedule;
      const holidays = [...schedule.holidays].filter((holiday) => holiday >= first && holiday <= last);
      const key = JSON.stringify([zones, days, away, quietHours, holidays]);
      const times = known.get(key) ?? entryTimes(day, rhythm, schedule);
      known.set(key, times);
      return [userId, times];
    }),
  );
}

/**
 * Who moves has the zone in which they are when it is due there; the later one where it is due in both while they are in them. Who
 * skips it on their way (it is due in neither) has the zone of that day in UTC.
 */
function dueInstant(day: string, { dueTime, timeZone }: Rhythm, schedule: WorkSchedule): Temporal.Instant {
  const at = (zone: string) =>
    Temporal.Instant.fromEpochMilliseconds(atTimeOfDay(Temporal.PlainDate.from(day), dueTime, zone));
  if (timeZone !== null) return at(timeZone);
  const own = schedule.zones
    .map((span) => span.timeZone)
    .toReversed()
    .find((zone) => timeZoneAt(schedule, at(zone)) === zone);
  return at(own ?? timeZoneAt(schedule, at('UTC')));
}

const dateOf = (at: Temporal.Instant) => new Date(at.epochMilliseconds);
