import { Crown } from 'lucide-react';
import { INK_COLOURS } from '#shared/ink-colours.ts';
import type { LiveSession, Participant } from '#shared/together.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { cx } from '../../ui/class-names.ts';

const MOST_SHOWN = 6;

/** Who is in a session, the leader first, each with the colour of their laser and what they do in words. */
export function People({ session, meId }: { session: LiveSession; meId: string }) {
  const { leaderId, participants } = session;
  const rank = ({ id }: Participant) => (id === leaderId ? 0 : id === meId ? 1 : 2);
  const sorted = participants.toSorted((a, b) => rank(a) - rank(b));
  const hidden = sorted.slice(MOST_SHOWN);
  return (
    <ul aria-label="In the session" className="flex min-w-0 flex-1 flex-wrap items-center gap-1.5">
      {sorted.slice(0, MOST_SHOWN).map(({ id, person, colour, isFollowing }) => (
        <li
          key={id}
          className={cx(
            'flex h-8 max-w-56 items-center gap-1.5 rounded-full bg-sunken pr-2.5 pl-1 text-[0.8125rem]',
            id !== leaderId && !isFollowing && 'text-dim',
          )}
        >
          <span className="rounded-full border-2" style={{ borderColor: INK_COLOURS[colour] }}>
            <Avatar name={person.name} size="small" />
          </span>
          <span className="truncate font-medium">{id === meId ? 'You' : person.name}</span>
          {id === leaderId ? (
            <span className="flex items-center gap-0.5 text-accent-text">
              <Crown className="size-3.5" aria-hidden="true" /> {id === meId ? 'lead' : 'leads'}
            </span>
          ) : (
            !isFollowing && <span className="text-faint">{id === meId ? 'roam' : 'roams'}</span>
          )}
        </li>
      ))}
      {hidden.length > 0 && (
        <li
          className="px-1 text-[0.8125rem] text-dim"
          title={hidden.map(({ person }) => person.name).join(', ')}
        >
          and {hidden.length} more
        </li>
      )}
    </ul>
  );
}
