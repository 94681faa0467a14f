import { missingOf } from '#shared/roll-up-words.ts';
import type { Entry } from '#shared/series.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Badge } from '../../ui/states.tsx';
import { useNow } from '../../ui/use-now.ts';
import { browserZone, distance, wallTime } from '../people-time/local-time.ts';
import { STATES } from './entry-states.ts';

/** Who has not answered, and who is away and need not. */
export function MissingPeople({ entries }: { entries: readonly Entry[] }) {
  const { missing, away } = missingOf(entries);
  return (
    <>
      <People title="Missing" entries={missing} />
      <People title="Away" entries={away} />
    </>
  );
}

function People({ title, entries }: { title: string; entries: readonly Entry[] }) {
  const now = useNow();
  if (entries.length === 0) return null;
  return (
    <section aria-label={title} className="mt-6">
      <h2 className="mb-2 text-ui font-medium text-dim">
        {title} <span className="numbers">({entries.length})</span>
      </h2>
      <ul className="rounded-xl border border-line bg-raised">
        {entries.map(({ person, state, dueAt }) => {
          const dueMs = Date.parse(dueAt);
          const isWaiting = state === 'open' || state === 'planned';
          return (
            <li
              key={person.id}
              className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2.5 last:border-0"
            >
              <Avatar name={person.name} />
              <span className="min-w-0 flex-1 truncate">{person.name}</span>
              {isWaiting && (
                <span className="numbers text-[0.8125rem] text-dim">
                  due {wallTime(dueMs, now, browserZone())} ({distance(dueMs, now, browserZone())})
                </span>
              )}
              <Badge tone={STATES[state].tone}>{STATES[state].text}</Badge>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
