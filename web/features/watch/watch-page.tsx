import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { Tabs } from 'radix-ui';
import { lazy, Suspense, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { VideoSlug } from '#shared/ids.ts';
import type { InkStroke } from '#shared/ink.ts';
import type { PlaybackSource } from '#shared/playback.ts';
import type { Video } from '#shared/videos.ts';
import { queries } from '../../api/client.ts';
import { slugOf } from '../../api/slug.ts';
import { Player } from '../../player/player.tsx';
import { usePlayerStore } from '../../player/player-store.ts';
import { usePlayerKeys } from '../../player/use-player-keys.ts';
import { buttonClass, Spinner } from '../../ui/button.tsx';
import { ErrorState, Skeleton } from '../../ui/states.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { AcknowledgeBar } from './acknowledge-bar.tsx';
import { CommentsPanel } from './comments-panel.tsx';
import { useComments } from './use-comments.ts';
import { wasRecordedHere } from './recorded-here.ts';
import { useWatched } from './use-watched.ts';
import { VideoHeader } from './video-header.tsx';

const TranscriptPanel = lazy(() =>
  import('./transcript-panel.tsx').then((m) => ({ default: m.TranscriptPanel })),
);
const JustRecorded = lazy(() => import('./just-recorded.tsx').then((m) => ({ default: m.JustRecorded })));
const AcknowledgementsPanel = lazy(() =>
  import('./acknowledgements-panel.tsx').then((m) => ({ default: m.AcknowledgementsPanel })),
);

/** `/v/$slug`: the video is the page. `?t=` seconds to start at, `?comment=` to show. */
export function WatchPage() {
  const { slug } = useParams({ from: '/app/v/$slug' });
  const parsed = slugOf(slug);
  if (!parsed) return <ErrorState error={new Error('This link is not complete. Ask for it once more.')} />;
  return <Watch key={slug} slug={parsed} />;
}

function Watch({ slug }: { slug: VideoSlug }) {
  const search = useSearch({ from: '/app/v/$slug' });
  const store = usePlayerStore();
  const me = useQuery(queries.accounts.me.queryOptions());
  const video = useQuery(queries.videos.get.queryOptions({ input: { slug } }));
  const playback = useQuery(
    queries.playback.get.queryOptions({
      input: { slug },
      // A minute before its URLs end, a new token.
      refetchInterval: ({ state }) =>
        state.data ? Math.max(10_000, Date.parse(state.data.expiresAt) - Date.now() - 60_000) : false,
    }),
  );
  const strokes = useQuery({
    ...queries.playback.strokes.queryOptions({ input: { slug } }),
    enabled: video.data?.source === 'recording',
  });
  const comments = useComments(slug, me.data);
  const [source, setSource] = useState<PlaybackSource['kind'] | null>(null);
  const [focusId, setFocusId] = useState<string | null>(search.comment ?? null);
  const [tab, setTab] = useState('comments');
  useTitle(video.data?.title ?? 'Video');
  useWatched(store, slug);

  const threads = useMemo(
    () => (comments.comments ?? []).filter((comment) => comment.parentId === null && comment.atMs !== null),
    [comments.comments],
  );
  const markers = useMemo(
    () =>
      threads.map((thread) => ({
        id: thread.id,
        atMs: thread.atMs ?? 0,
        authorName: thread.author.name,
        text: thread.body,
        isResolved: thread.resolvedAt !== null,
      })),
    [threads],
  );
  const showComment = useCallback(
    (id: string) => {
      const thread = threads.find((candidate) => candidate.id === id);
      if (thread?.atMs !== null && thread?.atMs !== undefined) store.seek(thread.atMs);
      setTab('comments');
      setFocusId(id);
    },
    [store, threads],
  );
  const keys = useMemo(
    () => ({
      n: () => {
        const next =
          threads.find((thread) => (thread.atMs ?? 0) > store.get().positionMs + 100) ?? threads[0];
        if (next) showComment(next.id);
      },
    }),
    [threads, store, showComment],
  );
  usePlayerKeys(store, keys);

  const wantedMs = search.t === undefined ? null : search.t * 1000;
  const startMs = wantedMs ?? playback.data?.resumeAtMs ?? 0;
  useEffect(() => {
    if (wantedMs !== null && store.get().phase !== 'idle') store.seek(wantedMs);
  }, [wantedMs, store]);

  if (video.error && !video.data) {
    return (
      <ErrorState
        error={video.error}
        onRetry={() => void video.refetch()}
        action={
          <Link to="/" className={buttonClass('primary')}>
            To the library
          </Link>
        }
      />
    );
  }
  const isLive =
    playback.data?.sources.some((s) => s.kind === 'recording' && s.isGrowing) === true &&
    source === 'recording';
  const { width, height } = video.data ?? {};
  const isAtEnd =
    startMs > 0 && playback.data?.durationMs ? startMs > playback.data.durationMs * 0.97 : false;
  return (
    <div className="mx-auto flex w-full max-w-[1720px] flex-col lg:h-full lg:flex-row lg:gap-6 lg:overflow-hidden lg:p-6">
      <div className="min-w-0 flex-1 lg:overflow-y-auto lg:pb-6">
        {video.data && wasRecordedHere(slug) && (
          <Suspense>
            <JustRecorded video={video.data} />
          </Suspense>
        )}
        <Player
          store={store}
          playback={playback.data}
          aspectRatio={width && height ? width / height : 16 / 9}
          startMs={isAtEnd && wantedMs === null ? 0 : startMs}
          markers={markers}
          onMarker={showComment}
          onSource={setSource}
          isLive={isLive}
          strokes={strokes.data ?? NO_STROKES}
          placeholder={<Placeholder video={video.data} />}
        />
        {playback.data?.isIncomplete && (
          <p role="status" className="mt-3 rounded-lg bg-warn-soft px-3 py-2 text-ui text-warn max-sm:mx-4">
            Parts of this recording have not arrived yet: its author’s device went quiet. It fills up by
            itself when they come back.
          </p>
        )}
        {video.data ? (
          <VideoHeader
            video={video.data}
            source={source}
            playback={playback.data}
            positionMs={() => store.get().positionMs}
          />
        ) : (
          <div className="space-y-2 p-4 sm:px-0">
            <Skeleton className="h-7 w-2/3" />
            <Skeleton className="h-4 w-40" />
          </div>
        )}
      </div>
      <aside
        className="flex min-h-0 w-full shrink-0 flex-col gap-3 p-4 lg:w-[400px] lg:p-0"
        aria-label="Discussion"
      >
        <AcknowledgeBar slug={slug} />
        <Tabs.Root
          value={tab}
          onValueChange={setTab}
          className="flex min-h-0 flex-1 flex-col overflow-hidden rounded-xl border border-line bg-raised"
        >
          <Tabs.List
            className="flex overflow-x-auto border-b border-line px-1.5 sm:gap-1"
            aria-label="Beside the video"
          >
            <Tab value="comments">
              Comments <Count n={video.data?.openThreadCount ?? 0} />
            </Tab>
            <Tab value="transcript">Transcript</Tab>
            <Tab value="acknowledgements">
              Acknowledged
              {video.data && video.data.acknowledgements.asked > 0 && (
                <span className="numbers text-xs text-faint">
                  {video.data.acknowledgements.acknowledged}/{video.data.acknowledgements.asked}
                </span>
              )}
            </Tab>
          </Tabs.List>
          <Panel value="comments">
            <CommentsPanel store={store} comments={comments} focusId={focusId} />
          </Panel>
          <Panel value="transcript">
            <TranscriptPanel store={store} slug={slug} transcriber={me.data?.transcriber ?? null} />
          </Panel>
          <Panel value="acknowledgements">
            <AcknowledgementsPanel slug={slug} durationMs={video.data?.durationMs ?? null} />
          </Panel>
        </Tabs.Root>
      </aside>
    </div>
  );
}

function Tab({ value, children }: { value: string; children: ReactNode }) {
  return (
    <Tabs.Trigger
      value={value}
      className="-mb-px flex h-11 items-center gap-1.5 border-b-2 border-transparent px-2 text-ui font-medium whitespace-nowrap text-dim transition sm:px-2.5-colors hover:text-text focus-visible:-outline-offset-4 data-[state=active]:border-accent data-[state=active]:text-text"
    >
      {children}
    </Tabs.Trigger>
  );
}

function Panel({ value, children }: { value: string; children: ReactNode }) {
  return (
    <Tabs.Content
      value={value}
      className="flex max-h-[70dvh] min-h-80 flex-1 flex-col data-[state=inactive]:hidden lg:max-h-none lg:min-h-0"
    >
      <Suspense fallback={<Skeleton className="m-4 h-24" />}>{children}</Suspense>
    </Tabs.Content>
  );
}

function Count({ n }: { n: number }) {
  return n > 0 ? (
    <span className="numbers rounded-full bg-accent-soft px-1.5 text-xs text-accent-text">{n}</span>
  ) : null;
}

const NO_STROKES: InkStroke[] = [];

const WAITING = {
  recording: 'The recording has just begun. It plays here as soon as the first seconds have arrived.',
  uploading: 'The file is still being uploaded.',
  processing: 'Your browser can’t play the original. It plays here as soon as it is transcoded.',
  ready: 'One moment…',
  failed: 'This video could not be processed.',
};

function Placeholder({ video }: { video: Video | undefined }) {
  if (!video) return <Spinner className="size-8" />;
  return (
    <p
      className="flex max-w-sm flex-col items-center gap-4 text-center text-ui text-white/80"
      aria-live="polite"
    >
      {video.status !== 'failed' && <Spinner className="size-7" />}
      {WAITING[video.status]}
    </p>
  );
}
