import { useEffect } from 'react';
import { isUnderWay } from '../../recorder/recorder-machine.ts';
import type { RecorderState } from '../../recorder/recorder-state.ts';
import { recorder } from '../../recorder/recorder.ts';
import { useRecorder } from '../record/use-recorder.ts';
import { DraftReply } from './draft-reply.tsx';
import { NEW_THREAD, type ReplyDraft, type ReplyDrafts, type ReplyPlace } from './reply-drafts.ts';
import { RecorderBusy, ReplyRecorder } from './reply-recorder.tsx';

/** The recorder at a comment, then what it has recorded. */
export function ReplyBox({
  drafts,
  place,
  draft,
}: {
  drafts: ReplyDrafts;
  place: ReplyPlace;
  draft: ReplyDraft | null;
}) {
  const state = useRecorder();
  const { reply, phase } = state;
  const isHere = reply?.slug === drafts.slug && (reply.threadId ?? NEW_THREAD) === place;
  useKeptDraft(drafts, place, isHere, state);
  if (isHere && phase !== 'done' && phase !== 'idle') return <ReplyRecorder state={state} />;
  if (draft) return <DraftReply key={draft.recordingId} drafts={drafts} place={place} draft={draft} />;
  if (phase === 'idle' || phase === 'done') return null;
  return <RecorderBusy state={state} onClose={() => drafts.open(null)} />;
}

/** The draft has the recording's id from its first moment on, so that a crash loses neither. */
function useKeptDraft(drafts: ReplyDrafts, place: ReplyPlace, isHere: boolean, state: RecorderState): void {
  const { phase, info, reply } = state;
  useEffect(() => {
    // Thrown away for good, or it never began.
    if (phase === 'idle' && drafts.isOpen(place)) drafts.open(null);
    if (!isHere || !info || !reply) return;
    const { recordingId } = info;
    const { hasPicture } = reply;
    if (phase === 'discarded') {
      drafts.open(place);
      drafts.clear(place);
    }
    if (isUnderWay(phase) || phase === 'finishing' || phase === 'recovering')
      drafts.set(place, { recordingId, hasPicture, durationMs: null, slug: null });
    if (phase !== 'done') return;
    drafts.set(place, { recordingId, hasPicture, durationMs: recorder.get().elapsedMs, slug: null });
    drafts.open(null);
    recorder.reset();
  }, [drafts, place, isHere, phase, info, reply]);
}
