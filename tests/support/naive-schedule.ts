import { WEEKDAYS, type TimeOfDay, type WeekHours } from '#shared/people-time.ts';

/**
 * Working time, the slow way: minute by minute, asking `Intl.DateTimeFormat` what the clock shows. No Temporal, no zone
 * arithmetic: an independent answer to compare with. Whole minutes only.
 */
export interface NaiveSchedule {
  zones: { sinceMinute: number; timeZone: string }[];
  days: WeekHours;
  holidays: Set<string>;
  awayDays: { firstDay: string; lastDay: string }[];
  awayMinutes: { from: number; to: number }[];
}

const MARGIN = 4 * 1440;
const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clock shows at a minute since 1970, as minutes since 1970 of a clock without zone. */
export function wallMinute(minute: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    formats.set(timeZone, format);
  }
  const parts: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(minute * 60_000)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute: ofHour = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, ofHour) / 60_000;
}

/** For each minute of a range whether it is worked. */
export function naiveMinutes(schedule: NaiveSchedule, from: number, to: number): boolean[] {
  const worked = Array.from({ length: to - from }, () => false);
  for (const [i, zone] of schedule.zones.entries()) {
    const zoneFrom = i === 0 ? -Infinity : zone.sinceMinute;
    const zoneTo = schedule.zones[i + 1]?.sinceMinute ?? Infinity;
    const inZone = minutesInZone(schedule, zone.timeZone, from, to);
    for (let m = from; m < to; m++) {
      if (m < zoneFrom || m >= zoneTo) continue;
      worked[m - from] = inZone[m - from] === true;
    }
  }
  for (const away of schedule.awayMinutes)
    for (let m = Math.max(from, away.from); m < Math.min(to, away.to); m++) worked[m - from] = false;
  return worked;
}

function minutesInZone(schedule: NaiveSchedule, timeZone: string, from: number, to: number): boolean[] {
  const begin = from - MARGIN;
  const walls: number[] = [];
  for (let m = begin; m < to + MARGIN; m++) walls.push(wallMinute(m, timeZone));
  /** The first minute at which the clock shows this, or later. */
  const first = (wall: number) => begin + walls.findIndex((shown) => shown >= wall);
  const day = (name: string) => Date.parse(`${name}T00:00Z`) / 60_000;
  const ofDay = (time: TimeOfDay) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

  const worked = Array.from({ length: to - from }, () => false);
  const mark = (a: number, b: number, value: boolean) => {
    for (let m = Math.max(a, from); m < Math.min(b, to); m++) worked[m - from] = value;
  };
  const firstDay = Math.floor((walls[1440] ?? 0) / 1440);
  const lastDay = Math.floor((walls.at(-1440) ?? 0) / 1440);
  for (let d = firstDay; d <= lastDay; d++) {
    const date = new Date(d * 86_400_000);
    if (schedule.holidays.has(date.toISOString().slice(0, 10))) continue;
    const weekday = WEEKDAYS[(date.getUTCDay() + 6) % 7] ?? 'mon';
    for (const block of schedule.days[weekday]) {
      const length = (ofDay(block.to) - ofDay(block.from) + 1440) % 1440 || 1440;
      const start = d * 1440 + ofDay(block.from);
      mark(first(start), first(start + length), true);
    }
  }
  for (const away of schedule.awayDays) {
    const end = day(away.lastDay) + 1440;
    // Days outside of what was walked are outside of the range.
    if (end <= (walls[0] ?? 0) || day(away.firstDay) > (walls.at(-1) ?? 0)) continue;
    mark(first(day(away.firstDay)), end > (walls.at(-1) ?? 0) ? to : first(end), false);
  }
  return worked;
}
