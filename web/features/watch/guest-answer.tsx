import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { LedgerEntry } from '#shared/acknowledgements.ts';
import type { VideoSlug } from '#shared/ids.ts';
import type { GuestAnswerKind } from '#shared/share-links.ts';
import { errorText } from '../../api/api-error.ts';
import { api, queryClient } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { FormError, inputClass } from '../../ui/field.tsx';
import { OptionChoice, Watched } from './answer-controls.tsx';
import { AskLine } from './ask-line.tsx';
import { ledgerOptions } from './ledger.ts';

type Said = Exclude<GuestAnswerKind, 'decided'>;

const WORDS: Record<Said, string> = {
  approved: 'Approve',
  approved_with_changes: 'Approve with changes',
  changes_requested: 'Ask for changes',
  acknowledged: 'I have received it',
};
const SAID: Record<Said, string> = {
  approved: 'You approved it.',
  approved_with_changes: 'You approved it with changes.',
  changes_requested: 'You asked for changes.',
  acknowledged: 'You said that you have received it.',
};

/** Where a guest says what they are asked to say, or what they think of it. The last answer counts. */
export function GuestAnswer({ slug }: { slug: VideoSlug }) {
  const { data: ledger } = useQuery(ledgerOptions(slug));
  const [note, setNote] = useState('');
  const [option, setOption] = useState('');
  const [isChanging, setChanging] = useState(false);
  const answer = useMutation({
    mutationKey: ['answer', slug],
    mutationFn: (what: { answer: GuestAnswerKind; option?: string }) =>
      api.shareLinks.answer({ ...what, note: note.trim() || null }),
    onSuccess: () => {
      setChanging(false);
      return queryClient.invalidateQueries({ queryKey: ledgerOptions(slug).queryKey });
    },
  });
  if (!ledger) return null;
  const { mine } = ledger;
  const said = answer.data ? wordsOf(answer.data) : mine?.answeredAt ? wordsOfAsk(mine) : null;
  return (
    <section className="rounded-xl border border-line bg-raised p-4" aria-label="Your answer">
      {mine && <AskLine mine={mine} />}
      {mine?.note && <p className="mt-1 text-ui wrap-anywhere text-dim">“{mine.note}”</p>}
      {mine?.kind === 'watch' ? (
        <Watched percent={mine.watchedPercent ?? 0} />
      ) : said !== null && !isChanging ? (
        <div className="mt-2 flex items-center justify-between gap-3 first:mt-0">
          <p role="status" className="text-ui font-medium wrap-anywhere">
            {said}
          </p>
          <Button size="small" onClick={() => setChanging(true)}>
            Change it
          </Button>
        </div>
      ) : (
        <>
          {!mine && <h2 className="text-ui font-semibold">What do you say?</h2>}
          {mine?.kind === 'decide' && (
            <div className="mt-2">
              <OptionChoice options={mine.options} value={option} onChange={setOption} />
            </div>
          )}
          <textarea
            rows={2}
            aria-label="A note with your answer"
            placeholder="A note, if you like"
            value={note}
            maxLength={2000}
            onChange={(event) => setNote(event.target.value)}
            className={`${inputClass} mt-2 resize-none py-2`}
          />
          {mine?.kind === 'decide' ? (
            <Button
              look="primary"
              className="mt-2 w-full"
              disabled={option === ''}
              isBusy={answer.isPending}
              onClick={() => answer.mutate({ answer: 'decided', option })}
            >
              Decide
            </Button>
          ) : (
            <div className="mt-2 flex flex-wrap gap-2">
              {answersTo(mine).map((kind, i) => (
                <Button
                  key={kind}
                  size="small"
                  look={i === 0 ? 'primary' : 'secondary'}
                  disabled={answer.isPending}
                  onClick={() => answer.mutate({ answer: kind })}
                >
                  {WORDS[kind]}
                </Button>
              ))}
            </div>
          )}
          <FormError>{answer.error && errorText(answer.error).message}</FormError>
        </>
      )}
    </section>
  );
}

/** What is asked comes first; receiving something is no answer to whether it is approved. */
function answersTo(mine: LedgerEntry | null): Said[] {
  const approving: Said[] = ['approved', 'approved_with_changes', 'changes_requested'];
  if (mine?.kind === 'approve') return approving;
  return mine?.kind === 'acknowledge' ? ['acknowledged', ...approving] : [...approving, 'acknowledged'];
}

function wordsOf({ answer, option }: { answer: GuestAnswerKind; option: string | null }): string {
  return answer === 'decided' ? `You chose “${option ?? ''}”.` : SAID[answer];
}

/** As it stands on the ask, after the page was loaded anew. */
function wordsOfAsk({ kind, answer }: LedgerEntry): string {
  if (kind === 'decide') return wordsOf({ answer: 'decided', option: answer });
  return SAID[answer !== null && answer in SAID ? (answer as Said) : 'acknowledged'];
}
