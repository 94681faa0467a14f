import { useQuery } from '@tanstack/react-query';
import { RotateCcw, Send } from 'lucide-react';
import { useState } from 'react';
import type { RecordingId } from '#shared/ids.ts';
import { isCode } from '../../api/api-error.ts';
import { queries } from '../../api/client.ts';
import { slugOf } from '../../api/slug.ts';
import { Button } from '../../ui/button.tsx';
import { FormError, inputClass } from '../../ui/field.tsx';
import { ReplyPlayer } from '../comments/reply-player.tsx';
import { megabytes } from '../record/delivery-line.tsx';
import { SaveCopyButton } from '../record/save-copy-button.tsx';
import { useDeliveries } from '../record/use-recorder.ts';
import type { AnswerPlace } from './answer-box.tsx';
import type { TakeDraft } from './take-draft.ts';
import { takeReply } from './take-reply.ts';
import { UnfinishedTake, useLeftTake } from './unfinished-take.tsx';
import { useSlow } from './use-slow.ts';

/** What was recorded is looked at before it is sent; it can be sent once all of it is safe on the server. */
export function TakeReview(props: {
  place: AnswerPlace;
  draft: TakeDraft;
  onAgain: () => void;
  onSent: () => void;
}) {
  const { place, draft } = props;
  const [word, setWord] = useState('');
  const { isBusy, error, run } = useSlow();
  const left = useLeftTake(draft.recordingId);
  const { slug, isWhole, isPartial, isGone, status } = useArrival(draft, left !== null);

  function again(): void {
    run(async () => {
      if (slug && !draft.isExisting && !isGone) await place.discard(slug);
      props.onAgain();
    });
  }

  if (left) return <UnfinishedTake recording={left} onGone={props.onAgain} />;
  return (
    <section aria-label="Your answer" className="space-y-4">
      <div className="rounded-xl border border-line bg-sunken p-3">
        <p role="status" className="numbers text-[0.8125rem] text-dim">
          {status}
        </p>
        {isPartial && (
          <p className="mt-1 text-[0.8125rem] text-warn">
            A part of it has not arrived. Open this page where you recorded it, or send what there is.
          </p>
        )}
        {slug && !isGone && <ReplyPlayer name="you" reply={takeReply(slug, draft.durationMs)} />}
      </div>
      <label className="block">
        <span className="mb-1.5 block text-ui font-medium">A word with it (optional)</span>
        <textarea
          className={`${inputClass} min-h-16 py-2`}
          rows={2}
          maxLength={1000}
          value={word}
          onChange={(event) => setWord(event.target.value)}
        />
      </label>
      <FormError>{error}</FormError>
      <div className="flex flex-wrap gap-2">
        <Button
          look="primary"
          size="large"
          className="max-sm:w-full"
          disabled={!isWhole || slug === null || isGone}
          isBusy={isBusy}
          onClick={() =>
            run(async () => {
              if (slug) await place.send(slug, word.trim() || null);
              props.onSent();
            })
          }
        >
          <Send className="size-4" /> Send
        </Button>
        <Button size="large" className="max-sm:w-full" disabled={isBusy} onClick={again}>
          <RotateCcw className="size-4" /> {draft.isExisting ? 'Choose another' : 'Record again'}
        </Button>
        {!isWhole && draft.recordingId && (
          <SaveCopyButton recordingId={draft.recordingId} title={place.title} />
        )}
      </div>
    </section>
  );
}

/** How far a take has arrived: by this page’s own upload, else by what the server says. */
function useArrival(draft: TakeDraft, isLeft: boolean) {
  const { recordingId } = draft;
  const upload = useDeliveries().find(({ info }) => info.recordingId === recordingId)?.state;
  const isKnown = useQuery({
    ...queries.recordings.get.queryOptions({ input: { id: (recordingId ?? '') as RecordingId } }),
    enabled: recordingId !== null && !upload && !isLeft,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.state === 'finished' ? false : 3000),
  });
  // Kept: an upload that is through is forgotten, and the server may be out of reach then.
  const [seen, setSeen] = useState({ slug: draft.slug, isWhole: recordingId === null });
  const state = isKnown.data?.state;
  const slug = seen.slug ?? slugOf(upload?.link?.slug) ?? isKnown.data?.slug ?? null;
  const isPartial = !upload && state === 'abandoned';
  const isWhole = seen.isWhole || upload?.isComplete === true || state === 'finished' || isPartial;
  const isAll = isWhole && !isPartial;
  if (seen.slug !== slug || seen.isWhole !== isAll) setSeen({ slug, isWhole: isAll });
  const isGone = state === 'discarded' || isCode(isKnown.error, 'not_found');
  return { slug, isWhole, isPartial, isGone, status: statusOf() };

  function statusOf(): string {
    if (isGone) return 'This recording was thrown away, or never left its device.';
    if (isWhole) return 'Safe on the server. Have a look, then send it.';
    if (upload?.problem) return upload.problem.message;
    if (upload) return `Uploading: ${megabytes(upload.pendingBytes)} left. Keep this page open.`;
    return isKnown.error
      ? 'The server can’t be reached right now. It goes on by itself.'
      : 'On its way to the server…';
  }
}
