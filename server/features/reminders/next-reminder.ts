import { Temporal } from '#server/time/temporal.ts';
import { localDate, atTimeOfDay } from '#server/time/wall-time.ts';
import { timeZoneAt, type WorkSchedule } from '#server/time/work-schedule.ts';
import {
  addWorkingTime,
  morningAfter,
  nextReminderInstant,
  workingTimeBetween,
} from '#server/time/working-time.ts';

/**
 * When somebody is reminded of what they are asked. Only in their working hours, never in their quiet ones, and of nothing without a
 * due time:
 * 1. once half of their working time between being asked and the due time has passed. Where they have said that they will follow up,
 *    at the begin of their working day on which that falls due, instead;
 * 2. in the morning of their next working day after the due time (or the time that they gave themselves), and each morning after,
 *    until there were as many as the workspace allows;
 * 3. a working morning later, who asked is told who is missing; another one later, if they wished so, their manager.
 * What was missed while nothing ran is not made up for: the latest of what has passed counts, once. Later than four hours after its
 * time it waits for the next begin of a working day, as a word of yesterday must not come as if it were fresh.
 */
export interface OpenAsk {
  requestedAt: Temporal.Instant;
  dueAt: Temporal.Instant | null;
  followUpAt: Temporal.Instant | null;
  /** The steps that were taken: 1 for the first reminder and so on; one more is the report, and two more that to the manager. */
  taken: readonly number[];
  /** When the last of them was. */
  lastAt: Temporal.Instant | null;
}

export interface ReminderPolicy {
  /** Reminders to who is asked, 0 or more. */
  most: number;
  hasManager: boolean;
}

export type ReminderStep = { kind: 'remind' | 'report_owner' | 'report_manager'; ordinal: number };
export type NextReminder = (ReminderStep & { at: Temporal.Instant }) | null;

export const LATE_AFTER_MS = 4 * 3_600_000;

type Instant = Temporal.Instant;

/** What comes next and when: at `now` or before where it is to be done now; null where nothing comes any more. */
export function nextReminder(
  ask: OpenAsk,
  schedule: WorkSchedule,
  policy: ReminderPolicy,
  now: Instant,
): NextReminder {
  const last = Math.max(0, ...ask.taken);
  // What came late pushes on what follows: nobody is told twice in a morning.
  const pause = ask.lastAt && morningAfter(schedule, ask.lastAt);
  const steps = plan(ask, schedule, policy)
    .filter(({ ordinal }) => ordinal > last)
    .map((step) => (pause && Temporal.Instant.compare(pause, step.at) > 0 ? { ...step, at: pause } : step));
  const passed = steps.filter(({ at }) => Temporal.Instant.compare(at, now) <= 0);
  // A reminder that was missed may be left out; a report may not.
  const reminders = passed.filter(({ kind }) => kind === 'remind');
  const due = reminders.at(-1) ?? passed[0];
  if (!due) return steps[0] ?? null;
  if (due.kind !== 'remind') return due;
  const at = freshMoment(schedule, due.at, now);
  return at && { ...due, at };
}

/** Every step with its time, in order, as if none had been taken. */
export function plan(
  ask: OpenAsk,
  schedule: WorkSchedule,
  { most, hasManager }: ReminderPolicy,
): (ReminderStep & { at: Instant })[] {
  const due = ask.followUpAt ?? ask.dueAt;
  if (due === null) return [];
  const steps: (ReminderStep & { at: Instant })[] = [];
  const count = most + (hasManager ? 2 : 1);
  let after = due;
  for (let ordinal = 1; ordinal <= count; ordinal++) {
    const isEarly = ordinal === 1 && most > 0;
    const at = isEarly ? beforeDue(ask, schedule, due) : morningAfter(schedule, after);
    if (at === null) break;
    const kind = ordinal <= most ? 'remind' : ordinal === most + 1 ? 'report_owner' : 'report_manager';
    steps.push({ kind, ordinal, at });
    if (Temporal.Instant.compare(at, after) > 0) after = at;
  }
  return steps;
}

function beforeDue(ask: OpenAsk, schedule: WorkSchedule, due: Instant): Instant | null {
  if (ask.followUpAt !== null) {
    const timeZone = timeZoneAt(schedule, due);
    const dayBegin = instant(atTimeOfDay(localDate(due, timeZone), '00:00', timeZone));
    return nextReminderInstant(schedule, dayBegin);
  }
  const workMs = workingTimeBetween(schedule, ask.requestedAt, due);
  const half = addWorkingTime(schedule, ask.requestedAt, Math.floor(workMs / 2));
  return half && nextReminderInstant(schedule, half);
}

/** `planned` while it is fresh, later the last begin of a working day where that is, else the next one. */
function freshMoment(schedule: WorkSchedule, planned: Instant, now: Instant): Instant | null {
  if (isFresh(planned, now)) return nextReminderInstant(schedule, now);
  const timeZone = timeZoneAt(schedule, now);
  const today = instant(atTimeOfDay(localDate(now, timeZone), '00:00', timeZone));
  const begin = nextReminderInstant(schedule, today);
  if (begin === null) return null;
  if (Temporal.Instant.compare(begin, now) > 0) return begin;
  return isFresh(begin, now) ? nextReminderInstant(schedule, now) : morningAfter(schedule, now);
}

const isFresh = (at: Instant, now: Instant): boolean =>
  now.epochMilliseconds - at.epochMilliseconds <= LATE_AFTER_MS;
const instant = (ms: number): Instant => Temporal.Instant.fromEpochMilliseconds(ms);
