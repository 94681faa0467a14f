import { useQuery } from '@tanstack/react-query';
import type { ShareLinkId } from '#shared/ids.ts';
import type { GuestAnswer } from '#shared/share-links.ts';
import { queries } from '../../api/client.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { ErrorState, Skeleton } from '../../ui/states.tsx';
import { TimeAgo } from '../../ui/time.tsx';

function answered({ answer, option }: GuestAnswer): string {
  if (answer === 'decided') return `chose “${option ?? ''}”`;
  return answer === 'changes_requested' ? 'asked for changes' : answer.replaceAll('_', ' ');
}

/** Who came by a link, what they watched, and what they said of it. */
export function GuestList({ linkId }: { linkId: ShareLinkId }) {
  const { data, error } = useQuery(queries.shareLinks.guests.queryOptions({ input: { id: linkId } }));
  if (error) return <ErrorState error={error} />;
  if (!data) return <Skeleton className="mt-2 h-10" />;
  if (data.length === 0) return <p className="mt-2 text-[0.8125rem] text-dim">Nobody has opened it yet.</p>;
  return (
    <ul className="mt-2 space-y-2">
      {data.map(({ person, email, isVerified, lastSeenAt, watchedPercent, answers }) => (
        <li key={person.id} className="flex gap-2.5 text-[0.8125rem]">
          <Avatar name={person.name} />
          <div className="min-w-0">
            <p className="truncate font-medium">
              {person.name}{' '}
              <span className="font-normal text-faint">
                {email} {isVerified ? '· confirmed' : '· not confirmed'}
              </span>
            </p>
            <p className="numbers text-dim">
              Watched {watchedPercent} % · seen <TimeAgo at={lastSeenAt} />
              {answers[0] && ` · ${answered(answers[0])}`}
            </p>
            {answers[0]?.note && <p className="mt-0.5 text-dim">“{answers[0].note}”</p>}
          </div>
        </li>
      ))}
    </ul>
  );
}
