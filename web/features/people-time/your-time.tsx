import { useNow } from '../../ui/use-now.ts';
import { browserZone, distance, isSameClock, wallTime } from './local-time.ts';

/** “Tue 11:00 your time (in 3 h)”, kept up to date. Of somebody elsewhere, their local time on hover. */
export function YourTime({ at, of }: { at: string; of?: { name: string; timeZone: string } | undefined }) {
  const now = useNow();
  const timeZone = browserZone();
  const atMs = Date.parse(at);
  const isElsewhere = of !== undefined && !isSameClock(atMs, of.timeZone, timeZone);
  const theirs = isElsewhere
    ? `${wallTime(atMs, now, of.timeZone)} for ${of.name} (${of.timeZone})`
    : timeZone;
  return (
    <time dateTime={at} title={theirs} className="numbers">
      {wallTime(atMs, now, timeZone)} your time{' '}
      <span className="font-normal text-dim">({distance(atMs, now, timeZone)})</span>
    </time>
  );
}
