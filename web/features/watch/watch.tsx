import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Tabs } from 'radix-ui';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { DEFAULT_FRAME_RATE } from '#shared/frames.ts';
import type { VideoSlug } from '#shared/ids.ts';
import type { Person, TranscriberInfo } from '#shared/people.ts';
import type { ShareAllows } from '#shared/share-links.ts';
import type { PlaybackSource } from '#shared/playback.ts';
import { queries } from '../../api/client.ts';
import { Player } from '../../player/player.tsx';
import { usePlayerStore } from '../../player/player-store.ts';
import { startPosition } from '../../player/start-position.ts';
import { buttonClass } from '../../ui/button.tsx';
import { ErrorState, Skeleton } from '../../ui/states.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { markersOf } from '../comments/comment-markers.ts';
import { MomentButton } from '../comments/moment-button.tsx';
import { useReplyDrafts } from '../comments/reply-drafts.ts';
import { momentsOf, useMomentReactions } from '../comments/use-moment-reactions.ts';
import { startDrawing, takeInk } from '../comments/start-drawing.ts';
import type { Nameable } from '../comments/mention-draft.ts';
import { ReviewInk } from '../comments/review-ink.tsx';
import { useReview, useReviewStore } from '../comments/review-store.ts';
import { filterThreads, NO_FILTER, threadsOf } from '../comments/thread-filter.ts';
import { useComments } from '../comments/use-comments.ts';
import { TogetherBelow, TogetherOnPicture } from '../together/together-places.tsx';
import { useTogether } from '../together/use-together.ts';
import { useChanges } from '../versions/use-changes.ts';
import { VersionNotice, type GoToVersion } from '../versions/version-notice.tsx';
import { quoteWords } from './quote-words.ts';
import { IncompleteNote, Placeholder } from './placeholder.tsx';
import { Count, Panel, Tab } from './side-tabs.tsx';
import { useFirstFocus } from './use-first-focus.ts';
import { useReviewKeys } from './use-review-keys.ts';
import { wasRecordedHere } from './recorded-here.ts';
import { Watermark } from './watermark.tsx';
import { YourAnswer } from './your-answer.tsx';
import { usePlayback } from './use-playback.ts';
import { useWatched } from './use-watched.ts';
import { VideoHeader } from './video-header.tsx';

const CommentsPanel = lazy(() =>
  import('../comments/comments-panel.tsx').then((m) => ({ default: m.CommentsPanel })),
);
const TranscriptPanel = lazy(() =>
  import('./transcript-panel.tsx').then((m) => ({ default: m.TranscriptPanel })),
);
const ChangesBar = lazy(() => import('../versions/changes-bar.tsx').then((m) => ({ default: m.ChangesBar })));
const JustRecorded = lazy(() => import('./just-recorded.tsx').then((m) => ({ default: m.JustRecorded })));
const AcknowledgementsPanel = lazy(() =>
  import('./acknowledgements-panel.tsx').then((m) => ({ default: m.AcknowledgementsPanel })),
);

const InsightsPanel = lazy(() => import('./insights-panel.tsx').then((m) => ({ default: m.InsightsPanel })));

export interface WatchProps {
  slug: VideoSlug;
  /** Shows another version. */
  onVersion: GoToVersion;
  /** Where a comment on another version is read. */
  linkToVersion: (version: number, commentId: string) => string;
  startAtSeconds?: number | undefined;
  /** To show first. */
  commentId?: string | undefined;
  me: Person | undefined;
  candidates: readonly Nameable[];
  transcriber: TranscriberInfo | null;
  /** What the guest’s link allows; null for members. */
  guest: ShareAllows | null;
}

/** A version of a video with all that is around it, for a member or a guest. Pages show it by `WatchVersions`. */
export function Watch(props: WatchProps) {
  const { slug, me, candidates, guest, onVersion } = props;
  const store = usePlayerStore();
  const video = useQuery(queries.videos.get.queryOptions({ input: { slug } }));
  // What is watched, written and stated is of the very version that is seen.
  const exact = video.data?.version.slug ?? slug;
  const version = video.data?.version.number ?? 1;
  const playback = usePlayback(slug);
  const strokes = useQuery({
    ...queries.playback.strokes.queryOptions({ input: { slug } }),
    enabled: video.data?.source === 'recording',
  });
  const comments = useComments(slug, me, video.data);
  const changes = useChanges(store, video.data);
  const review = useReviewStore(slug, props.commentId ?? null);
  const tab = useReview(review, (state) => state.tab);
  const drawing = useReview(review, (state) => state.drawing);
  const moments = useMomentReactions(slug, exact);
  const replyDrafts = useReplyDrafts(slug);
  const [filter, setFilter] = useState(NO_FILTER);
  const [source, setSource] = useState<PlaybackSource['kind'] | null>(null);
  useTitle(video.data?.title ?? 'Video');
  useWatched(store, exact);

  const meId = me?.id ?? '';
  const threads = useMemo(() => threadsOf(comments.comments ?? []), [comments.comments]);
  const asks = video.data?.acknowledgements;
  const openCount = comments.comments
    ? threads.filter(({ thread }) => thread.resolvedAt === null).length
    : (video.data?.openThreadCount ?? 0);
  const shown = useMemo(
    () => filterThreads(threads, filter, meId, version),
    [threads, filter, meId, version],
  );
  const markers = useMemo(() => markersOf(threads), [threads]);
  const canComment = guest?.canComment ?? true;
  const together = useTogether(store, slug, canComment);
  const { show, showById } = useReviewKeys({
    player: store,
    review,
    comments,
    threads,
    shown,
    canComment,
    changes,
  });
  const frameRate = video.data?.frameRate ?? null;
  useFirstFocus(store, review, threads, show);

  const wantedMs = props.startAtSeconds === undefined ? null : props.startAtSeconds * 1000;
  useEffect(() => {
    if (wantedMs !== null && store.get().phase !== 'idle') store.seek(wantedMs);
  }, [wantedMs, store]);

  if (video.error && !video.data) {
    return (
      <ErrorState
        error={video.error}
        onRetry={() => void video.refetch()}
        action={
          guest === null && (
            <Link to="/" className={buttonClass('primary')}>
              To the library
            </Link>
          )
        }
      />
    );
  }
  const isLive =
    playback.data?.sources.some((s) => s.kind === 'recording' && s.isGrowing) === true &&
    source === 'recording';
  const { width, height } = video.data ?? {};
  const aspectRatio = width && height ? width / height : 16 / 9;
  return (
    <div className="mx-auto flex w-full max-w-[1720px] flex-col lg:h-full lg:flex-row lg:gap-6 lg:overflow-hidden lg:p-6">
      <div className="min-w-0 flex-1 lg:overflow-y-auto lg:pb-6">
        {video.data && wasRecordedHere(slug) && (
          <Suspense>
            <JustRecorded video={video.data} />
          </Suspense>
        )}
        {video.data && <VersionNotice video={video.data} onVersion={onVersion} />}
        <Player
          slug={slug}
          store={store}
          playback={playback.data}
          aspectRatio={aspectRatio}
          startMs={startPosition(playback.data, wantedMs)}
          markers={markers}
          onMarker={showById}
          moments={momentsOf(moments.reactions)}
          changes={changes.parts}
          controls={canComment && <MomentButton player={store} moments={moments} />}
          onSource={setSource}
          isLive={isLive}
          frameRate={frameRate}
          isDrawing={drawing !== null || together.isDrawing}
          onCopyInk={canComment ? (ink) => takeInk(store, review, ink) : undefined}
          onDraw={canComment ? () => startDrawing(store, review) : undefined}
          overlay={
            <>
              <ReviewInk player={store} review={review} comments={comments} aspectRatio={aspectRatio} />
              {guest?.hasWatermark && <Watermark text={me?.name ?? ''} />}
            </>
          }
          live={<TogetherOnPicture together={together} aspectRatio={aspectRatio} />}
          strokes={strokes.data}
          placeholder={<Placeholder video={video.data} />}
        />
        {changes.changes && (
          <Suspense>
            <ChangesBar changes={changes} />
          </Suspense>
        )}
        <TogetherBelow together={together} player={store} review={review} meId={me?.id} />
        {playback.data?.isIncomplete && <IncompleteNote />}
        {video.data ? (
          <VideoHeader
            isGuest={guest !== null}
            onTogether={together.onStart}
            onVersion={onVersion}
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
        <YourAnswer slug={slug} exact={exact} guest={guest} changes={changes} />
        <Tabs.Root
          value={tab}
          onValueChange={(value) => review.change({ tab: value })}
          className="flex min-h-0 flex-1 flex-col overflow-hidden rounded-xl border border-line bg-raised"
        >
          <Tabs.List
            className="flex overflow-x-auto border-b border-line px-1.5 sm:gap-1"
            aria-label="Beside the video"
          >
            <Tab value="comments">
              Comments <Count n={openCount} />
            </Tab>
            {guest?.canSeeTranscript !== false && <Tab value="transcript">Transcript</Tab>}
            {!guest && (
              <Tab value="acknowledgements">
                {asks && asks.toAcknowledge < asks.asked ? 'Answered' : 'Acknowledged'}
                {asks && asks.asked > 0 && (
                  <span className="numbers text-xs text-faint">
                    {asks.answered}/{asks.asked}
                  </span>
                )}
              </Tab>
            )}
            {!guest && video.data?.canEdit && <Tab value="insights">Insights</Tab>}
          </Tabs.List>
          <Panel value="comments">
            <CommentsPanel
              player={store}
              review={review}
              threads={threads}
              shown={shown}
              filter={filter}
              onFilter={setFilter}
              canComment={canComment}
              actions={{
                comments,
                meId,
                canComment,
                isGuest: guest !== null,
                candidates,
                player: store,
                replyDrafts: guest === null ? replyDrafts : null,
                frameRate: frameRate ?? DEFAULT_FRAME_RATE,
                onSeek: store.seek,
                onShow: show,
                onDraw(comment) {
                  show(comment, false);
                  review.change({ drawing: { kind: 'comment', id: comment.id, ink: comment.ink } });
                },
                version,
                linkTo: (comment) =>
                  comment.version === version
                    ? `${location.origin}${location.pathname}?comment=${comment.id}`
                    : props.linkToVersion(comment.version, comment.id),
              }}
            />
          </Panel>
          <Panel value="transcript">
            <TranscriptPanel
              store={store}
              slug={slug}
              exact={exact}
              transcriber={props.transcriber}
              onQuote={canComment ? (quoted) => quoteWords(store, review, quoted) : undefined}
            />
          </Panel>
          <Panel value="acknowledgements">
            <AcknowledgementsPanel slug={slug} durationMs={video.data?.durationMs ?? null} />
          </Panel>
          {video.data?.canEdit && (
            <Panel value="insights">
              <InsightsPanel slug={exact} />
            </Panel>
          )}
        </Tabs.Root>
      </aside>
    </div>
  );
}
