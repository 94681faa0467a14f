import { useNow } from '../../ui/use-now.ts';
import { browserZone, personTimeText } from './local-time.ts';
import { usePeopleTime } from './use-people-time.ts';

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
