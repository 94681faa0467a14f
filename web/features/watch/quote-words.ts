import { frameOfMs, msOfFrame } from '#shared/frames.ts';
import type { PlayerStore } from '../../player/player-store.ts';
import type { ReviewStore } from '../comments/review-store.ts';
import type { QuotedWords } from './transcript-panel.tsx';

/** Begins a comment on words of the transcript: on the range in which they are said. */
export function quoteWords(
  player: PlayerStore,
  review: ReviewStore,
  { text, startMs, endMs }: QuotedWords,
): void {
  const startOf = (ms: number) => msOfFrame(frameOfMs(ms, player.frameRate), player.frameRate);
  player.pause();
  player.seekFrameAt(startMs);
  player.mark({ inMs: null, outMs: null });
  review.write({
    quote: text.slice(0, 2000),
    atMs: startOf(startMs),
    endMs: startOf(endMs),
    isOnWhole: false,
  });
  review.change({ tab: 'comments' });
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-label="Write a comment"]')?.focus());
}
