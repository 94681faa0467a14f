import type { DailyHours, Weekday, WeekHours } from '#shared/people-time.ts';

/** The days in order, with their names. Written out here, as what `shared/` checks with stays out of pages. */
export const DAYS: readonly { id: Weekday; name: string; short: string }[] = [
  { id: 'mon', name: 'Monday', short: 'Mon' },
  { id: 'tue', name: 'Tuesday', short: 'Tue' },
  { id: 'wed', name: 'Wednesday', short: 'Wed' },
  { id: 'thu', name: 'Thursday', short: 'Thu' },
  { id: 'fri', name: 'Friday', short: 'Fri' },
  { id: 'sat', name: 'Saturday', short: 'Sat' },
  { id: 'sun', name: 'Sunday', short: 'Sun' },
];

const DAY_MINUTES = 1440;
const OFFICE: DailyHours = { from: '09:00', to: '17:00' };

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const timeOf = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

function lengthOf({ from, to }: DailyHours): number {
  return (minutesOf(to) - minutesOf(from) + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES;
}

/** `40 h`, `7 h 30 min`. */
export function totalOf(blocks: readonly DailyHours[]): string {
  const minutes = blocks.reduce((sum, block) => sum + lengthOf(block), 0);
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest > 0 ? ` ${rest} min` : ''}`;
}

/** One more block: an hour after the last, four hours long or until midnight. Null where no room is left. */
export function nextBlock(blocks: readonly DailyHours[]): DailyHours | null {
  const last = blocks.at(-1);
  if (!last) return OFFICE;
  const from = minutesOf(last.to) + 60;
  if (last.to <= last.from || from >= DAY_MINUTES - 60 || blocks.length >= 6) return null;
  return { from: timeOf(from), to: timeOf(Math.min(from + 240, DAY_MINUTES - 1)) };
}

/** What is wrong with a day’s blocks, for who edits them; null where nothing is. The server checks the same. */
export function problemOf(blocks: readonly DailyHours[]): string | null {
  for (const [i, { from, to }] of blocks.entries()) {
    if (from === '' || to === '') return 'Give each block a begin and an end.';
    if (from === to && from !== '00:00') return 'A block begins and ends at the same time.';
    const next = blocks[i + 1];
    if (next && (to <= from || next.from < to)) return 'Blocks overlap: put them in order.';
  }
  return null;
}

/** The same blocks on all days from Monday to Friday that are worked, Monday’s. */
export function copyMonday(week: WeekHours): WeekHours {
  const { mon } = week;
  return { ...week, tue: mon, wed: mon, thu: mon, fri: mon };
}
