import type { PersonTime } from '#shared/people-time.ts';
import { modernZone } from './modern-zone.ts';

/**
 * Times as people read them, by `Intl` alone: what a clock in a zone shows at an instant, and how far away that is. All functions
 * are pure; `now` and instants are ms since 1970.
 */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Up to here hours say it best: “in 26 h” is clearer than “in 1 day”. */
const MOST_HOURS = 36;

const clocks = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, Intl.DateTimeFormat>();

function formatOf(
  cache: Map<string, Intl.DateTimeFormat>,
  timeZone: string,
  options: Intl.DateTimeFormatOptions,
) {
  const found = cache.get(timeZone) ?? new Intl.DateTimeFormat('en', { ...options, timeZone });
  cache.set(timeZone, found);
  return found;
}

interface Clock {
  weekday: string;
  day: string;
  month: string;
  year: string;
  time: string;
  /** Days since 1970 of the local date. */
  dayNumber: number;
}

function clockAt(atMs: number, timeZone: string): Clock {
  const format = formatOf(clocks, timeZone, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const part: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(atMs)) part[type] = value;
  const { weekday = '', day = '', month = '', year = '', hour = '', minute = '' } = part;
  const dayNumber = Date.parse(`${day} ${month} ${year} UTC`) / DAY_MS;
  return { weekday, day, month, year, time: `${hour}:${minute}`, dayNumber };
}

/** What a clock there shows: `22:10`. */
export function timeIn(atMs: number, timeZone: string): string {
  return clockAt(atMs, timeZone).time;
}

/** `GMT+1`. */
export function offsetIn(atMs: number, timeZone: string): string {
  const parts = formatOf(offsets, timeZone, { timeZoneName: 'shortOffset' }).formatToParts(atMs);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
}

/**
 * `Tue 11:00`, within a week of today; `Tue 3 Mar, 11:00` beyond it, with the year where it is another. In an hour that
 * the clock shows twice, with which of the two: `Sun 02:30 (GMT+1)`.
 */
export function wallTime(atMs: number, nowMs: number, timeZone: string): string {
  const at = clockAt(atMs, timeZone);
  const now = clockAt(nowMs, timeZone);
  const isNear = Math.abs(at.dayNumber - now.dayNumber) < 7;
  const year = at.year === now.year ? '' : ` ${at.year}`;
  const date = isNear ? `${at.weekday} ` : `${at.weekday} ${at.day} ${at.month}${year}, `;
  const which = isDoubled(atMs, at, timeZone) ? ` (${offsetIn(atMs, timeZone)})` : '';
  return `${date}${at.time}${which}`;
}

function isDoubled(atMs: number, at: Clock, timeZone: string): boolean {
  return [-60, -30, 30, 60].some((minutes) => {
    const other = clockAt(atMs + minutes * MINUTE_MS, timeZone);
    return other.time === at.time && other.dayNumber === at.dayNumber;
  });
}

/** `in 3 h`, `12 min ago`, `now`; days are those of the calendar there, whatever the clock did in between. */
export function distance(atMs: number, nowMs: number, timeZone: string): string {
  const ms = Math.abs(atMs - nowMs);
  if (ms < MINUTE_MS) return 'now';
  const inTime = (amount: string) => (atMs > nowMs ? `in ${amount}` : `${amount} ago`);
  const minutes = Math.round(ms / MINUTE_MS);
  if (minutes < 60) return inTime(`${minutes} min`);
  const hours = Math.round(ms / HOUR_MS);
  if (hours < MOST_HOURS) return inTime(`${hours} h`);
  const days = Math.abs(clockAt(atMs, timeZone).dayNumber - clockAt(nowMs, timeZone).dayNumber);
  return inTime(days === 1 ? '1 day' : `${days} days`);
}

/** True where the clocks of two zones show the same just now. */
export function isSameClock(nowMs: number, a: string, b: string): boolean {
  return offsetIn(nowMs, a) === offsetIn(nowMs, b);
}

/**
 * When somebody works, for somebody in `timeZone`: `works until 17:00 your time · 22:10 for Mia now`. What has passed since it
 * was asked is left out.
 */
export function personTimeText(
  person: Pick<PersonTime, 'timeZone' | 'worksUntil' | 'worksFrom'>,
  name: string,
  nowMs: number,
  timeZone: string,
): string {
  const isSame = isSameClock(nowMs, person.timeZone, timeZone);
  const yours = isSame ? '' : ' your time';
  const when = (iso: string | null, say: (text: string) => string) => {
    const atMs = iso === null ? 0 : Date.parse(iso);
    if (atMs <= nowMs) return [];
    const isToday = clockAt(atMs, timeZone).dayNumber === clockAt(nowMs, timeZone).dayNumber;
    return [say((isToday ? timeIn(atMs, timeZone) : wallTime(atMs, nowMs, timeZone)) + yours)];
  };
  return [
    ...when(person.worksUntil, (text) => `works until ${text}`),
    ...when(person.worksFrom, (text) => `works from ${text}`),
    ...(isSame ? [] : [`${timeIn(nowMs, person.timeZone)} for ${name} now`]),
  ].join(' · ');
}

/** The zone of this browser. */
export function browserZone(): string {
  return modernZone(Intl.DateTimeFormat().resolvedOptions().timeZone);
}

/** Zones have several names (`Asia/Calcutta`, `Asia/Kolkata`): true where two mean the same. */
export function isSameZone(a: string, b: string): boolean {
  const canonical = (timeZone: string) => {
    try {
      return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
    } catch {
      return timeZone;
    }
  };
  return a === b || canonical(a) === canonical(b);
}
