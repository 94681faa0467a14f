import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Signatures } from '../changes/compare-pictures.ts';
import { inputArguments } from './input-arguments.ts';
import { runFfmpeg } from './run-ffmpeg.ts';

/** Both sides of a comparison are brought to this, whatever their sizes are. */
const WIDTH = 32;
const HEIGHT = 18;
/** Brightness of each block, and the two colours of each four. */
const FRAME_SIZE = WIDTH * HEIGHT * 1.5;

/** Raw frames of a size at which encoding shows little, one behind the other. */
export function signatureArguments(input: string[], framesPerSecond: number, output: string): string[] {
  const filters = [
    `fps=${framesPerSecond.toFixed(3)}`,
    `scale=${WIDTH}:${HEIGHT}:flags=area:out_range=full`,
    'format=yuvj420p',
  ];
  return [
    ...input,
    ...['-map', '0:v:0', '-an', '-sn', '-dn', '-vf', filters.join(',')],
    ...['-f', 'rawvideo', output],
  ];
}

/** Small frames of a video in the job's folder. */
export async function readSignatures(
  file: string,
  framesPerSecond: number,
  run: { cwd: string; signal: AbortSignal; timeoutMs: number },
): Promise<Signatures> {
  const output = `${file}.frames`;
  await runFfmpeg(signatureArguments(inputArguments(file), framesPerSecond, output), run);
  const bytes = await readFile(join(run.cwd, output));
  return { bytes: new Uint8Array(bytes), frameSize: FRAME_SIZE, framesPerSecond };
}
