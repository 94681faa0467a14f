import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { BadgeCheck, CalendarClock, Table2, Undo2, X } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { LedgerEntry } from '#shared/acknowledgements.ts';
import type { VideoSlug } from '#shared/ids.ts';
import { formatTimecode } from '#shared/timecode.ts';
import { api } from '../../api/client.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button, buttonClass, IconButton } from '../../ui/button.tsx';
import { Badge, EmptyState, ErrorState, Progress, Skeleton } from '../../ui/states.tsx';
import { shortTime } from '../../ui/time.tsx';
import { answeredStatus, answeredWord, ASKS_TO, STATUS_TONES, STATUS_WORDS } from '../asks/ask-words.ts';
import { act, ledgerOptions } from './ledger.ts';
import { ReminderLine } from './reminder-line.tsx';
import { useAskPeople } from './use-ask-people.tsx';

const ExtendDialog = lazy(() =>
  import('../asks/extend-dialog.tsx').then((m) => ({ default: m.ExtendDialog })),
);
const WithdrawDialog = lazy(() =>
  import('../asks/withdraw-dialog.tsx').then((m) => ({ default: m.WithdrawDialog })),
);
/** Thousands of rows would stall the page; the whole is on a page of its own. */
const MOST_SHOWN = 200;

/** The ledger: who has answered, who is missing, and the evidence beside it. */
export function AcknowledgementsPanel({ slug, durationMs }: { slug: VideoSlug; durationMs: number | null }) {
  const { button, dialog } = useAskPeople(slug);
  return (
    <>
      <LedgerList slug={slug} durationMs={durationMs} askButton={button} />
      {dialog}
    </>
  );
}

function LedgerList({
  slug,
  durationMs,
  askButton,
}: {
  slug: VideoSlug;
  durationMs: number | null;
  askButton: ReturnType<typeof useAskPeople>['button'];
}) {
  const { data, error, refetch } = useQuery(ledgerOptions(slug));
  const [dialog, setDialog] = useState<'extend' | 'withdraw' | null>(null);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="m-4 h-24" />;
  const { entries } = data;
  const done = entries.filter((entry) => entry.answeredAt).length;
  const open = entries.filter((entry) => entry.canWithdraw);
  const ask = askButton(entries.length === 0 ? 'primary' : 'secondary');
  if (entries.length === 0)
    return (
      <div className="min-h-0 flex-1 overflow-y-auto">
        <EmptyState icon={<BadgeCheck className="size-5" />} title="Nobody has been asked" action={ask}>
          {data.canAsk
            ? 'Ask people to acknowledge, approve or decide. You see who has, who is missing, and how much each has watched.'
            : 'Its author can ask people to state that they have received it.'}
        </EmptyState>
      </div>
    );
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="space-y-3 border-b border-line p-4">
        <div className="flex items-center justify-between gap-3">
          <p className="numbers text-ui font-semibold">
            {done} of {entries.length} {answeredWord(entries)}
          </p>
          <Link to="/v/$slug/asks" params={{ slug }} className={buttonClass('quiet', 'small')}>
            <Table2 className="size-4" /> As a table
          </Link>
        </div>
        <Progress percent={(done / entries.length) * 100} label="Answered" />
        <div className="flex flex-wrap gap-2">
          {ask}
          {open.length > 0 && (
            <>
              <Button onClick={() => setDialog('extend')}>
                <CalendarClock className="size-4" /> Extend by…
              </Button>
              <Button look="quiet" onClick={() => setDialog('withdraw')}>
                <Undo2 className="size-4" /> Withdraw…
              </Button>
            </>
          )}
        </div>
      </div>
      <ul>
        {entries.slice(0, MOST_SHOWN).map((entry) => (
          <LedgerRow
            key={entry.requestId}
            entry={entry}
            slug={slug}
            durationMs={durationMs}
            canAsk={data.canAsk}
          />
        ))}
      </ul>
      {entries.length > MOST_SHOWN && (
        <p className="p-4 text-center text-[0.8125rem] text-dim">
          {entries.length - MOST_SHOWN} more: see them all as a table.
        </p>
      )}
      <Suspense>
        {dialog === 'extend' && (
          <ExtendDialog slug={slug} requestIds={null} count={open.length} onClose={() => setDialog(null)} />
        )}
        {dialog === 'withdraw' && (
          <WithdrawDialog slug={slug} requestIds={null} count={open.length} onClose={() => setDialog(null)} />
        )}
      </Suspense>
    </div>
  );
}

function waitsUntil({ followUpAt, dueAt }: LedgerEntry): string {
  if (followUpAt) return `Follows up by ${shortTime(followUpAt)}`;
  return dueAt ? `Due ${shortTime(dueAt)}` : 'Missing';
}

function State({ entry }: { entry: LedgerEntry }) {
  if (entry.answeredAt) {
    const status = answeredStatus(entry);
    const what = status === 'decided' ? `Decided: ${entry.answer ?? ''}` : STATUS_WORDS[status];
    return (
      <Badge tone={STATUS_TONES[status]}>
        <span className="max-w-44 truncate" title={what}>
          {what}
        </span>{' '}
        {shortTime(entry.answeredAt)}
      </Badge>
    );
  }
  if (entry.declinedAt) return <Badge>Can’t</Badge>;
  return entry.isOverdue ? (
    <Badge tone="danger">Overdue</Badge>
  ) : (
    <Badge tone="warn">{waitsUntil(entry)}</Badge>
  );
}

function LedgerRow(props: {
  entry: LedgerEntry;
  slug: VideoSlug;
  durationMs: number | null;
  canAsk: boolean;
}) {
  const { entry, slug, durationMs, canAsk } = props;
  const watched =
    entry.watchedMs === null
      ? ''
      : entry.watchedMs === 0
        ? 'Has not watched yet'
        : `Watched ${formatTimecode(entry.watchedMs)}${durationMs ? ` of ${formatTimecode(durationMs)} · ${entry.watchedPercent} %` : ''}`;
  return (
    <li className="flex items-start gap-3 border-b border-line px-4 py-3 last:border-0">
      <Avatar name={entry.recipient.name} />
      <div className="min-w-0 flex-1">
        <p className="truncate text-ui font-medium">
          {entry.recipient.name}
          {entry.recipient.isGuest && <span className="font-normal text-faint"> (guest)</span>}
        </p>
        <p className="numbers text-xs text-dim">
          {entry.kind !== 'acknowledge' && `To ${ASKS_TO[entry.kind]}${watched ? ' · ' : ''}`}
          {watched}
          {entry.hasReadSummary && ' · read the summary'}
          {entry.readMs ? ` · read ${formatTimecode(entry.readMs)} of the transcript` : ''}
        </p>
        {canAsk && !entry.answeredAt && !entry.declinedAt && (
          <ReminderLine slug={slug} requestId={entry.requestId} />
        )}
        {entry.answerNote && <p className="mt-0.5 text-[0.8125rem] text-dim">“{entry.answerNote}”</p>}
      </div>
      <div className="text-right">
        <State entry={entry} />
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
