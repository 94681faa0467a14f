import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameRate } from '#shared/frames.ts';
import { ffmpeg } from './media.ts';

/** Frame rates that films, cameras and screens have. */
export const FRAME_RATES: FrameRate[] = [
  { numerator: 24, denominator: 1 },
  { numerator: 25, denominator: 1 },
  { numerator: 30_000, denominator: 1001 },
  { numerator: 30, denominator: 1 },
  { numerator: 50, denominator: 1 },
  { numerator: 60_000, denominator: 1001 },
  { numerator: 60, denominator: 1 },
];
const BITS = 10;

/** A video whose frames carry their number: ten columns, black for 0 and white for 1, lowest bit first. With a sound. */
export async function makeNumberedVideo(rate: FrameRate, seconds: number): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'playhead-numbered-')), 'numbered.mp4');
  const luma = `255*mod(floor(N/pow(2,floor(X*${BITS}/W))),2)`;
  await ffmpeg([
    ...[
      '-f',
      'lavfi',
      '-i',
      `color=black:size=640x360:rate=${rate.numerator}/${rate.denominator}:duration=${seconds}`,
    ],
    ...['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=48000:duration=${seconds}`],
    ...['-vf', `format=gray,geq=lum='${luma}',format=yuv420p`, '-preset', 'ultrafast', '-crf', '18', path],
  ]);
  return path;
}

/** The number that a picture carries, from the brightness (0–255) of a row of its pixels. */
export function numberIn(row: ArrayLike<number>): number {
  let number = 0;
  for (let bit = 0; bit < BITS; bit++) {
    const at = Math.floor(((bit + 0.5) * row.length) / BITS);
    if ((row[at] ?? 0) > 128) number += 2 ** bit;
  }
  return number;
}
