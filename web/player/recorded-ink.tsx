import { useCallback } from 'react';
import type { InkStroke } from '#shared/ink.ts';
import { InkOverlay } from '../ink/ink-overlay.tsx';
import type { PlayerStore } from './player-store.ts';

/** What was drawn while it was recorded, over the picture (not over the bars beside it). */
export function RecordedInk({
  store,
  strokes,
  aspectRatio,
}: {
  store: PlayerStore;
  strokes: readonly InkStroke[];
  aspectRatio: number;
}) {
  const positionMs = useCallback(
    () => (store.element ? store.element.currentTime * 1000 : store.get().positionMs),
    [store],
  );
  return (
    <div className="pointer-events-none absolute inset-0 flex items-center justify-center [container-type:size]">
      <div className="relative" style={{ width: `min(100cqw, 100cqh * ${aspectRatio})`, aspectRatio }}>
        <InkOverlay strokes={strokes} positionMs={positionMs} style={null} />
      </div>
    </div>
  );
}
