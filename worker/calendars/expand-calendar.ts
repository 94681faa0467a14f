import ICAL from 'ical.js';
import type { CalendarEvent } from '#server/features/people-time/index.ts';
import { Temporal } from '#server/time/temporal.ts';
import { instantOfWallTime, isTimeZone } from '#server/time/wall-time.ts';

/** What is wrong with a calendar: a sentence for its owner. */
export class CalendarProblem extends Error {
  override name = 'CalendarProblem';
}

export interface CalendarQuestion {
  /** The iCalendar (RFC 5545) text. */
  text: string;
  kind: 'away' | 'holidays';
  /** Where times without a zone are. */
  timeZone: string;
  /** Only events that reach into this range, in ms since 1970. */
  fromMs: number;
  toMs: number;
}

const MAX_EVENTS = 4000;
const MAX_OCCURRENCES = 50_000;
const DAY_MS = 86_400_000;

/**
 * The events of a calendar, repeated ones by their rules. For `away`: all that are not marked as free or cancelled. For `holidays`:
 * those that last whole days. Runs in a thread of its own: a rule that never matches keeps ical.js busy for long.
 * Throws `CalendarProblem`.
 */
export function expandCalendar(question: CalendarQuestion): CalendarEvent[] {
  const events: CalendarEvent[] = [];
  for (const { master, exceptions } of seriesOf(parse(question.text))) {
    for (const occurrence of occurrences(new ICAL.Event(master, { exceptions }), question)) {
      const event = describe(occurrence, question);
      if (event) events.push(event);
      if (events.length > MAX_EVENTS)
        throw new CalendarProblem(`It has more than ${MAX_EVENTS} events in the next two years.`);
    }
  }
  return events;
}

function parse(text: string): ICAL.Component[] {
  try {
    const parsed = ICAL.parse(text.trim()) as unknown[];
    // Several calendars in one file come as a list of them.
    const all = Array.isArray(parsed[0]) ? parsed : [parsed];
    const found = all.map((one) => new ICAL.Component(one as unknown[]));
    if (found.length > 0 && found.every(({ name }) => name === 'vcalendar')) return found;
  } catch (error) {
    throw new CalendarProblem(NO_CALENDAR, { cause: error });
  }
  throw new CalendarProblem(NO_CALENDAR);
}
const NO_CALENDAR =
  'What is at this address is not an iCal calendar. Look for an address that ends with .ics.';

interface Series {
  master: ICAL.Component;
  exceptions: ICAL.Component[];
}

/** Events with their exceptions, by UID; an exception without its series stands for itself. */
function seriesOf(calendars: ICAL.Component[]): Series[] {
  const all = calendars
    .flatMap((calendar) => calendar.getAllSubcomponents('vevent'))
    .filter((event) => event.hasProperty('dtstart'));
  const isException = (event: ICAL.Component) => event.hasProperty('recurrence-id');
  const uidOf = (event: ICAL.Component) => String(event.getFirstPropertyValue('uid') ?? '');
  const exceptions = Map.groupBy(all.filter(isException), uidOf);
  const masters = all.filter((event) => !isException(event));
  const known = new Set(masters.map(uidOf));
  const orphans = all.filter((event) => isException(event) && !known.has(uidOf(event)));
  return [
    ...masters.map((master) => ({ master, exceptions: exceptions.get(uidOf(master)) ?? [] })),
    ...orphans.map((master) => ({ master, exceptions: [] })),
  ];
}

interface Occurrence {
  component: ICAL.Component;
  start: ICAL.Time;
  startMs: number;
  endMs: number;
}

function* occurrences(event: ICAL.Event, question: CalendarQuestion): Generator<Occurrence> {
  const { fromMs, toMs } = question;
  const single = (component: ICAL.Component, start: ICAL.Time): Occurrence => {
    const startMs = msOf(start, component, question);
    return { component, start, startMs, endMs: startMs + lengthMs(component, question) };
  };
  const reaches = ({ startMs, endMs }: Occurrence) => startMs < toMs && endMs > fromMs;
  if (!event.isRecurring()) {
    const only = single(event.component, event.startDate);
    if (reaches(only)) yield only;
    return;
  }
  const iterator = event.iterator();
  for (let i = 0, next = iterator.next(); next; next = iterator.next(), i++) {
    if (i >= MAX_OCCURRENCES) throw new CalendarProblem('It has an event that repeats too often.');
    if (msOf(next, event.component, question) >= toMs) return;
    const { item, startDate } = event.getOccurrenceDetails(next);
    const found = single(item.component, startDate);
    if (reaches(found)) yield found;
  }
}

/** A wall time by the IANA zone that it names; by the calendar's own definition of a zone where the name is not IANA's. */
function msOf(time: ICAL.Time, component: ICAL.Component, { timeZone }: CalendarQuestion): number {
  const wall = Temporal.PlainDateTime.from(
    {
      year: time.year,
      month: time.month,
      day: time.day,
      hour: time.hour,
      minute: time.minute,
      second: time.second,
    },
    { overflow: 'constrain' },
  );
  const named = component.getFirstProperty('dtstart')?.getFirstParameter('tzid') ?? '';
  const zoneId = time.zone?.tzid ?? 'floating';
  if (time.isDate || (zoneId === 'floating' && !isTimeZone(named)))
    return instantOfWallTime(wall, timeZone).epochMilliseconds;
  if (zoneId === 'UTC') return instantOfWallTime(wall, 'UTC').epochMilliseconds;
  if (isTimeZone(named)) return instantOfWallTime(wall, named).epochMilliseconds;
  return time.toUnixTime() * 1000;
}

/** How long an event lasts: a day, or no time, where it does not say. */
function lengthMs(component: ICAL.Component, question: CalendarQuestion): number {
  const { startDate, endDate } = new ICAL.Event(component, { exceptions: [] });
  const ms = startDate.isDate
    ? Date.UTC(endDate.year, endDate.month - 1, endDate.day) -
      Date.UTC(startDate.year, startDate.month - 1, startDate.day)
    : msOf(endDate, component, question) - msOf(startDate, component, question);
  return startDate.isDate ? Math.max(ms, DAY_MS) : Math.max(ms, 0);
}

function describe(
  { component, start, startMs, endMs }: Occurrence,
  { kind }: CalendarQuestion,
): CalendarEvent | null {
  const value = (name: string) => String(component.getFirstPropertyValue(name) ?? '');
  if (value('status').toUpperCase() === 'CANCELLED') return null;
  if (start.isDate) {
    if (kind === 'away' && value('transp').toUpperCase() === 'TRANSPARENT') return null;
    const first = Temporal.PlainDate.from({ year: start.year, month: start.month, day: start.day });
    const days = Math.round((endMs - startMs) / DAY_MS);
    return {
      kind: 'days',
      firstDay: first.toString(),
      lastDay: first.add({ days: Math.max(days, 1) - 1 }).toString(),
      name: kind === 'holidays' ? value('summary').slice(0, 100) : '',
    };
  }
  if (kind === 'holidays' || endMs <= startMs) return null;
  if (value('transp').toUpperCase() === 'TRANSPARENT') return null;
  return {
    kind: 'hours',
    startsAt: new Date(startMs).toISOString(),
    endsAt: new Date(endMs).toISOString(),
  };
}
