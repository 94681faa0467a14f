import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Circle } from 'lucide-react';
import { useEffect } from 'react';
import type { VideoSlug } from '#shared/ids.ts';
import { formatTimecode } from '#shared/timecode.ts';
import { queries, queryClient } from '../../api/client.ts';
import { slugOf } from '../../api/slug.ts';
import { recorder } from '../../recorder/recorder.ts';
import { buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { noteRecordedHere, wasRecordedHere } from '../watch/recorded-here.ts';
import { FinishedView } from './finished-view.tsx';
import { RecordSetup } from './record-setup.tsx';
import { DiscardedView, RecordingView } from './recording-view.tsx';
import { UpdateSetup } from '../series/update-setup.tsx';
import { useRecorder } from './use-recorder.ts';
import { BackToUpdate } from '../series/back-to-update.tsx';
import { toUpdatePage } from '../series/to-update-page.ts';

/** `/record`: choose, count down, record, stop; the link all the while. Afterwards it is the page of the video. */
export function RecordPage() {
  const state = useRecorder();
  const navigate = useNavigate();
  const { phase, upload } = state;
  const { edition } = useSearch({ from: '/app/record' });
  const update = state.info?.update;
  useTitle(
    phase === 'recording'
      ? `● ${formatTimecode(state.elapsedMs)}`
      : phase === 'paused' || phase === 'rewinding'
        ? `Paused at ${formatTimecode(state.elapsedMs)}`
        : 'Record',
  );
  // The page turns into the watch page in place; only without a link is there nothing to turn into yet.
  const slug =
    phase === 'done' && !upload?.problem && !state.reply && !state.request
      ? slugOf(upload?.link?.slug)
      : null;
  useEffect(() => {
    if (!slug) return;
    if (update) return toUpdatePage(update, navigate);
    // Back from there: this recording is done with here, and delivered in the background if need be.
    if (wasRecordedHere(slug)) return recorder.reset();
    void toWatchPage(slug);
    async function toWatchPage(to: VideoSlug): Promise<void> {
      try {
        // Nowhere before the other page is sure to be there: the connection may be gone.
        await Promise.all([
          import('../watch/watch-page.tsx'),
          import('../watch/just-recorded.tsx'),
          queryClient.fetchQuery(queries.videos.get.queryOptions({ input: { slug: to } })),
        ]);
      } catch {
        return;
      }
      noteRecordedHere(to);
      await navigate({ to: '/v/$slug', params: { slug: to }, replace: true });
    }
  }, [slug, update, navigate]);
  // Where the settings were scrolled to says nothing about what comes after them.
  const isIdle = phase === 'idle';
  useEffect(() => {
    document.getElementById('main')?.scrollTo(0, 0);
  }, [isIdle]);
  // The page has one recorder, and it is at work at a comment.
  if (state.reply && !isIdle && phase !== 'done') return <ReplyElsewhere slug={slugOf(state.reply.slug)} />;
  if (state.request && !isIdle && phase !== 'done') return <AnswerElsewhere id={state.request} />;
  switch (phase) {
    case 'idle':
      return edition ? <UpdateSetup editionId={edition} /> : <RecordSetup />;
    case 'discarded':
      return <DiscardedView state={state} />;
    case 'done':
      return (
        <>
          <FinishedView state={state} />
          {update && !slug && <BackToUpdate update={update} />}
        </>
      );
    case 'finishing':
    case 'recovering':
    case 'failed':
      return <FinishedView state={state} />;
    default:
      return <RecordingView state={state} />;
  }
}

function ReplyElsewhere({ slug }: { slug: VideoSlug | null }) {
  return (
    <EmptyState
      icon={<Circle className="size-5" />}
      title="You are recording a reply"
      action={
        slug && (
          <Link to="/v/$slug" params={{ slug }} className={buttonClass('primary')}>
            Go to it
          </Link>
        )
      }
    >
      Finish it where it is recorded; then you can record something else.
    </EmptyState>
  );
}

function AnswerElsewhere({ id }: { id: string }) {
  return (
    <EmptyState
      icon={<Circle className="size-5" />}
      title="You are recording an answer"
      action={
        <Link to="/requests/$id" params={{ id }} className={buttonClass('primary')}>
          Go to it
        </Link>
      }
    >
      Finish it where it is recorded; then you can record something else.
    </EmptyState>
  );
}
