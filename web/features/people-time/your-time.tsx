import { useNow } from '../../ui/use-now.ts';
import { browserZone, distance, isSameClock, personTimeText, wallTime } from './local-time.ts';
import { usePeopleTime } from './use-people-time.ts';

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
      <span className="text-dim">({distance(atMs, now, timeZone)})</span>
    </time>
  );
}

/** “works until 17:00 your time · 22:10 for Mia now”: by their hours. Nothing for who is not a member. */
export function PersonTimeLine({ userId, name }: { userId: string; name: string }) {
  const now = useNow();
  const person = usePeopleTime().data?.find((one) => one.userId === userId);
  if (!person) return null;
  const [first = name] = name.split(' ');
  const text = personTimeText(person, first, now, browserZone());
  if (text === '') return null;
  return (
    <span className="numbers" title={person.timeZone}>
      {text}
    </span>
  );
}
