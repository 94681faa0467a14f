import { useEffect, useRef, useState } from 'react';
import type { Comment } from '#shared/comments.ts';
import { usePlayer, type PlayerStore } from '../../player/player-store.ts';
import type { ReviewStore } from '../comments/review-store.ts';
import type { Thread } from '../comments/thread-filter.ts';

/** Shows the comment of the address as soon as its frame can be seen. */
export function useFirstFocus(
  player: PlayerStore,
  review: ReviewStore,
  threads: readonly Thread[],
  show: (comment: Comment, isPlayed?: boolean) => void,
): void {
  // What is focused later was shown by who focused it.
  const [wantedId] = useState(() => review.get().focusId);
  const isDone = useRef(wantedId === null);
  const isReady = usePlayer(player, (state) => state.hasPicture);
  useEffect(() => {
    const found = threads.find(
      ({ thread, replies }) => thread.id === wantedId || replies.some(({ id }) => id === wantedId),
    );
    if (isDone.current || !isReady || !found) return;
    isDone.current = true;
    show(found.thread, false);
  }, [isReady, threads, wantedId, show]);
}
