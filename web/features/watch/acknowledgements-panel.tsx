import { useQuery } from '@tanstack/react-query';
import { BadgeCheck, X } from 'lucide-react';
import type { LedgerEntry } from '#shared/acknowledgements.ts';
import type { VideoSlug } from '#shared/ids.ts';
import { formatTimecode } from '#shared/timecode.ts';
import { api } from '../../api/client.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { IconButton } from '../../ui/button.tsx';
import { Badge, EmptyState, ErrorState, Progress, Skeleton } from '../../ui/states.tsx';
import { shortTime } from '../../ui/time.tsx';
import { AskButton } from './ask-button.tsx';
import { act, ledgerOptions } from './ledger.ts';

/** The ledger: who has acknowledged, who is missing, and the evidence beside it. */
export function AcknowledgementsPanel({ slug, durationMs }: { slug: VideoSlug; durationMs: number | null }) {
  const { data, error, refetch } = useQuery(ledgerOptions(slug));
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="m-4 h-24" />;
  const done = data.entries.filter((entry) => entry.acknowledgedAt).length;
  const ask = <AskButton slug={slug} look={data.entries.length === 0 ? 'primary' : 'secondary'} />;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      {data.entries.length === 0 ? (
        <EmptyState icon={<BadgeCheck className="size-5" />} title="Nobody has been asked" action={ask}>
          {data.canAsk
            ? 'Ask people to state that they have received this. You see who has, who is missing, and how much each has watched.'
            : 'Its author can ask people to state that they have received it.'}
        </EmptyState>
      ) : (
        <>
          <div className="space-y-3 border-b border-line p-4">
            <div className="flex items-center justify-between gap-3">
              <p className="numbers text-ui font-semibold">
                {done} of {data.entries.length} acknowledged
              </p>
            </div>
            <Progress percent={(done / data.entries.length) * 100} label="Acknowledged" />
            {ask}
          </div>
          <ul>
            {data.entries.map((entry) => (
              <LedgerRow key={entry.requestId} entry={entry} slug={slug} durationMs={durationMs} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function waitsUntil({ followUpAt, dueAt }: LedgerEntry): string {
  if (followUpAt) return `Follows up by ${shortTime(followUpAt)}`;
  return dueAt ? `Due ${shortTime(dueAt)}` : 'Missing';
}

function LedgerRow({
  entry,
  slug,
  durationMs,
}: {
  entry: LedgerEntry;
  slug: VideoSlug;
  durationMs: number | null;
}) {
  return (
    <li className="flex items-start gap-3 border-b border-line px-4 py-3 last:border-0">
      <Avatar name={entry.recipient.name} />
      <div className="min-w-0 flex-1">
        <p className="truncate text-ui font-medium">{entry.recipient.name}</p>
        <p className="numbers text-xs text-dim">
          {entry.watchedMs === null
            ? ''
            : entry.watchedMs === 0
              ? 'Has not watched yet'
              : `Watched ${formatTimecode(entry.watchedMs)}${durationMs ? ` of ${formatTimecode(durationMs)} · ${entry.watchedPercent} %` : ''}`}
        </p>
        {entry.answerNote && <p className="mt-0.5 text-[0.8125rem] text-dim">“{entry.answerNote}”</p>}
      </div>
      <div className="text-right">
        {entry.acknowledgedAt ? (
          <Badge tone="good">Acknowledged {shortTime(entry.acknowledgedAt)}</Badge>
        ) : entry.declinedAt ? (
          <Badge>Can’t</Badge>
        ) : entry.isOverdue ? (
          <Badge tone="danger">Overdue</Badge>
        ) : (
          <Badge tone="warn">{waitsUntil(entry)}</Badge>
        )}
      </div>
      {entry.canWithdraw && (
        <IconButton
          label={`Withdraw the ask to ${entry.recipient.name}`}
          className="-my-1 size-7"
          onClick={() =>
            void act(slug, async () => {
              await api.acknowledgements.withdraw({ requestId: entry.requestId });
              return api.acknowledgements.ledger({ slug });
            })
          }
        >
          <X className="size-3.5" />
        </IconButton>
      )}
    </li>
  );
}
