import type { ViewerContext } from '#server/context.ts';
import { readStrokes } from '#server/features/recordings/index.ts';
import { findViewableVideo } from '#server/features/videos/index.ts';
import type { InkStroke } from '#shared/ink.ts';
import type { Playback } from '#shared/playback.ts';
import { listPlayback } from './list-playback.ts';

/** Where to play a video from now, best first, by URLs that are signed and expire. */
export async function getPlayback(ctx: ViewerContext, input: { slug: string }): Promise<Playback> {
  const video = await findViewableVideo(ctx, { slug: input.slug }, { includeReplies: true });
  const [playback] = await listPlayback(ctx, [video]);
  if (!playback) throw new Error('listPlayback lost a video');
  return playback;
}

/** What was drawn over the picture while it was recorded. */
export async function getStrokes(ctx: ViewerContext, input: { slug: string }): Promise<InkStroke[]> {
  const video = await findViewableVideo(ctx, { slug: input.slug });
  return readStrokes(ctx, video.id);
}
