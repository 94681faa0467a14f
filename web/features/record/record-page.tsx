import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { formatTimecode } from '#shared/timecode.ts';
import { useTitle } from '../../ui/use-title.ts';
import { noteRecordedHere } from '../watch/recorded-here.ts';
import { FinishedView } from './finished-view.tsx';
import { RecordSetup } from './record-setup.tsx';
import { DiscardedView, RecordingView } from './recording-view.tsx';
import { useRecorder } from './use-recorder.ts';

/** `/record`: choose, count down, record, stop; the link all the while. */
export function RecordPage() {
  const state = useRecorder();
  const navigate = useNavigate();
  const { phase, upload } = state;
  useTitle(
    phase === 'recording'
      ? `● ${formatTimecode(state.elapsedMs)}`
      : phase === 'paused'
        ? `Paused at ${formatTimecode(state.elapsedMs)}`
        : 'Record',
  );
  // The page turns into the watch page in place; only without a link is there nothing to turn into yet.
  const slug = phase === 'done' ? (upload?.link?.slug ?? null) : null;
  useEffect(() => {
    if (!slug) return;
    noteRecordedHere(slug);
    void navigate({ to: '/v/$slug', params: { slug }, replace: true });
  }, [slug, navigate]);
  switch (phase) {
    case 'idle':
      return <RecordSetup />;
    case 'discarded':
      return <DiscardedView state={state} />;
    case 'finishing':
    case 'recovering':
    case 'done':
    case 'failed':
      return <FinishedView state={state} />;
    default:
      return <RecordingView state={state} />;
  }
}
