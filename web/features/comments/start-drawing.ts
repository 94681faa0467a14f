import type { Annotation } from '#shared/annotations.ts';
import type { PlayerStore } from '../../player/player-store.ts';
import type { ReviewStore } from './review-store.ts';

/** What a comment can hold. */
const MOST_OBJECTS = 100;

/** Pauses on the frame that is seen and lets it be drawn on; the draft stays on this frame from then on. */
export function startDrawing(player: PlayerStore, review: ReviewStore): void {
  startOnFrame(player, review, 'draft');
}

/** Pauses on the frame that is seen and lets a part of it be marked. */
export function startRegion(player: PlayerStore, review: ReviewStore): void {
  startOnFrame(player, review, 'region');
}

/** Takes what was drawn while recording into the draft, on the frame that is seen; there it can be changed as any ink. */
export function takeInk(player: PlayerStore, review: ReviewStore, ink: Annotation): void {
  const { draft } = review.get();
  const atMs = player.frameStartMs();
  // A comment is about one frame: what was drawn or marked on another one gives way.
  const before = draft.atMs === atMs ? draft : { ink: [], region: null };
  review.write({
    atMs,
    endMs: null,
    isOnWhole: false,
    region: before.region,
    ink: [...before.ink, ...ink].slice(-MOST_OBJECTS),
  });
  startDrawing(player, review);
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
