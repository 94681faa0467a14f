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
  ['N', 'Next comment'],
  ['Ctrl Enter', 'Send the comment'],
] as const;

const FRAME_MS = 1000 / 30;

/** Handles the keys of the page unless something is being typed or a dialog is open. */
export function usePlayerKeys(store: PlayerStore, more: Record<string, () => void>): void {
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
      const keys: Record<string, () => void> = {
        ' ': store.toggle,
        k: store.toggle,
        j: () => store.skip(-10_000),
        l: () => store.skip(10_000),
        ArrowLeft: () => store.skip(-5000),
        ArrowRight: () => store.skip(5000),
        ',': () => (store.pause(), store.skip(-FRAME_MS)),
        '.': () => (store.pause(), store.skip(FRAME_MS)),
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
      action();
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [store, more]);
}
