import type { RespondentContext, ViewerContext } from '#server/context.ts';
import { readStrokes } from '#server/features/recordings/index.ts';
import { findViewableVideo, type VideoRow } from '#server/features/videos/index.ts';
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

/** The same for the guest of a video request, of what they have recorded themselves: the caller knows that they have. */
export async function playbackOfTake(ctx: RespondentContext, video: VideoRow): Promise<Playback> {
  const [playback] = await listPlayback(ctx, [video]);
  if (!playback) throw new Error('listPlayback lost a video');
  return { ...playback, downloadUrl: null, captions: null, resumeAtMs: null };
}

/** What was drawn over the picture while it was recorded. */
export async function getStrokes(ctx: ViewerContext, input: { slug: string }): Promise<InkStroke[]> {
  const video = await findViewableVideo(ctx, { slug: input.slug });
  return readStrokes(ctx, video.id);
}
