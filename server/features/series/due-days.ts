import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from '#server/time/temporal.ts';
import { AppError } from '#shared/errors.ts';

/**
 * What days may be made of: a day is due or it is not, so hours and minutes have no place in a rule. Neither has BYWEEKNO: of a week 53
 * that ends in the next year the library finds other days depending on where it begins to look.
 */
const PARTS: Record<string, RegExp> = {
  FREQ: /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/,
  INTERVAL: /^[1-9]\d{0,2}$/,
  COUNT: /^[1-9]\d{0,3}$/,
  UNTIL: /^\d{8}$/,
  BYDAY: listOf('[+-]?[1-5]?(?:MO|TU|WE|TH|FR|SA|SU)'),
  BYMONTHDAY: listOf('[+-]?(?:[1-9]|[12]\\d|3[01])'),
  BYMONTH: listOf('(?:[1-9]|1[0-2])'),
  BYSETPOS: listOf('[+-]?[1-9]\\d{0,2}'),
  WKST: /^(MO|SU)$/,
};
function listOf(one: string): RegExp {
  return new RegExp(`^${one}(,${one})*$`);
}

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
  const wrong = faultOf(rule.rule);
  if (wrong !== null) throw new AppError('invalid_input', `rule: ${wrong}`);
  let next: string[];
  try {
    next = nextDueDays(rule, rule.startsOn, 1);
  } catch {
    throw new AppError('invalid_input', 'rule: this is no valid RRULE.');
  }
  if (next.length === 0) throw new AppError('invalid_input', 'rule: there is no day that fits it.');
}

/** What RFC 5545 does not allow, or what is about more than days; null: nothing. */
function faultOf(rule: string): string | null {
  const parts = rule.split(';').map((part) => part.split('=', 2));
  const given = new Map(parts.map(([name = '', value = '']) => [name, value]));
  const frequency = given.get('FREQ');
  if (frequency === undefined || parts[0]?.[0] !== 'FREQ')
    return 'give an RRULE of days, such as FREQ=WEEKLY;BYDAY=FR.';
  if (given.size < parts.length) return 'a part is there twice.';
  for (const [name, value] of given)
    if (!PARTS[name]?.test(value)) return `“${name}=${value}” has no place in a rule of days.`;
  if (given.has('COUNT') && given.has('UNTIL')) return 'give COUNT or UNTIL, not both.';
  const days = given.get('BYDAY') ?? '';
  if (/\d/.test(days) && !['MONTHLY', 'YEARLY'].includes(frequency))
    return '“the second Friday” needs FREQ=MONTHLY or YEARLY.';
  if (given.has('BYMONTHDAY') && frequency === 'WEEKLY') return 'BYMONTHDAY is not for weeks.';
  if (given.has('BYSETPOS') && !['BYDAY', 'BYMONTHDAY', 'BYMONTH'].some((name) => given.has(name)))
    return 'BYSETPOS chooses among days of another part, such as BYDAY.';
  return null;
}

function midnight(day: string): Temporal.ZonedDateTime {
  return Temporal.PlainDate.from(day).toZonedDateTime('UTC');
}
