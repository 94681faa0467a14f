import { useQuery } from '@tanstack/react-query';
import { BadgeCheck, Play } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { VideoSlug } from '#shared/ids.ts';
import { api } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { shortTime } from '../../ui/time.tsx';
import { showToast } from '../../ui/toast.tsx';
import { YourTime } from '../people-time/your-time.tsx';
import { act, ledgerOptions } from './ledger.ts';

const AnswerDialog = lazy(() => import('./answer-dialog.tsx').then((m) => ({ default: m.AnswerDialog })));

/** One clear button for who is asked; what was stated, once it is. `exact`: the slug of the very version that is seen. */
export function AcknowledgeBar({
  slug,
  exact,
  onPlayChanges,
}: {
  slug: VideoSlug;
  exact: VideoSlug;
  /** Plays what has changed; null where that is not known. */
  onPlayChanges: (() => void) | null;
}) {
  const { data } = useQuery(ledgerOptions(slug));
  const [isBusy, setBusy] = useState(false);
  const [isAnswering, setAnswering] = useState(false);
  const mine = data?.mine;
  if (!mine) return null;
  async function acknowledge(): Promise<void> {
    setBusy(true);
    const isDone = await act(slug, () => api.acknowledgements.acknowledge({ slug: exact }));
    setBusy(false);
    if (!isDone) return;
    const run = () => void act(slug, () => api.acknowledgements.takeBack({ slug: exact }));
    showToast('Acknowledged', { action: { label: 'Undo', run } });
  }
  if (mine.acknowledgedAt) {
    return (
      <p className="flex items-center gap-2 rounded-xl bg-good-soft px-4 py-3 text-ui text-good">
        <BadgeCheck className="size-4.5" /> You acknowledged this · {shortTime(mine.acknowledgedAt)}
      </p>
    );
  }
  return (
    <section className="rounded-xl border border-accent/40 bg-accent-soft p-4" aria-label="Asked of you">
      <p className="text-ui">
        <strong className="font-semibold">{mine.requestedBy.name}</strong> asks you to acknowledge this
        {mine.dueAt && (
          <>
            {' by '}
            <strong className={mine.isOverdue ? 'text-danger' : ''}>
              <YourTime at={mine.dueAt} />
            </strong>
            {mine.isOverdue && ' (overdue)'}
          </>
        )}
        .
      </p>
      {mine.staleVersion !== null && (
        <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg bg-raised px-3 py-2 text-ui">
          <p className="min-w-0 flex-1">
            New version since you acknowledged version {mine.staleVersion}
            {onPlayChanges ? ' — see what changed.' : '.'}
          </p>
          {onPlayChanges && (
            <Button size="small" onClick={onPlayChanges}>
              <Play className="size-3.5 fill-current" /> Play what changed
            </Button>
          )}
        </div>
      )}
      {mine.note && <p className="mt-1 text-ui text-dim">“{mine.note}”</p>}
      {(mine.followUpAt ?? mine.declinedAt) && (
        <p className="mt-1 text-[0.8125rem] text-dim" role="status">
          {mine.followUpAt
            ? `You will follow up by ${shortTime(mine.followUpAt)}.`
            : 'You said that you can’t.'}
        </p>
      )}
      <Button
        look="primary"
        size="large"
        className="mt-3 w-full"
        isBusy={isBusy}
        onClick={() => void acknowledge()}
      >
        <BadgeCheck className="size-5" /> Acknowledge
      </Button>
      <Button look="quiet" size="small" className="mt-1.5 w-full" onClick={() => setAnswering(true)}>
        Another answer…
      </Button>
      {isAnswering && (
        <Suspense>
          <AnswerDialog
            onClose={() => setAnswering(false)}
            onAnswer={(answer) => act(slug, () => api.acknowledgements.answer({ slug: exact, answer }))}
          />
        </Suspense>
      )}
    </section>
  );
}
