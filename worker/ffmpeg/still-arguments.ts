import type { PictureSize, UnitBox } from '#shared/annotation-geometry.ts';
import { blurBoxes } from '#shared/annotation-shapes.ts';
import type { Annotation } from '#shared/annotations.ts';
import { frameMs, frameOfMs, type FrameRate } from '#shared/frames.ts';
import { safeInput } from './input-arguments.ts';

/** Standard deviation of the blur, as a share of the picture's height; players use the same (`annotation-layer.tsx`). */
const BLUR_SHARE = 0.02;
export interface StillPlan {
  /** Where the frame starts, in whole ms. */
  atMs: number;
  frameRate: FrameRate;
  size: PictureSize;
  annotation: Annotation;
  /** File of our own making with the ink, of the same size; null where there is none. */
  inkFile: string | null;
}

/** One JPEG of the frame at `atMs`, by the time stamps of the file itself: it may be a part of a longer one. */
export function stillArguments(input: string[], plan: StillPlan): string[] {
  const { atMs, frameRate, size, inkFile } = plan;
  const fromMs = Math.max(0, (frameOfMs(atMs, frameRate) - 0.5) * frameMs(frameRate));
  const ink = inkFile ? [...safeInput('svg_pipe'), '-f', 'svg_pipe', '-i', `file:${inkFile}`] : [];
  const frame = [
    // After the frame before, whatever the rounding.
    `select=gte(t\\,${(fromMs / 1000).toFixed(6)})`,
    `scale=${size.width}:${size.height}`,
    'setsar=1',
    'format=gbrp',
  ];
  const graph = [
    `[0:v:0]${frame.join(',')}[frame]`,
    ...blurFilters(blurBoxes(plan.annotation), size),
    inkFile ? '[blurred][1:v]overlay=format=gbrp,format=yuvj444p[still]' : '[blurred]format=yuvj444p[still]',
  ];
  return [
    '-copyts',
    ...input,
    ...ink,
    ...['-filter_complex', graph.join(';'), '-map', '[still]', '-map_metadata', '-1'],
    ...['-frames:v', '1', '-q:v', '2', '-f', 'mjpeg', 'still.jpg'],
  ];
}

/** From `[frame]` to `[blurred]`: each box is cut out, blurred (three boxes in a row are nearly a Gaussian) and laid back. */
function blurFilters(boxes: UnitBox[], size: PictureSize): string[] {
  const filters = boxes.flatMap((box, i) => {
    const { x, y, width, height } = pixelBox(box, size);
    const radius = Math.floor(
      Math.min(Math.max(2, BLUR_SHARE * size.height), (Math.min(width, height) - 1) / 2),
    );
    const from = i === 0 ? '[frame]' : `[step${i}]`;
    return [
      `${from}split[whole${i}][cut${i}]`,
      `[cut${i}]crop=${width}:${height}:${x}:${y},boxblur=${radius}:3[soft${i}]`,
      `[whole${i}][soft${i}]overlay=${x}:${y}:format=gbrp[step${i + 1}]`,
    ];
  });
  return [...filters, `${boxes.length === 0 ? '[frame]' : `[step${boxes.length}]`}null[blurred]`];
}

/** Whole pixels that contain the box, at least three of them each way. */
function pixelBox(box: UnitBox, size: PictureSize): UnitBox {
  const [x, width] = pixels(box.x, box.width, size.width);
  const [y, height] = pixels(box.y, box.height, size.height);
  return { x, y, width, height };
}

function pixels(start: number, length: number, all: number): [number, number] {
  const end = Math.min(all, Math.max(Math.ceil((start + length) * all), 3));
  const first = Math.max(0, Math.min(Math.floor(start * all), end - 3));
  return [first, end - first];
}
