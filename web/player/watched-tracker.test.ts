import { describe, expect, it } from 'vitest';
import { WatchedTracker } from './watched-tracker.ts';

describe('WatchedTracker', () => {
  it('joins what was played and leaves out what was skipped', () => {
    const tracker = new WatchedTracker();
    for (const ms of [0, 250, 500, 10_000, 10_250]) tracker.tick(ms, true);
    expect(tracker.take()).toEqual([
      { startMs: 0, endMs: 500 },
      { startMs: 10_000, endMs: 10_250 },
    ]);
    expect(tracker.take()).toEqual([]);
  });

  it('counts nothing while paused, and nothing backwards', () => {
    const tracker = new WatchedTracker();
    tracker.tick(1000, true);
    tracker.tick(1200, false);
    tracker.tick(1400, true);
    tracker.tick(900, true);
    tracker.tick(1000, true);
    expect(tracker.take()).toEqual([{ startMs: 900, endMs: 1000 }]);
  });

  it('takes longer steps at higher speed', () => {
    const tracker = new WatchedTracker();
    tracker.tick(0, true, 3);
    tracker.tick(4000, true, 3);
    expect(tracker.take()).toEqual([{ startMs: 0, endMs: 4000 }]);
  });
});
