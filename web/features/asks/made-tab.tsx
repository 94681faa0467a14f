import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CalendarClock, Send, Table2, Undo2, X } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { MadeAsks, MissingPerson } from '#shared/asks.ts';
import type { AcknowledgementRequestId, VideoSlug } from '#shared/ids.ts';
import { queries } from '../../api/client.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button, buttonClass, IconButton } from '../../ui/button.tsx';
import { Badge, EmptyState, ErrorState, Progress, Skeleton } from '../../ui/states.tsx';
import { useNow } from '../../ui/use-now.ts';
import { browserZone, wallTime } from '../people-time/local-time.ts';
import { YourTime } from '../people-time/your-time.tsx';
import { ASKS_TO } from './ask-words.ts';

const ExtendDialog = lazy(() => import('./extend-dialog.tsx').then((m) => ({ default: m.ExtendDialog })));
const WithdrawDialog = lazy(() =>
  import('./withdraw-dialog.tsx').then((m) => ({ default: m.WithdrawDialog })),
);

interface Change {
  what: 'extend' | 'withdraw';
  slug: VideoSlug;
  requestIds: AcknowledgementRequestId[] | null;
  count: number;
}

/** What I have asked, by video: who is missing, and when they work next. Nobody is chased from here. */
export function MadeTab() {
  const { data, error, refetch } = useQuery(queries.asks.made.queryOptions());
  const [change, setChange] = useState<Change | null>(null);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-40" />;
  if (data.length === 0)
    return (
      <EmptyState icon={<Send className="size-5" />} title="You have asked nobody yet">
        Open one of your videos and ask people to acknowledge, approve or decide. You see here who is missing.
      </EmptyState>
    );
  const close = () => setChange(null);
  return (
    <>
      <p className="mb-4 text-ui text-dim">
        Nobody needs to be chased: reminders come by themselves, in each one’s working hours.
      </p>
      <ul className="space-y-4">
        {data.map((made) => (
          <Made key={made.video.slug} made={made} onChange={setChange} />
        ))}
      </ul>
      <Suspense>
        {change?.what === 'extend' && <ExtendDialog {...change} onClose={close} />}
        {change?.what === 'withdraw' && <WithdrawDialog {...change} onClose={close} />}
      </Suspense>
    </>
  );
}

function Made({ made, onChange }: { made: MadeAsks; onChange: (change: Change) => void }) {
  const { video, missing, missingCount } = made;
  const { slug } = video;
  const all = { slug, requestIds: null, count: missingCount };
  const facts = [
    `${made.answered} of ${made.asked} answered`,
    made.declined > 0 && `${made.declined} can’t`,
    missingCount > 0 && `${missingCount} missing`,
  ].filter(Boolean);
  return (
    <li className="rounded-xl border border-line bg-raised">
      <div className="space-y-2.5 p-4">
        <div className="flex flex-wrap items-center gap-2">
          <h2 className="mr-auto min-w-0 truncate text-ui font-semibold">
            <Link to="/v/$slug" params={{ slug }} className="hover:text-accent-text">
              {video.title}
            </Link>
          </h2>
          {made.overdue > 0 && <Badge tone="danger">{made.overdue} overdue</Badge>}
          {missingCount === 0 && <Badge tone="good">Closed</Badge>}
        </div>
        <Progress percent={(made.answered / made.asked) * 100} label={`Answered: ${video.title}`} />
        <p className="numbers text-[0.8125rem] text-dim">{facts.join(' · ')}</p>
        <div className="flex flex-wrap gap-2">
          {missingCount > 0 && (
            <>
              <Button size="small" onClick={() => onChange({ what: 'extend', ...all })}>
                <CalendarClock className="size-4" /> Extend by…
              </Button>
              <Button size="small" look="quiet" onClick={() => onChange({ what: 'withdraw', ...all })}>
                <Undo2 className="size-4" /> Withdraw…
              </Button>
            </>
          )}
          <Link to="/v/$slug/asks" params={{ slug }} className={buttonClass('quiet', 'small')}>
            <Table2 className="size-4" /> As a table
          </Link>
        </div>
      </div>
      {missing.length > 0 && (
        <ul aria-label={`Missing: ${video.title}`} className="divide-y divide-line border-t border-line">
          {missing.map((one) => (
            <MissingRow key={one.requestId} one={one} slug={slug} onChange={onChange} />
          ))}
          {missingCount > missing.length && (
            <li className="px-4 py-2.5 text-[0.8125rem] text-dim">
              {missingCount - missing.length} more: see them as a table.
            </li>
          )}
        </ul>
      )}
    </li>
  );
}

function MissingRow(props: { one: MissingPerson; slug: VideoSlug; onChange: (change: Change) => void }) {
  const { one, slug, onChange } = props;
  const dueAt = one.followUpAt ?? one.dueAt;
  const only = { slug, requestIds: [one.requestId], count: 1 };
  return (
    <li className="flex items-start gap-3 px-4 py-2.5">
      <Avatar name={one.person.name} />
      <div className="min-w-0 flex-1">
        <p className="truncate text-ui font-medium">
          {one.person.name}
          {one.person.isGuest && <span className="font-normal text-faint"> (guest)</span>}
        </p>
        <p className="text-[0.8125rem] text-dim">
          to {ASKS_TO[one.kind]}
          {dueAt && (
            <>
              {one.followUpAt ? ' · follows up by ' : ' · due '}
              <span className={one.isOverdue ? 'text-danger' : ''}>
                <YourTime at={dueAt} />
              </span>
            </>
          )}
        </p>
        {one.worksFrom && <NextWork at={one.worksFrom} />}
      </div>
      <IconButton
        label={`More time for ${one.person.name}`}
        onClick={() => onChange({ what: 'extend', ...only })}
      >
        <CalendarClock className="size-4" />
      </IconButton>
      <IconButton
        label={`Withdraw the ask to ${one.person.name}`}
        onClick={() => onChange({ what: 'withdraw', ...only })}
      >
        <X className="size-4" />
      </IconButton>
    </li>
  );
}

const A_DAY_MS = 24 * 3_600_000;

/** “away until Mon 09:00 your time”: why is nobody's business. */
function NextWork({ at }: { at: string }) {
  const now = useNow();
  const atMs = Date.parse(at);
  if (atMs <= now) return null;
  const says = atMs - now > A_DAY_MS ? 'Away until' : 'Works from';
  return (
    <p className="numbers text-[0.8125rem] text-dim">
      {says} {wallTime(atMs, now, browserZone())} your time
    </p>
  );
}
