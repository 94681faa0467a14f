import type { FrameRate } from './videos.ts';

export type { FrameRate } from './videos.ts';

/** Of recordings and of whatever says nothing of itself. */
export const DEFAULT_FRAME_RATE: FrameRate = { numerator: 30, denominator: 1 };

/** Length of a frame in ms. */
export function frameMs({ numerator, denominator }: FrameRate): number {
  return (1000 * denominator) / numerator;
}

/**
 * The frame whose start is nearest to a position in whole ms: the inverse of `msOfFrame`, without loss, since frames are
 * further apart than 1 ms.
 */
export function frameOfMs(positionMs: number, rate: FrameRate): number {
  return Math.max(0, Math.round(positionMs / frameMs(rate)));
}

/** Where a frame starts, in whole ms. This is what is stored. */
export function msOfFrame(frame: number, rate: FrameRate): number {
  return Math.round(frame * frameMs(rate));
}

/** The frame that is seen at an exact time of the picture, such as `mediaTime` of `requestVideoFrameCallback`. */
export function frameSeenAt(seconds: number, rate: FrameRate): number {
  // Time stamps are rounded to the time scale of the file: a hair before a frame's start is that frame.
  return Math.max(0, Math.floor((seconds * 1000) / frameMs(rate) + 0.1));
}

/**
 * The frame that a seek to this time brings, in seconds of `currentTime`. Unlike a time stamp such a time is anywhere in its
 * frame: only rounding of a float is forgiven.
 */
export function frameAt(seconds: number, rate: FrameRate): number {
  return Math.max(0, Math.floor((seconds * 1000) / frameMs(rate) + 0.001));
}

/** Where to seek to see a frame, in seconds: its middle, so that no rounding of a browser shows its neighbour. */
export function middleOfFrame(frame: number, rate: FrameRate): number {
  return ((frame + 0.5) * frameMs(rate)) / 1000;
}
