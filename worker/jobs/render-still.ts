import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { AppContext } from '#server/context.ts';
import { loadStillInput, saveStill, type StillInput } from '#server/features/comments/index.ts';
import type { JobRun } from '#server/queue/queue.ts';
import { renderStill } from '../ffmpeg/render-still.ts';
import { withJobFolder } from './job-folder.ts';

const MOST_HEIGHT = 720;

/** Renders a comment's frame with its ink. Of the video it fetches the one segment that the frame is in. */
export async function renderCommentStill(ctx: AppContext, job: JobRun<'render-still'>): Promise<void> {
  const input = await loadStillInput(ctx, job.payload);
  if (!input) return;
  const { atMs, frameRate, annotation, picture, key } = input;
  const still = await withJobFolder(async (cwd) => {
    const inputPath = join(cwd, 'input.mp4');
    await fetchSegment(ctx, input, inputPath);
    const width = Math.round(picture.width * Math.min(1, MOST_HEIGHT / picture.height));
    return renderStill({ inputPath, atMs, frameRate, annotation, width, signal: job.signal });
  });
  await ctx.storage.put(key, still, { sizeBytes: still.byteLength, contentType: 'image/jpeg' });
  await saveStill(ctx, job.payload, key);
}

async function fetchSegment(ctx: AppContext, { source }: StillInput, path: string): Promise<void> {
  for (const [i, range] of [source.init, source.segment].entries()) {
    const { body } = await ctx.storage.get(source.key, range);
    await pipeline(body, createWriteStream(path, { flags: i === 0 ? 'w' : 'a' }));
  }
}
