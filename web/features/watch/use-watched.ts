import { useEffect } from 'react';
import type { VideoSlug } from '#shared/ids.ts';
import { shareHeaders } from '../../api/share-link.ts';
import type { PlayerStore } from '../../player/player-store.ts';
import { WatchedTracker } from '../../player/watched-tracker.ts';
import { hasRead, takeRead } from './read-words.ts';

const REPORT_EVERY_MS = 10_000;

/**
 * Reports what was really played, and which words were read: every ten seconds, on pause, at another speed, and when the page goes away.
 * The first report opens the session, from which on the server counts by its own clock.
 */
export function useWatched(store: PlayerStore, slug: VideoSlug): void {
  useEffect(() => {
    const tracker = new WatchedTracker();
    const session = crypto.randomUUID();
    const path = `/api/videos/${slug}/watched`;
    let sequence = 0;
    let isOpen = false;
    let wasPlaying = false;
    let lastRate = store.get().rate;
    function send(ranges: ReturnType<WatchedTracker['take']>, rate: number): void {
      isOpen = true;
      const read = takeRead(slug);
      const body = { session, sequence: sequence++, rate, ranges, read };
      void fetch(path, {
        method: 'POST',
        // It leaves even as the page closes.
        keepalive: true,
        headers: { 'content-type': 'application/json', ...shareHeaders(path) },
        body: JSON.stringify({ ...body, positionMs: Math.round(store.get().positionMs) }),
      }).catch(() => tracker.giveBack(ranges));
    }
    function report(): void {
      const ranges = tracker.take();
      if (ranges.length > 0 || hasRead(slug)) send(ranges, lastRate);
    }
    const unsubscribe = store.subscribe(() => {
      const { phase, positionMs, rate } = store.get();
      const isPlaying = phase === 'playing';
      if (isPlaying && !isOpen) send([], rate);
      if (rate !== lastRate) report();
      lastRate = rate;
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
