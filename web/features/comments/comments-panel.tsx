import { useVirtualizer } from '@tanstack/react-virtual';
import { MessageSquare } from 'lucide-react';
import { lazy, Suspense, useEffect, useMemo, useRef } from 'react';
import { usePlayer, type PlayerStore } from '../../player/player-store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx';
import { Thread, type CommentActions } from './comment-item.tsx';
import { Composer } from './composer.tsx';
import { useReview, type ReviewStore } from './review-store.ts';
import { NO_FILTER, type Thread as ThreadOf, type ThreadFilter } from './thread-filter.ts';
import { ThreadToolbar } from './thread-toolbar.tsx';

const Checklist = lazy(() => import('./checklist.tsx').then((m) => ({ default: m.Checklist })));

/** A thread is lit while the picture is within this of its place. */
const NEAR_MS = 2000;
const LIKELY_HEIGHT = 132;

/** The threads of a video, those that the filter shows, and a place to write a new one. */
export function CommentsPanel(props: {
  player: PlayerStore;
  review: ReviewStore;
  actions: CommentActions;
  threads: readonly ThreadOf[];
  shown: readonly ThreadOf[];
  filter: ThreadFilter;
  onFilter: (filter: ThreadFilter) => void;
  canComment: boolean;
}) {
  const { player, review, actions, threads, shown, filter, onFilter } = props;
  const { comments, meId } = actions;
  const isChecklist = useReview(review, (state) => state.isChecklist);
  if (isChecklist && comments.comments)
    return (
      <Suspense fallback={<Skeleton className="m-4 h-24" />}>
        <Checklist review={review} actions={actions} threads={threads} />
      </Suspense>
    );
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      {threads.length > 0 && (
        <ThreadToolbar
          threads={threads}
          filter={filter}
          onFilter={onFilter}
          meId={meId}
          version={actions.version}
          onWorkThrough={() => review.change({ isChecklist: true })}
        />
      )}
      {comments.error ? (
        <ErrorState error={comments.error} onRetry={() => void comments.refetch()} />
      ) : !comments.comments ? (
        <div className="flex-1 space-y-4 p-4">
          <Skeleton className="h-16" />
          <Skeleton className="h-16" />
        </div>
      ) : shown.length === 0 ? (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <NoThreads hasSome={threads.length > 0} show={filter.show} onAll={() => onFilter(NO_FILTER)} />
        </div>
      ) : (
        <ThreadList player={player} review={review} actions={actions} shown={shown} />
      )}
      {props.canComment && (
        <Composer
          player={player}
          review={review}
          comments={comments}
          candidates={actions.candidates}
          replyDrafts={actions.replyDrafts}
        />
      )}
    </div>
  );
}

/** Only what is in sight is in the page, so that thousands of comments scroll like ten. */
function ThreadList({
  player,
  review,
  actions,
  shown,
}: {
  player: PlayerStore;
  review: ReviewStore;
  actions: CommentActions;
  shown: readonly ThreadOf[];
}) {
  const box = useRef<HTMLDivElement>(null);
  const focusId = useReview(review, (state) => state.focusId);
  const second = usePlayer(player, (state) => Math.floor(state.positionMs / 500) * 500);
  const list = useVirtualizer({
    count: shown.length,
    getScrollElement: () => box.current,
    estimateSize: () => LIKELY_HEIGHT,
    getItemKey: (index) => shown[index]?.thread.id ?? index,
    overscan: 2,
  });
  const focusAt = useMemo(
    () =>
      shown.findIndex(
        ({ thread, replies }) => thread.id === focusId || replies.some(({ id }) => id === focusId),
      ),
    [shown, focusId],
  );
  const hasFocus = focusAt >= 0;
  useEffect(() => {
    if (!hasFocus) return;
    list.scrollToIndex(focusAt, { align: 'center' });
    const id = shown[focusAt]?.thread.id;
    // Once it is in the page; not while something is being written or drawn.
    const request = requestAnimationFrame(() => {
      const isTyping = document.activeElement?.matches('textarea, input, select') === true;
      if (!isTyping) document.getElementById(`comment-${id}`)?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(request);
    // The list scrolls when the focus moves, not when a comment comes in.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [focusId, hasFocus]);

  return (
    <div ref={box} className="min-h-0 flex-1 overflow-y-auto" tabIndex={-1}>
      <ul className="relative" style={{ height: list.getTotalSize() }}>
        {list.getVirtualItems().map(({ index, key, start }) => {
          const item = shown[index];
          if (!item) return null;
          const { thread, replies } = item;
          const lastMs = thread.endMs ?? thread.atMs;
          const isNear =
            thread.atMs !== null &&
            lastMs !== null &&
            second > 0 &&
            second > thread.atMs - NEAR_MS &&
            second < lastMs + NEAR_MS;
          return (
            <li
              key={key}
              ref={list.measureElement}
              data-index={index}
              aria-setsize={shown.length}
              aria-posinset={index + 1}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${start}px)` }}
            >
              <Thread
                thread={thread}
                replies={replies}
                actions={actions}
                isActive={index === focusAt || isNear}
                isFocused={index === focusAt}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function NoThreads({
  hasSome,
  show,
  onAll,
}: {
  hasSome: boolean;
  show: ThreadFilter['show'];
  onAll: () => void;
}) {
  if (!hasSome) {
    return (
      <EmptyState icon={<MessageSquare className="size-5" />} title="No comments yet">
        Pause where you have something to say and write it below. It stays pinned to that frame.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<MessageSquare className="size-5" />}
      title={show === 'open' ? 'Everything is resolved' : 'No thread fits'}
      action={<Button onClick={onAll}>Show all</Button>}
    >
      {show === 'open' ? 'Nothing is left to do here.' : 'Choose something else above, or show all.'}
    </EmptyState>
  );
}
