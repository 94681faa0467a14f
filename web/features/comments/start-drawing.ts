import type { PlayerStore } from '../../player/player-store.ts';
import type { ReviewStore } from './review-store.ts';

/** Pauses on the frame that is seen and lets it be drawn on; the draft stays on this frame from then on. */
export function startDrawing(player: PlayerStore, review: ReviewStore): void {
  player.pause();
  const { draft } = review.get();
  const { inMs } = player.get();
  const atMs = draft.ink.length > 0 && draft.atMs !== null ? draft.atMs : (inMs ?? player.frameStartMs());
  review.write({ atMs, isOnWhole: false });
  review.change({ drawing: { kind: 'draft' } });
  player.seekFrameAt(atMs);
}
