import { useEffect, type ReactNode } from 'react';
import type { VideoSlug } from '#shared/ids.ts';
import type { RecorderSettings } from '../../recorder/recorder-settings.ts';
import { isUnderWay } from '../../recorder/recorder-machine.ts';
import { recorder } from '../../recorder/recorder.ts';
import { Spinner } from '../../ui/button.tsx';
import { FinishedView } from '../record/finished-view.tsx';
import { DiscardedView, RecordingView } from '../record/recording-view.tsx';
import { useRecorder } from '../record/use-recorder.ts';
import { CantAnswer } from './cant-answer.tsx';
import { FileAnswer } from './file-answer.tsx';
import { RecordChoice } from './record-choice.tsx';
import { TakeReview } from './take-review.tsx';
import { useTakeDraft, type TakeDraft } from './take-draft.ts';

/** Where an answer goes, and what is known of it there. */
export interface AnswerPlace {
  requestId: string;
  /** Who records, so that nobody else on this device finishes it. */
  userId: string;
  title: string;
  maxMinutes: number;
  /** What the server has that was not sent. */
  take: TakeDraft | null;
  send: (video: VideoSlug | null, word: string | null) => Promise<void>;
  /** Throws what was recorded away, on the server. */
  discard: (slug: VideoSlug) => Promise<void>;
  /** Videos that are there already. */
  existing?: (choose: (draft: TakeDraft) => void) => ReactNode;
}

/** Choose, record, look at it, send: the one place where a request is answered. */
export function AnswerBox({ place }: { place: AnswerPlace }) {
  const { requestId } = place;
  const state = useRecorder();
  const [draft, setDraft] = useTakeDraft(requestId, place.take);
  const { phase, info, elapsedMs } = state;
  const isHere = state.request === requestId;
  const isRecording = isHere && phase !== 'idle' && phase !== 'done';
  const recordingId = info?.recordingId ?? null;
  useEffect(() => {
    if (!isHere || recordingId === null) return;
    if (phase === 'discarded') setDraft(null);
    else if (isUnderWay(phase) && draft?.recordingId !== recordingId)
      setDraft({ recordingId, slug: null, durationMs: null });
    if (phase !== 'done') return;
    setDraft({ recordingId, slug: null, durationMs: elapsedMs });
    recorder.reset();
  }, [isHere, phase, recordingId, elapsedMs, draft?.recordingId, setDraft]);

  function start(settings: RecorderSettings): void {
    if (recorder.get().phase === 'done') recorder.reset();
    const about = {
      userId: place.userId,
      title: place.title.slice(0, 200),
      spaceId: null,
      request: requestId,
    };
    void recorder.start(settings, about, place.maxMinutes * 60_000);
  }

  if (isRecording)
    return phase === 'discarded' ? (
      <DiscardedView state={state} />
    ) : phase === 'failed' || phase === 'recovering' || phase === 'finishing' ? (
      <FinishedView state={state} />
    ) : (
      <RecordingView state={state} />
    );
  if (draft)
    return (
      <TakeReview
        key={draft.recordingId ?? draft.slug}
        place={place}
        draft={draft}
        onAgain={() => setDraft(null)}
        onSent={() => setDraft(null)}
      />
    );
  if (phase !== 'idle' && phase !== 'done')
    return (
      <p role="status" className="flex items-center gap-2.5 rounded-xl bg-sunken px-4 py-3 text-ui">
        <Spinner /> You are recording something else already. Finish that first.
      </p>
    );
  return (
    <section aria-label="Your answer" className="space-y-6">
      <RecordChoice onStart={start} />
      <div className="space-y-4 border-t border-line pt-5">
        <FileAnswer onChosen={setDraft} />
        {place.existing?.(setDraft)}
        <CantAnswer onSend={(word) => place.send(null, word)} />
      </div>
    </section>
  );
}
