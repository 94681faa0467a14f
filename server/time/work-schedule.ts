import { WEEKDAYS, type TimeOfDay, type WeekHours } from '#shared/people-time.ts';
import { clip, subtract, union, type Interval } from './intervals.ts';
import { Temporal } from './temporal.ts';
import { atTimeOfDay, localDate } from './wall-time.ts';

/**
 * When somebody works. All wall times are those of the zone in which the person is at that time, and mean what
 * `instantOfWallTime` says of skipped and doubled hours: of a block from 02:30 to 10:00, the night in which 02:00 jumps to
 * 03:00 leaves 03:00 to 10:00; where 03:00 goes back to 02:00, it begins the first time that it is 02:30.
 */
export interface WorkSchedule {
  /** Where the person lives since when, oldest first, one at least. The first also holds for all time before it. */
  zones: readonly { since: Temporal.Instant; timeZone: string }[];
  /** The blocks of each weekday. `to` at or before `from` is on the next day. May be empty, even for the whole week. */
  days: WeekHours;
  /** Local dates, `YYYY-MM-DD`. A block belongs to the day on which it begins: a night shift before a holiday is worked. */
  holidays: ReadonlySet<string>;
  /** Whole local days (first to last, both included) or instants. */
  away: readonly AwayTime[];
  /** Every day; `to` at or before `from` is on the next day. Null: none. */
  quietHours: { from: TimeOfDay; to: TimeOfDay } | null;
}

export type AwayTime =
  | { kind: 'days'; firstDay: string; lastDay: string }
  | { kind: 'hours'; startsAt: Temporal.Instant; endsAt: Temporal.Instant };

/** Work that began on one local day: in order, without overlaps, time away taken out. */
export interface WorkDay {
  date: string;
  blocks: Interval[];
}

/**
 * What reaches into a range began a day earlier at most, as a block is at most a day long; or a day later by the clock, where that
 * went back over midnight.
 */
const REACH = { days: 1 };

/** The zone at an instant. */
export function timeZoneAt(schedule: WorkSchedule, at: Temporal.Instant): string {
  const span = zoneSpans(schedule).find(({ endMs }) => at.epochMilliseconds < endMs);
  return span?.timeZone ?? 'UTC';
}

/** All days whose work reaches into the range, oldest first. Their blocks are whole, not cut to the range. */
export function workDays(schedule: WorkSchedule, range: Interval): WorkDay[] {
  return localDays(schedule, range, (date, timeZone) => {
    const name = date.toString();
    const weekday = WEEKDAYS[date.dayOfWeek - 1] ?? 'mon';
    const hours = schedule.days[weekday];
    if (hours.length === 0 || schedule.holidays.has(name)) return [];
    return hours.map(({ from, to }) => daily(date, from, to, timeZone));
  }).flatMap(({ date, intervals, span }) => {
    const away = awayIntervals(schedule, span.timeZone);
    const blocks = union(intervals)
      .flatMap((block) => clip(block, span))
      .flatMap((block) => subtract(block, away));
    return blocks.some((block) => clip(block, range).length > 0) ? [{ date, blocks }] : [];
  });
}

/** Quiet hours in the range, in order; cut to it. */
export function quietIntervals(schedule: WorkSchedule, range: Interval): Interval[] {
  const { quietHours } = schedule;
  if (!quietHours) return [];
  const { from, to } = quietHours;
  const days = localDays(schedule, range, (date, timeZone) => [daily(date, from, to, timeZone)]);
  return union(
    days.flatMap(({ intervals, span }) =>
      intervals.flatMap((interval) => clip(interval, span)).flatMap((interval) => clip(interval, range)),
    ),
  );
}

function daily(date: Temporal.PlainDate, from: TimeOfDay, to: TimeOfDay, timeZone: string): Interval {
  return {
    startMs: atTimeOfDay(date, from, timeZone),
    endMs: atTimeOfDay(date, to, timeZone, to <= from ? 1 : 0),
  };
}

interface ZoneSpan extends Interval {
  timeZone: string;
}

function zoneSpans({ zones }: WorkSchedule): ZoneSpan[] {
  if (zones.length === 0) throw new RangeError('a schedule has one zone at least');
  return zones.map(({ since, timeZone }, i) => ({
    timeZone,
    startMs: i === 0 ? -Infinity : since.epochMilliseconds,
    endMs: zones[i + 1]?.since.epochMilliseconds ?? Infinity,
  }));
}

/** Asks for the intervals of every local day that can reach into the range: in each zone for as long as the person is there. */
function localDays(
  schedule: WorkSchedule,
  range: Interval,
  intervalsOf: (date: Temporal.PlainDate, timeZone: string) => Interval[],
): { date: string; intervals: Interval[]; span: ZoneSpan }[] {
  return zoneSpans(schedule).flatMap((span) => {
    const [part] = clip(range, span);
    if (!part) return [];
    const day = (ms: number) => localDate(Temporal.Instant.fromEpochMilliseconds(ms), span.timeZone);
    const last = day(part.endMs).add(REACH);
    const days = [];
    for (
      let date = day(part.startMs).subtract(REACH);
      Temporal.PlainDate.compare(date, last) <= 0;
      date = date.add({ days: 1 })
    )
      days.push({ date: date.toString(), intervals: intervalsOf(date, span.timeZone), span });
    return days;
  });
}

function awayIntervals({ away }: WorkSchedule, timeZone: string): Interval[] {
  return away.map((time) =>
    time.kind === 'hours'
      ? { startMs: time.startsAt.epochMilliseconds, endMs: time.endsAt.epochMilliseconds }
      : {
          startMs: atTimeOfDay(Temporal.PlainDate.from(time.firstDay), '00:00', timeZone),
          endMs: atTimeOfDay(Temporal.PlainDate.from(time.lastDay), '00:00', timeZone, 1),
        },
  );
}
