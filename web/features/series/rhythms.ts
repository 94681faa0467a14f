import type { Series } from '#shared/series.ts';

/** What can be chosen; the server takes any rule of days. */
export type Repeat = 'daily' | 'weekly' | 'biweekly' | 'workdays' | 'monthEnd';
export const REPEATS: Record<Repeat, string> = {
  weekly: 'Every week',
  biweekly: 'Every second week',
  daily: 'Every day',
  workdays: 'Monday to Friday',
  monthEnd: 'On the last working day of a month',
};
export const WEEKDAYS = [
  ['MO', 'Monday'],
  ['TU', 'Tuesday'],
  ['WE', 'Wednesday'],
  ['TH', 'Thursday'],
  ['FR', 'Friday'],
  ['SA', 'Saturday'],
  ['SU', 'Sunday'],
] as const;

/** As an RRULE. */
export function ruleOf(repeat: Repeat, weekday: string): string {
  switch (repeat) {
    case 'weekly':
      return `FREQ=WEEKLY;BYDAY=${weekday}`;
    case 'biweekly':
      return `FREQ=WEEKLY;INTERVAL=2;BYDAY=${weekday}`;
    case 'daily':
      return 'FREQ=DAILY';
    case 'workdays':
      return 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR';
    case 'monthEnd':
      return 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1';
  }
}

/** The choice that a rule comes from; null: one that was made by the API. */
export function choiceOf(rule: string): { repeat: Repeat; weekday: string } | null {
  const weekday = /BYDAY=([A-Z]{2})$/.exec(rule)?.[1] ?? 'FR';
  const repeat = (Object.keys(REPEATS) as Repeat[]).find((one) => ruleOf(one, weekday) === rule);
  return repeat ? { repeat, weekday } : null;
}

/** “Every week on Friday by 15:00, in each one’s own time”. */
export function rhythmText({
  rule,
  dueTime,
  timeZone,
}: Pick<Series, 'rule' | 'dueTime' | 'timeZone'>): string {
  const choice = choiceOf(rule);
  const day = WEEKDAYS.find(([code]) => code === choice?.weekday)?.[1];
  const isByWeekday = choice?.repeat === 'weekly' || choice?.repeat === 'biweekly';
  const days = choice ? `${REPEATS[choice.repeat]}${isByWeekday ? ` on ${day}` : ''}` : rule;
  return `${days} by ${dueTime}, ${timeZone === null ? 'in each one’s own time' : `${timeZone} time`}`;
}

/** A calendar day as people read it: “Fri 27 Nov”. Days have no zone. */
export function dayText(day: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`));
}
