import type { VideoSlug } from '#shared/ids.ts';
import { shareHeaders } from '../../api/share-link.ts';
import { WatchedTracker } from '../../player/watched-tracker.ts';
import { hasRead, takeRead } from './read-words.ts';

const REPORT_EVERY_MS = 10_000;

/** Where a player is. A seek is told with `isPlaying: false`, so that nothing that was skipped counts. */
export interface WatchedTick {
  positionMs: number;
  isPlaying: boolean;
  isWaiting?: boolean;
  hasEnded?: boolean;
  rate: number;
}

export interface WatchReporter {
  tick(now: WatchedTick): void;
  /** Reports what is left; nothing counts afterwards. */
  close(): void;
}

/**
 * Reports what was really played, and which words were read: every ten seconds, on pause, at another speed, and when the page goes away.
 * The first report opens the session, from which on the server counts by its own clock.
 */
export function reportWatched(slug: VideoSlug, initialRate = 1): WatchReporter {
  const tracker = new WatchedTracker();
  const session = crypto.randomUUID();
  const path = `/api/videos/${slug}/watched`;
  let sequence = 0;
  let isOpen = false;
  let wasPlaying = false;
  let lastRate = initialRate;
  let lastMs = 0;
  function send(ranges: ReturnType<WatchedTracker['take']>, rate: number): void {
    isOpen = true;
    const read = takeRead(slug);
    const body = { session, sequence: sequence++, rate, ranges, read };
    void fetch(path, {
      method: 'POST',
      // It leaves even as the page closes.
      keepalive: true,
      headers: { 'content-type': 'application/json', ...shareHeaders(path) },
      body: JSON.stringify({ ...body, positionMs: Math.round(lastMs) }),
    }).catch(() => tracker.giveBack(ranges));
  }
  function report(): void {
    const ranges = tracker.take();
    if (ranges.length > 0 || hasRead(slug)) send(ranges, lastRate);
  }
  const timer = setInterval(report, REPORT_EVERY_MS);
  window.addEventListener('pagehide', report);
  return {
    tick({ positionMs, isPlaying, isWaiting = false, hasEnded = false, rate }) {
      lastMs = positionMs;
      if (isPlaying && !isOpen) send([], rate);
      if (rate !== lastRate) report();
      lastRate = rate;
      tracker.tick(positionMs, isPlaying || (wasPlaying && hasEnded), rate);
      if (wasPlaying && !isPlaying && !isWaiting) report();
      wasPlaying = isPlaying;
    },
    close() {
      clearInterval(timer);
      window.removeEventListener('pagehide', report);
      report();
    },
  };
}
