import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { CheckCheck, Inbox } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { AskAnswer } from '#shared/acknowledgements.ts';
import type { OwedAsk } from '#shared/asks.ts';
import type { AcknowledgementRequestId } from '#shared/ids.ts';
import { errorText } from '../../api/api-error.ts';
import { api, queries, queryClient } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { act } from '../watch/ledger.ts';
import { OwedRow } from './owed-row.tsx';
import { useListKeys } from './use-list-keys.ts';

const AnswerDialog = lazy(() =>
  import('../watch/answer-dialog.tsx').then((m) => ({ default: m.AnswerDialog })),
);

/** What waits for me, those due first: answered right here, several at once, by keyboard too. */
export function OwedTab() {
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(queries.asks.mine.queryOptions());
  const [selected, setSelected] = useState<ReadonlySet<AcknowledgementRequestId>>(new Set());
  const [answering, setAnswering] = useState<OwedAsk | null>(null);
  const [isBusy, setBusy] = useState(false);
  const asks = data ?? [];
  const chosen = asks.filter((ask) => selected.has(ask.requestId) && isSelectable(ask));

  function toggle(ask: OwedAsk): void {
    if (!isSelectable(ask)) {
      showToast(whyNot(ask), { isError: true });
      return;
    }
    const next = new Set(selected);
    if (!next.delete(ask.requestId)) next.add(ask.requestId);
    setSelected(next);
  }
  const open = ({ video }: OwedAsk) => void navigate({ to: '/v/$slug', params: { slug: video.slug } });
  const { rowProps } = useListKeys(asks, {
    x: toggle,
    Enter: setAnswering,
    o: open,
  });
  async function acknowledgeAll(): Promise<void> {
    setBusy(true);
    try {
      const requestIds = chosen.map(({ requestId }) => requestId);
      const { acknowledged, refused } = await api.acknowledgements.acknowledgeMany({ requestIds });
      const left = refused.length === 0 ? '' : ` ${refused.length} could not be: open them first.`;
      showToast(`${acknowledged.length} acknowledged.${left}`, { isError: refused.length > 0 });
      setSelected(new Set());
    } catch (failure) {
      showToast(errorText(failure).message, { isError: true });
    }
    setBusy(false);
    for (const queryKey of [queries.asks.key(), queries.acknowledgements.key(), queries.videos.key()])
      void queryClient.invalidateQueries({ queryKey });
  }
  function answer(ask: OwedAsk, what: AskAnswer): Promise<boolean> {
    const { slug } = ask.video;
    return act(slug, () => api.acknowledgements.answer({ slug, answer: what }));
  }

  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  if (data.length === 0)
    return (
      <EmptyState icon={<Inbox className="size-5" />} title="Nothing waits for you">
        What others ask you to watch, acknowledge, approve or decide appears here, those due first.
      </EmptyState>
    );
  return (
    <>
      <div className="mb-3 flex min-h-9 flex-wrap items-center justify-between gap-2">
        <p className="hidden text-[0.8125rem] text-dim sm:block">
          <kbd>J</kbd> <kbd>K</kbd> to move, <kbd>Enter</kbd> to answer, <kbd>O</kbd> to open, <kbd>X</kbd> to
          select
        </p>
        <p className="text-[0.8125rem] text-dim sm:hidden">Those due first.</p>
        <Button
          look={chosen.length > 0 ? 'primary' : 'secondary'}
          disabled={chosen.length === 0}
          isBusy={isBusy}
          onClick={() => void acknowledgeAll()}
        >
          <CheckCheck className="size-4" />
          {chosen.length > 0 ? `Acknowledge ${chosen.length} selected` : 'Acknowledge selected'}
        </Button>
      </div>
      <ul aria-label="What I owe" className="divide-y divide-line rounded-xl border border-line bg-raised">
        {asks.map((ask, i) => (
          <OwedRow
            key={ask.requestId}
            ask={ask}
            isSelected={selected.has(ask.requestId)}
            isSelectable={isSelectable(ask)}
            whyNot={whyNot(ask)}
            onToggle={() => toggle(ask)}
            onAnswer={() => setAnswering(ask)}
            rowProps={rowProps(i)}
          />
        ))}
      </ul>
      <Suspense>
        {answering && (
          <AnswerDialog
            ask={answering}
            title={answering.video.title}
            onClose={() => setAnswering(null)}
            onAnswer={(what) => answer(answering, what)}
          />
        )}
      </Suspense>
    </>
  );
}

/** Several are acknowledged at once only where each was opened. */
function isSelectable({ kind, isOpened }: OwedAsk): boolean {
  return kind === 'acknowledge' && isOpened;
}

function whyNot({ kind, isOpened }: OwedAsk): string {
  if (kind !== 'acknowledge') return 'This asks for another answer: give it by itself.';
  return isOpened ? '' : 'Open it first: what was not opened is not acknowledged with others.';
}

function Loading() {
  return (
    <div className="space-y-3">
      <Skeleton className="h-24" />
      <Skeleton className="h-24" />
    </div>
  );
}
