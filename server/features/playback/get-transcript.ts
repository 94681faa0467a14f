import type { ViewerContext } from '#server/context.ts';
import { readTranscript, type StoredTranscript } from '#server/features/transcripts/index.ts';
import { findViewableVideo } from '#server/features/videos/index.ts';

/** The transcript of a video that the actor can see. */
export async function getTranscript(ctx: ViewerContext, input: { slug: string }): Promise<StoredTranscript> {
  const video = await findViewableVideo(ctx, { slug: input.slug }, { includeReplies: true });
  return readTranscript(ctx, video.id);
}
