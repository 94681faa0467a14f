import { useCallback, useMemo } from 'react';
import type { Comment } from '#shared/comments.ts';
import type { PlayerStore } from '../../player/player-store.ts';
import { usePlayerKeys } from '../../player/use-player-keys.ts';
import { startDrawing, startRegion } from '../comments/start-drawing.ts';
import type { ReviewStore } from '../comments/review-store.ts';
import { nextThread, type Thread } from '../comments/thread-filter.ts';
import type { Comments } from '../comments/use-comments.ts';
import type { Changes } from '../versions/use-changes.ts';

/** What leads from thread to thread, by key and by click. */
export function useReviewKeys(options: {
  player: PlayerStore;
  review: ReviewStore;
  comments: Comments;
  threads: readonly Thread[];
  shown: readonly Thread[];
  canComment: boolean;
  changes: Changes;
}) {
  const { player, review, comments, threads, shown, canComment } = options;
  const { play: playChanges, next: nextChange } = options.changes;
  /** Looks at a comment: its frame, or its range from the start. */
  const show = useCallback(
    (comment: Comment, isPlayed = comment.endMs !== null) => {
      const { atMs, endMs } = comment;
      // A thread of an earlier version may be about what is not there any more.
      const isInside = atMs !== null && atMs < player.get().durationMs;
      if (isInside && endMs !== null && isPlayed) player.playRange(atMs, endMs);
      else if (isInside) {
        player.pause();
        player.seekFrameAt(atMs);
      }
      review.change({ focusId: comment.id, tab: 'comments' });
    },
    [player, review],
  );
  const showById = useCallback(
    (id: string) => {
      const found = threads.find(
        ({ thread, replies }) => thread.id === id || replies.some((reply) => reply.id === id),
      );
      if (found) show(found.thread);
    },
    [threads, show],
  );
  const workThrough = useCallback(() => {
    const open = threads.filter(({ thread }) => thread.resolvedAt === null);
    const next = nextThread(open, review.get().focusId, player.get().positionMs, 1);
    if (next) show(next);
  }, [threads, review, player, show]);

  const keys = useMemo(() => {
    const go = (direction: 1 | -1) => {
      const next = nextThread(shown, review.get().focusId, player.get().positionMs, direction);
      if (next) show(next);
    };
    return {
      n: (event: KeyboardEvent) => (event.shiftKey ? workThrough() : go(1)),
      p: () => go(-1),
      v: (event: KeyboardEvent) => (event.shiftKey ? playChanges() : nextChange()),
      ...(canComment
        ? {
            d: () => startDrawing(player, review),
            g: () => startRegion(player, review),
            r: () => {
              const focused = threads.find(({ thread }) => thread.id === review.get().focusId)?.thread;
              if (!focused) return;
              if (focused.resolvedAt === null) comments.resolve(focused);
              else comments.reopen(focused);
            },
          }
        : {}),
    };
  }, [shown, threads, review, player, comments, show, workThrough, canComment, playChanges, nextChange]);
  usePlayerKeys(player, keys);
  return { show, showById };
}
