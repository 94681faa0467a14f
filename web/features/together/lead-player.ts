import type { PlayState } from '#shared/together.ts';
import type { PlayerStore } from '../../player/player-store.ts';
import { leaderMs } from './follow.ts';

/** While it plays, the others are told again after this long, whatever they know. */
const REPEAT_MS = 2000;
/** Further off than this from where the others believe it to be is news. */
const NEWS_MS = 40;
const GAP_MS = 80;
/** A wait of the player that is shorter is not worth stopping everybody. */
const HICCUP_MS = 300;

/** Whether the others have to be told of a state. Pure. */
export function isNews(told: PlayState | null, now: PlayState): boolean {
  if (told === null || told.isPlaying !== now.isPlaying || told.rate !== now.rate) return true;
  if (!now.isPlaying) return told.positionMs !== now.positionMs;
  return Math.abs(leaderMs(told, now.atMs) - now.positionMs) > NEWS_MS || now.atMs - told.atMs >= REPEAT_MS;
}

/** Reports where the player is, until the returned function is called: one report at a time, always the latest state. */
export function leadPlayer(
  player: PlayerStore,
  options: { nowMs: () => number; report: (state: PlayState) => Promise<void> },
): () => void {
  let told: PlayState | null = null;
  let isSending = false;
  let isStopped = false;
  let waitsSinceMs: number | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function read(): PlayState | null {
    const video = player.element;
    const { phase, rate } = player.get();
    if (!video || phase === 'idle') return null;
    const atMs = options.nowMs();
    waitsSinceMs = phase === 'waiting' || (video.seeking && !video.paused) ? (waitsSinceMs ?? atMs) : null;
    if (waitsSinceMs !== null && atMs - waitsSinceMs < HICCUP_MS) return null;
    const isPlaying = phase === 'playing' && !video.seeking;
    const positionMs = isPlaying ? video.currentTime * 1000 : player.frameStartMs();
    return { isPlaying, positionMs: Math.round(positionMs), rate, atMs };
  }

  async function look(): Promise<void> {
    clearTimeout(timer);
    if (isStopped || isSending) return;
    const state = read();
    timer = setTimeout(() => void look(), waitsSinceMs === null ? 500 : 100);
    if (!state || !isNews(told, state)) return;
    isSending = true;
    const before = told;
    told = state;
    // What did not arrive is told again.
    await options.report(state).catch(() => (told = before));
    setTimeout(() => {
      isSending = false;
      void look();
    }, GAP_MS);
  }

  const unsubscribe = player.subscribe(() => void look());
  void look();
  return () => {
    isStopped = true;
    clearTimeout(timer);
    unsubscribe();
  };
}
