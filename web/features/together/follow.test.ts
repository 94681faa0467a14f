import { describe, expect, it } from 'vitest';
import { middleOfFrame } from '#shared/frames.ts';
import type { PlayState } from '#shared/together.ts';
import { FollowController, leaderMs, type Follower } from './follow.ts';

const frameRate = { numerator: 30, denominator: 1 };
const playing = (more: Partial<PlayState> = {}): PlayState => ({
  isPlaying: true,
  positionMs: 10_000,
  rate: 1,
  atMs: 0,
  ...more,
});
const me = (more: Partial<Follower> = {}): Follower => ({
  positionMs: 10_000,
  isPaused: false,
  isSeeking: false,
  frame: 300,
  durationMs: 60_000,
  frameRate,
  ...more,
});

describe('following', () => {
  it('reckons where the leader is by now', () => {
    expect(leaderMs(playing({ rate: 1.5 }), 2000)).toBe(13_000);
    expect(leaderMs(playing({ isPlaying: false }), 2000)).toBe(10_000);
  });

  it('pauses on the very frame, and stays there', () => {
    const controller = new FollowController();
    const state = playing({ isPlaying: false, positionMs: 10_033 });
    expect(controller.step(state, me(), 0)).toMatchObject({
      play: false,
      seekTo: middleOfFrame(301, frameRate),
    });
    expect(controller.step(state, me({ isPaused: true, frame: 301 }), 100).seekTo).toBeNull();
  });

  it('does not seek for ever after a frame that its player does not show', () => {
    const controller = new FollowController();
    const state = playing({ isPlaying: false });
    const steps = Array.from({ length: 10 }, (_, i) => controller.step(state, me({ frame: 7 }), i * 100));
    expect(steps.filter(({ seekTo }) => seekTo !== null)).toHaveLength(3);
  });

  it('makes small differences good by pace alone, at most 5 %', () => {
    const controller = new FollowController();
    expect(controller.step(playing(), me({ positionMs: 10_940 }), 1000)).toMatchObject({
      seekTo: null,
      nudge: 1.04,
    });
    expect(controller.step(playing(), me({ positionMs: 11_200 }), 1000).nudge).toBe(0.95);
    expect(controller.step(playing(), me({ positionMs: 11_005 }), 1000).nudge).toBe(1);
    // Once together it leaves the pace alone until it is really off again.
    expect(controller.step(playing(), me({ positionMs: 11_030 }), 1000).nudge).toBe(1);
    expect(controller.step(playing(), me({ positionMs: 11_045 }), 1000).nudge).toBe(0.97);
    expect(controller.step(playing(), me({ positionMs: 11_030 }), 1000).nudge).toBe(0.98);
  });

  it('jumps over large ones, next time by as much further as a jump takes', () => {
    const controller = new FollowController();
    expect(controller.step(playing(), me({ positionMs: 2000 }), 0).seekTo).toBe(10);
    expect(controller.step(playing(), me({ positionMs: 10_000, isSeeking: true }), 200).seekTo).toBeNull();
    // Half a second later it is 240 ms late: that is what a jump takes.
    expect(controller.step(playing(), me({ positionMs: 10_260 }), 500).nudge).toBe(1.05);
    expect(controller.step(playing({ positionMs: 30_000, atMs: 5000 }), me(), 5000).seekTo).toBe(30.24);
  });

  it('jumps less and less often where that does not help', () => {
    const controller = new FollowController();
    let jumps = 0;
    for (let nowMs = 0; nowMs < 20_000; nowMs += 200)
      if (controller.step(playing(), me({ positionMs: 0 }), nowMs).seekTo !== null) jumps++;
    expect(jumps).toBeGreaterThan(2);
    expect(jumps).toBeLessThan(7);
  });

  it('lets the video end by itself', () => {
    const controller = new FollowController();
    const atEnd = me({ positionMs: 59_990, isPaused: true });
    expect(controller.step(playing(), atEnd, 55_000)).toMatchObject({ play: false, seekTo: null });
  });

  it('converges from 200 ms off to within 15 ms in under five seconds', () => {
    const controller = new FollowController();
    let positionMs = 9800;
    for (let nowMs = 0; nowMs < 5000; nowMs += 200)
      positionMs += 200 * controller.step(playing(), me({ positionMs }), nowMs).nudge;
    expect(Math.abs(15_000 - positionMs)).toBeLessThan(15);
  });
});
