import type { CommentMarker } from '../../player/timeline.tsx';
import { summaryOf } from './comment-summary.ts';
import type { Thread } from './thread-filter.ts';

/** The threads on the bar of the player: those that are pinned to a moment. */
export function markersOf(threads: readonly Thread[]): CommentMarker[] {
  return threads.flatMap(({ thread }) =>
    thread.atMs === null
      ? []
      : [
          {
            id: thread.id,
            atMs: thread.atMs,
            endMs: thread.endMs,
            authorName: thread.author.name,
            text: summaryOf(thread),
            isResolved: thread.resolvedAt !== null,
          },
        ],
  );
}
