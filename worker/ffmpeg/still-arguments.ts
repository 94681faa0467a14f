import type { Box, PictureSize } from '#shared/annotation-shapes.ts';
import { inputArguments, safeInput } from './input-arguments.ts';

/** Strength of a blur as a share of the picture’s height, as in the browser. */
const BLUR = 0.016;

/**
 * Arguments for one frame of `input.mp4` with `ink.svg` over it, as `still.jpg`. `fromSeconds` lies before the frame and
 * after the one before, by the file's own time; sizes are in pixels, boxes 0–1 of the picture.
 */
export function stillArguments(plan: {
  fromSeconds: number;
  size: PictureSize;
  blurred: readonly Box[];
}): string[] {
  const { size, blurred } = plan;
  const steps = [
    `[0:v]select=gte(t\\,${plan.fromSeconds.toFixed(6)}),scale=${size.width}:${size.height}:flags=area,format=rgb24[v0]`,
  ];
  for (const [i, box] of blurred.entries()) {
    const [x, y] = [Math.round(box.x * size.width), Math.round(box.y * size.height)];
    const width = Math.max(1, Math.round((box.x + box.width) * size.width) - x);
    const height = Math.max(1, Math.round((box.y + box.height) * size.height) - y);
    steps.push(
      `[v${i}]split[a${i}][b${i}]`,
      `[b${i}]crop=${width}:${height}:${x}:${y},gblur=sigma=${Math.max(1, BLUR * size.height)}:steps=3[c${i}]`,
      `[a${i}][c${i}]overlay=${x}:${y}[v${i + 1}]`,
    );
  }
  steps.push(`[v${blurred.length}][1:v]overlay=0:0:format=rgb[out]`);
  return [
    ...['-copyts', ...inputArguments('input.mp4')],
    ...[...safeInput('svg_pipe'), '-f', 'svg_pipe', '-i', 'file:ink.svg'],
    ...['-filter_complex', steps.join(';'), '-map', '[out]'],
    ...['-frames:v', '1', '-q:v', '3', '-map_metadata', '-1', 'still.jpg'],
  ];
}
