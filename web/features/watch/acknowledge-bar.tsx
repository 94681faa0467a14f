import { useQuery } from '@tanstack/react-query';
import { BadgeCheck, Play } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { AskAnswer, LedgerEntry } from '#shared/acknowledgements.ts';
import type { VideoSlug } from '#shared/ids.ts';
import { api } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { shortTime } from '../../ui/time.tsx';
import { showToast } from '../../ui/toast.tsx';
import { answeredStatus } from '../asks/ask-words.ts';
import { AskLine } from './ask-line.tsx';
import { act, ledgerOptions } from './ledger.ts';

const AnswerDialog = lazy(() => import('./answer-dialog.tsx').then((m) => ({ default: m.AnswerDialog })));
const OtherKinds = lazy(() => import('./answer-controls.tsx').then((m) => ({ default: m.AnswerControls })));

/** The one place to answer for who is asked: one clear act; what was stated, once it is. `exact`: the slug of the very version that is seen. */
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
  const [dialog, setDialog] = useState<AskAnswer['kind'] | 'open' | null>(null);
  const mine = data?.mine;
  if (!mine) return null;
  const answer = (what: AskAnswer) =>
    act(slug, () => api.acknowledgements.answer({ slug: exact, answer: what }));
  async function answerNow(what: AskAnswer): Promise<void> {
    setBusy(true);
    const isDone = await (what.kind === 'acknowledged'
      ? act(slug, () => api.acknowledgements.acknowledge({ slug: exact }))
      : answer(what));
    setBusy(false);
    if (!isDone) return;
    const run = () => void act(slug, () => api.acknowledgements.takeBack({ slug: exact }));
    showToast(SAID[what.kind] ?? 'Answered', { action: { label: 'Undo', run } });
  }
  if (mine.answeredAt) return <Answered mine={mine} />;
  return (
    <section className="rounded-xl border border-accent/40 bg-accent-soft p-4" aria-label="Asked of you">
      <AskLine mine={mine} />
      {mine.staleVersion !== null && (
        <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg bg-raised px-3 py-2 text-ui">
          <p className="min-w-0 flex-1 basis-44">
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
      {mine.kind === 'acknowledge' ? (
        <Button
          look="primary"
          size="large"
          className="mt-3 w-full"
          isBusy={isBusy}
          onClick={() => void answerNow({ kind: 'acknowledged', note: null })}
        >
          <BadgeCheck className="size-5" /> Acknowledge
        </Button>
      ) : (
        <Suspense fallback={<div className="mt-3 h-11" />}>
          <OtherKinds
            mine={mine}
            isBusy={isBusy}
            onAnswer={(what) => void answerNow(what)}
            onDialog={setDialog}
          />
        </Suspense>
      )}
      <Button look="quiet" size="small" className="mt-1.5 w-full" onClick={() => setDialog('open')}>
        Another answer…
      </Button>
      {dialog !== null && (
        <Suspense>
          <AnswerDialog
            ask={mine}
            first={dialog === 'open' ? null : dialog}
            onClose={() => setDialog(null)}
            onAnswer={answer}
          />
        </Suspense>
      )}
    </section>
  );
}

const SAID: Partial<Record<AskAnswer['kind'], string>> = {
  acknowledged: 'Acknowledged',
  approved: 'Approved',
  decided: 'Decided',
};

function Answered({ mine }: { mine: LedgerEntry }) {
  const words = {
    watched: 'You watched this',
    approved: 'You approved this',
    changes_requested: 'You asked for changes',
    decided: `You decided: ${mine.answer ?? ''}`,
  };
  const status = answeredStatus(mine);
  return (
    <p className="flex items-center gap-2 rounded-xl bg-good-soft px-4 py-3 text-ui text-good">
      <BadgeCheck className="size-4.5 shrink-0" />
      <span className="min-w-0 wrap-anywhere">
        {status in words ? words[status as keyof typeof words] : 'You acknowledged this'} ·{' '}
        {shortTime(mine.answeredAt ?? '')}
      </span>
    </p>
  );
}
