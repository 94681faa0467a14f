import { frameOfMs, middleOfFrame, type FrameRate } from '#shared/frames.ts';
import type { PlayState } from '#shared/together.ts';

/** Further away than this is not caught up with, but jumped over. */
const JUMP_MS = 300;
/** Further away than this is caught up with, until it is nearer than that: a pace that changes all the time can be heard. */
const FAR_MS = 40;
const NEAR_MS = 12;
/** What nobody hears: 5 % faster or slower. Being 100 ms off is made up for in two seconds. */
const MOST_NUDGE = 0.05;
const CATCH_UP_MS = 1500;
/** Between two jumps; doubled for who has to jump again and again, as on a slow connection. */
const PATIENCE_MS = 1000;
const MOST_PATIENCE_MS = 8000;
const MOST_AHEAD_MS = 1500;
const MOST_TRIES = 3;

/** What the follower's player is at. */
export interface Follower {
  positionMs: number;
  isPaused: boolean;
  isSeeking: boolean;
  /** The frame that is seen. */
  frame: number;
  durationMs: number;
  frameRate: FrameRate;
}

/** What its player is to do now. */
export interface FollowStep {
  play: boolean;
  /** Seconds to seek to, null: nowhere. */
  seekTo: number | null;
  rate: number;
  nudge: number;
}

/** Where the leader is by now. */
export function leaderMs(state: PlayState, nowMs: number): number {
  return state.isPlaying ? state.positionMs + Math.max(0, nowMs - state.atMs) * state.rate : state.positionMs;
}

/**
 * Keeps a follower with the leader. Pure but for what it remembers: when it jumped last, and how long a jump takes here.
 *
 *   leader paused:  the same frame, paused
 *   leader playing: far away → jump ahead of the leader by as much as a jump takes; near → a little faster or slower
 */
export class FollowController {
  #jumpedAtMs = Number.NEGATIVE_INFINITY;
  #patienceMs = PATIENCE_MS;
  #aheadMs = 0;
  #isMeasured = true;
  #isCatchingUp = false;
  #stillFrame = -1;
  #tries = 0;

  step(state: PlayState, me: Follower, nowMs: number): FollowStep {
    const rest: FollowStep = { play: state.isPlaying, seekTo: null, rate: state.rate, nudge: 1 };
    if (!state.isPlaying) return { ...rest, seekTo: this.#seekToFrame(state, me) };
    this.#stillFrame = -1;
    const target = leaderMs(state, nowMs);
    const isAtEnd = me.durationMs > 0 && target >= me.durationMs - NEAR_MS;
    if (isAtEnd) return { ...rest, play: me.durationMs - me.positionMs > JUMP_MS || !me.isPaused };
    if (me.isSeeking) return rest;
    const lateMs = target - me.positionMs;
    const sinceJumpMs = nowMs - this.#jumpedAtMs;
    if (me.isPaused && Math.abs(lateMs) > NEAR_MS) return { ...rest, seekTo: this.#jump(target, nowMs) };
    if (Math.abs(lateMs) > JUMP_MS && sinceJumpMs >= this.#patienceMs) {
      this.#measure(lateMs, sinceJumpMs);
      this.#patienceMs = Math.min(MOST_PATIENCE_MS, this.#patienceMs * 2);
      return { ...rest, seekTo: this.#jump(target, nowMs) };
    }
    this.#measure(lateMs, sinceJumpMs);
    if (Math.abs(lateMs) < JUMP_MS / 3) this.#patienceMs = PATIENCE_MS;
    this.#isCatchingUp = Math.abs(lateMs) > (this.#isCatchingUp ? NEAR_MS : FAR_MS);
    const nudge = Math.max(-MOST_NUDGE, Math.min(MOST_NUDGE, lateMs / CATCH_UP_MS));
    return { ...rest, nudge: this.#isCatchingUp ? 1 + nudge : 1 };
  }

  #jump(targetMs: number, nowMs: number): number {
    this.#jumpedAtMs = nowMs;
    this.#isMeasured = false;
    return (targetMs + this.#aheadMs) / 1000;
  }

  /** How late one is after a jump is how much further the next one has to go. */
  #measure(lateMs: number, sinceJumpMs: number): void {
    if (this.#isMeasured || sinceJumpMs < 250) return;
    this.#isMeasured = true;
    if (sinceJumpMs < 5000) this.#aheadMs = Math.max(0, Math.min(MOST_AHEAD_MS, this.#aheadMs + lateMs));
  }

  #seekToFrame(state: PlayState, me: Follower): number | null {
    const frame = frameOfMs(state.positionMs, me.frameRate);
    if (frame !== this.#stillFrame) this.#tries = 0;
    this.#stillFrame = frame;
    if (me.isSeeking || (me.isPaused && me.frame === frame) || this.#tries >= MOST_TRIES) return null;
    this.#tries++;
    return middleOfFrame(frame, me.frameRate);
  }
}
