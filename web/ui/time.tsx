const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
const exact = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });
const short = new Intl.DateTimeFormat('en', {
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const day = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric' });

const sinceNow = (date: Date) => date.getTime() - Date.now();

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** “3 hr. ago”, the day after a week; exact on hover. */
export function TimeAgo({ at }: { at: string }) {
  const date = new Date(at);
  const ms = sinceNow(date);
  const [unit, size] = UNITS.find(([, unitMs]) => Math.abs(ms) >= unitMs) ?? ['minute', 60_000];
  const text =
    Math.abs(ms) > 7 * 86_400_000
      ? day.format(date)
      : Math.abs(ms) < 60_000
        ? 'just now'
        : relative.format(Math.trunc(ms / size), unit);
  return (
    <time dateTime={at} title={exact.format(date)}>
      {text}
    </time>
  );
}

/** “Tue 11:00” within a week, otherwise the date with it. */
export function shortTime(at: string): string {
  const date = new Date(at);
  const isNear = Math.abs(date.getTime() - Date.now()) < 6 * 86_400_000;
  return isNear ? short.format(date) : `${day.format(date)}, ${short.format(date).split(' ').at(-1)}`;
}
