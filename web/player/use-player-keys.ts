import { useEffect } from 'react';
import type { PlayerStore } from './player-store.ts';

/** The keys of the player, for the handler and for the `?` dialog. */
export const PLAYER_KEYS = [
  ['Space or K', 'Play or pause'],
  ['J · L', '10 seconds back · on'],
  ['← · →', '5 seconds back · on'],
  [', · .', 'One frame back · on'],
  ['0 – 9', 'Jump to a tenth'],
  ['< · >', 'Slower · faster'],
  ['M', 'Sound off or on'],
  ['C', 'Captions'],
  ['F', 'Full screen'],
  ['I · O', 'Mark where a range begins · ends (or Shift and drag on the bar)'],
  ['Esc', 'Take the marks away'],
  ['N · P', 'Next · previous comment'],
  ['Shift N', 'Next open one, and play it'],
  ['V', 'Next part that changed since the version before'],
  ['Shift V', 'Play all that changed'],
  ['R', 'Resolve the comment, or open it again'],
  ['D', 'Draw on the picture'],
  ['G', 'Mark a region of the picture'],
  ['Hold B', 'Point with the laser, while watching together'],
  ['Ctrl Enter', 'Send the comment'],
] as const;

/** What the arrows skip, also in recorded replies. */
export const SMALL_SKIP_MS = 5000;

/** Handles the keys of the page unless something is being typed or a dialog is open. */
export function usePlayerKeys(
  store: PlayerStore,
  more: Record<string, (event: KeyboardEvent) => void>,
): void {
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const target = event.target as HTMLElement;
      if (
        target.closest(
          'input:not([type=range]), textarea, select, [role=dialog], [role=menu], [contenteditable]',
        )
      )
        return;
      if ((event.key === ' ' || event.key === 'Enter') && target.closest('button, a, summary, [role=tab]'))
        return;
      const rate = store.get().rate;
      const keys: Record<string, (event: KeyboardEvent) => void> = {
        ' ': store.toggle,
        k: store.toggle,
        j: () => store.skip(-10_000),
        l: () => store.skip(10_000),
        ArrowLeft: () => store.skip(-SMALL_SKIP_MS),
        ArrowRight: () => store.skip(SMALL_SKIP_MS),
        ',': () => store.step(-1),
        '.': () => store.step(1),
        i: () => store.mark({ inMs: store.frameStartMs() }),
        Escape: () => store.mark({ inMs: null, outMs: null }),
        o: () => store.mark({ outMs: store.frameStartMs() }),
        '<': () => store.setRate(rate - 0.25),
        '>': () => store.setRate(rate + 0.25),
        m: store.toggleMuted,
        c: () => store.setCaptions(!store.get().hasCaptions),
        f: store.toggleFullScreen,
        ...more,
      };
      const isTenth = /^\d$/.test(event.key);
      const action = isTenth
        ? () => store.seek((store.get().durationMs * Number(event.key)) / 10)
        : keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!action) return;
      event.preventDefault();
      action(event);
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [store, more]);
}
