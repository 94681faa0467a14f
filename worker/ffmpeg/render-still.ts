import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { annotationSvg } from '#shared/annotation-shapes.ts';
import type { Annotation } from '#shared/annotations.ts';
import type { FrameRate } from '#shared/frames.ts';
import { withJobFolder } from '../jobs/job-folder.ts';
import { inputArguments } from './input-arguments.ts';
import { MediaError } from './inspect-media.ts';
import { displaySize } from './picture.ts';
import { probeMedia } from './probe-media.ts';
import { runFfmpeg } from './run-ffmpeg.ts';
import { stillArguments } from './still-arguments.ts';

export interface StillInput {
  /** Absolute path of a rendition, or of a part of one. */
  inputPath: string;
  /** Where the frame starts, in whole ms. */
  atMs: number;
  frameRate: FrameRate;
  annotation: Annotation;
  /** Of the still, in pixels; odd ones become even. The height follows from the picture. */
  width: number;
  signal: AbortSignal;
}

/**
 * JPEG bytes of the frame at `atMs` with its ink drawn in and its blur boxes unreadable. Throws `MediaError` for a file
 * without a picture at that position, and `FfmpegError`.
 */
export async function renderStill(input: StillInput): Promise<Buffer> {
  const { inputPath, atMs, frameRate, annotation, signal } = input;
  return withJobFolder(async (cwd) => {
    const probed = await probeMedia(inputPath, { cwd, signal });
    if ('failure' in probed) throw new MediaError(probed.failure, probed.stderr.slice(-300));
    if (!probed.info.video) throw new MediaError('no_video_stream');
    const picture = displaySize(probed.info.video);
    const width = even(input.width);
    const size = { width, height: even((width * picture.height) / picture.width) };
    const hasInk = annotation.some(({ tool }) => tool !== 'blur');
    if (hasInk) await writeFile(join(cwd, 'ink.svg'), annotationSvg(annotation, size));
    const plan = { atMs, frameRate, size, annotation, inkFile: hasInk ? 'ink.svg' : null };
    await runFfmpeg(stillArguments(inputArguments(inputPath), plan), { cwd, signal, timeoutMs: 60_000 });
    const still = await readFile(join(cwd, 'still.jpg')).catch(() => Buffer.alloc(0));
    if (still.length === 0) throw new MediaError('no_decodable_frames', `nothing at ${atMs} ms`);
    return still;
  });
}

function even(length: number): number {
  return Math.max(4, Math.round(length / 2) * 2);
}
