import type { PlayerStore } from '../../player/player-store.ts';
import type { ReviewStore } from './review-store.ts';

/** Pauses on the frame that is seen and lets it be drawn on; the draft stays on this frame from then on. */
export function startDrawing(player: PlayerStore, review: ReviewStore): void {
  startOnFrame(player, review, 'draft');
}

/** Pauses on the frame that is seen and lets a part of it be marked. */
export function startRegion(player: PlayerStore, review: ReviewStore): void {
  startOnFrame(player, review, 'region');
}

function startOnFrame(player: PlayerStore, review: ReviewStore, kind: 'draft' | 'region'): void {
  player.pause();
  const { draft } = review.get();
  const { inMs } = player.get();
  const isPinned = draft.ink.length > 0 || draft.region !== null;
  const atMs = isPinned && draft.atMs !== null ? draft.atMs : (inMs ?? player.frameStartMs());
  review.write({ atMs, isOnWhole: false });
  review.change({ drawing: { kind } });
  player.seekFrameAt(atMs);
}
