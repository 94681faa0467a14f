import { useCallback } from 'react';
import type { InkStroke } from '#shared/ink.ts';
import { InkOverlay } from '../ink/ink-overlay.tsx';
import type { PlayerStore } from './player-store.ts';

/** What was drawn while it was recorded. */
export function RecordedInk({ store, strokes }: { store: PlayerStore; strokes: readonly InkStroke[] }) {
  const positionMs = useCallback(
    () => (store.element ? store.element.currentTime * 1000 : store.get().positionMs),
    [store],
  );
  return <InkOverlay strokes={strokes} positionMs={positionMs} style={null} />;
}
