import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from '#server/time/temporal.ts';
import { AppError } from '#shared/errors.ts';

/** What days may be made of: a day is due or it is not, so hours and minutes have no place in a rule. */
const PART =
  /^(FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)|INTERVAL=\d{1,3}|COUNT=\d{1,4}|UNTIL=\d{8}|BYDAY=[A-Z0-9,+-]+|BYMONTHDAY=[0-9,-]+|BYMONTH=[0-9,]+|BYSETPOS=[0-9,-]+|WKST=(MO|SU))$/;
/** A rule that has no day within so many years has none. */
const HORIZON_YEARS = 5;

export interface DayRule {
  /** RFC 5545, without times, such as `FREQ=WEEKLY;INTERVAL=2;BYDAY=FR`. */
  rule: string;
  /** `YYYY-MM-DD`: where the rule counts from; itself due only if the rule says so. */
  startsOn: string;
}

/**
 * The days on which a series is due, `from` to `to` (both included, `YYYY-MM-DD`), in order. Days have no zone: the rule is walked
 * in UTC, where every day is there once and 24 hours long; when a day ends for somebody is another question (`entryTimes`).
 */
export function dueDays(
  { rule, startsOn }: DayRule,
  range: { from: string; to: string },
  skips: ReadonlySet<string> = new Set(),
): string[] {
  const first = range.from < startsOn ? startsOn : range.from;
  if (first > range.to) return [];
  const walk = new RRuleTemporal({ rruleString: rule, dtstart: midnight(startsOn) });
  return walk
    .between(midnight(first), midnight(range.to), true)
    .map((at) => at.toPlainDate().toString())
    .filter((day) => day >= first && day <= range.to && !skips.has(day));
}

/** The next days from a day on, `count` at most. */
export function nextDueDays(
  rule: DayRule,
  from: string,
  count: number,
  skips?: ReadonlySet<string>,
): string[] {
  const to = Temporal.PlainDate.from(from).add({ years: HORIZON_YEARS });
  const found: string[] = [];
  for (
    let start = Temporal.PlainDate.from(from < rule.startsOn ? rule.startsOn : from);
    found.length < count && Temporal.PlainDate.compare(start, to) < 0;
    start = start.add({ months: 6 })
  ) {
    const end = start.add({ months: 6 }).subtract({ days: 1 });
    found.push(...dueDays(rule, { from: start.toString(), to: end.toString() }, skips));
  }
  return found.slice(0, count);
}

/** Throws `invalid_input` for what is no rule of days, or never comes. */
export function assertDayRule(rule: DayRule): void {
  const parts = rule.rule.split(';');
  if (!parts[0]?.startsWith('FREQ=') || !parts.every((part) => PART.test(part)))
    throw new AppError('invalid_input', 'rule: give an RRULE of days, such as FREQ=WEEKLY;BYDAY=FR.');
  let next: string[];
  try {
    next = nextDueDays(rule, rule.startsOn, 1);
  } catch {
    throw new AppError('invalid_input', 'rule: this is no valid RRULE.');
  }
  if (next.length === 0) throw new AppError('invalid_input', 'rule: there is no day that fits it.');
}

function midnight(day: string): Temporal.ZonedDateTime {
  return Temporal.PlainDate.from(day).toZonedDateTime('UTC');
}
