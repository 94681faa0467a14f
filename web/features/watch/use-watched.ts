import { useEffect } from 'react';
import type { VideoSlug } from '#shared/ids.ts';
import type { PlayerStore } from '../../player/player-store.ts';
import { reportWatched } from './watch-reporter.ts';

/** Reports what a player plays of a video; see `reportWatched`. */
export function useWatched(store: PlayerStore, slug: VideoSlug): void {
  useEffect(() => {
    const reporter = reportWatched(slug, store.get().rate);
    const unsubscribe = store.subscribe(() => {
      const { phase, positionMs, rate } = store.get();
      reporter.tick({
        positionMs,
        isPlaying: phase === 'playing',
        isWaiting: phase === 'waiting',
        hasEnded: phase === 'ended',
        rate,
      });
    });
    return () => {
      unsubscribe();
      reporter.close();
    };
  }, [store, slug]);
}
