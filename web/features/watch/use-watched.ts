import { useEffect } from 'react';
import type { VideoSlug } from '#shared/ids.ts';
import { shareHeaders } from '../../api/share-link.ts';
import type { PlayerStore } from '../../player/player-store.ts';
import { WatchedTracker } from '../../player/watched-tracker.ts';

const REPORT_EVERY_MS = 10_000;

/** Reports what was really played: every ten seconds, on pause, and when the page goes away. */
export function useWatched(store: PlayerStore, slug: VideoSlug): void {
  useEffect(() => {
    const tracker = new WatchedTracker();
    let wasPlaying = false;
    function report(): void {
      const ranges = tracker.take();
      if (ranges.length === 0) return;
      // keepalive: it leaves even as the page closes.
      const path = `/api/videos/${slug}/watched`;
      void fetch(path, {
        method: 'POST',
        keepalive: true,
        headers: { 'content-type': 'application/json', ...shareHeaders(path) },
        body: JSON.stringify({ ranges, positionMs: Math.round(store.get().positionMs) }),
      }).catch(() => undefined);
    }
    const unsubscribe = store.subscribe(() => {
      const { phase, positionMs, rate } = store.get();
      const isPlaying = phase === 'playing';
      tracker.tick(positionMs, isPlaying || (wasPlaying && phase === 'ended'), rate);
      if (wasPlaying && !isPlaying && phase !== 'waiting') report();
      wasPlaying = isPlaying;
    });
    const timer = setInterval(report, REPORT_EVERY_MS);
    window.addEventListener('pagehide', report);
    return () => {
      unsubscribe();
      clearInterval(timer);
      window.removeEventListener('pagehide', report);
      report();
    };
  }, [store, slug]);
}
