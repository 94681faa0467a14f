import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { AppContext } from '#server/context.ts';
import { loadStillInput, saveStill, type StillInput } from '#server/features/comments/index.ts';
import type { JobRun } from '#server/queue/queue.ts';
import type { Annotation } from '#shared/annotations.ts';
import { annotationSvg, blurBoxes, type PictureSize } from '#shared/annotation-shapes.ts';
import { frameMs, frameOfMs } from '#shared/frames.ts';
import { runFfmpeg } from '../ffmpeg/run-ffmpeg.ts';
import { stillArguments } from '../ffmpeg/still-arguments.ts';
import { withJobFolder } from './job-folder.ts';

const MOST_HEIGHT = 720;

/** Renders a comment's frame with its ink. Of the video it fetches the one segment that the frame is in. */
export async function renderStill(ctx: AppContext, job: JobRun<'render-still'>): Promise<void> {
  const input = await loadStillInput(ctx, job.payload);
  if (!input) return;
  await withJobFolder(async (cwd) => {
    await fetchSegment(ctx, input, join(cwd, 'input.mp4'));
    await drawStill({ ...input, size: stillSize(input.picture), cwd, signal: job.signal });
    await ctx.storage.putFile(input.key, join(cwd, 'still.jpg'), { contentType: 'image/jpeg' });
  });
  await saveStill(ctx, job.payload, input.key);
}

/** Draws `annotation` over the frame at `atMs` of `input.mp4`, or of a part of it; makes `still.jpg`. */
export async function drawStill(still: {
  annotation: Annotation;
  atMs: number;
  frameRate: StillInput['frameRate'];
  size: PictureSize;
  cwd: string;
  signal: AbortSignal;
}): Promise<void> {
  const { annotation, frameRate, size, cwd, signal } = still;
  const fromMs = (frameOfMs(still.atMs, frameRate) - 0.5) * frameMs(frameRate);
  await writeFile(join(cwd, 'ink.svg'), annotationSvg(annotation, size));
  await runFfmpeg(
    stillArguments({ fromSeconds: Math.max(0, fromMs) / 1000, size, blurred: blurBoxes(annotation) }),
    { cwd, signal, timeoutMs: 60_000 },
  );
}

/** In even numbers, no higher than 720. */
function stillSize({ width, height }: PictureSize): PictureSize {
  const scale = Math.min(1, MOST_HEIGHT / height);
  return { width: Math.round((width * scale) / 2) * 2, height: Math.round((height * scale) / 2) * 2 };
}

async function fetchSegment(ctx: AppContext, { source }: StillInput, path: string): Promise<void> {
  for (const [i, range] of [source.init, source.segment].entries()) {
    const { body } = await ctx.storage.get(source.key, range);
    await pipeline(body, createWriteStream(path, { flags: i === 0 ? 'w' : 'a' }));
  }
}
