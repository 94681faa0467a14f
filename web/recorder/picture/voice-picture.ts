import type { Size } from './layout.ts';

/**
 * A recording is cut at keyframes of its picture, and everything behind it (playlists, renditions, frames) counts in them:
 * a voice alone takes a still along, which costs a few kB a second, instead of a second way through all of it.
 */
export const VOICE_PICTURE: Size = { width: 640, height: 360 };
/** Frames a second of the still. */
export const VOICE_FRAME_RATE = 5;

/** Heights of the bars, 0–1: a wave that says “sound”, and nothing of what is heard. */
const BARS = [0.18, 0.34, 0.62, 0.4, 0.78, 1, 0.7, 0.46, 0.86, 0.54, 0.3, 0.5, 0.24];

/** What is seen where a voice is played as a video, such as in a download. */
export function voicePicture({ width, height } = VOICE_PICTURE): VideoFrame {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('This browser can’t draw a picture.');
  context.fillStyle = '#17181c';
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#8b8fd8';
  const step = width / 24;
  const left = (width - step * BARS.length) / 2;
  for (const [i, share] of BARS.entries()) {
    const length = share * height * 0.4;
    context.beginPath();
    context.roundRect(left + i * step + step * 0.2, (height - length) / 2, step * 0.6, length, step * 0.3);
    context.fill();
  }
  return new VideoFrame(canvas, { timestamp: 0, alpha: 'discard' });
}
