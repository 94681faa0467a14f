import { eq } from 'drizzle-orm';
import type { Transaction } from '#server/db/connect.ts';
import { publish } from '#server/events/publish.ts';
import { videos } from '#server/features/videos/tables.ts';
import type { LiveEvent } from '#shared/events.ts';
import { CommentId, VideoId } from '#shared/ids.ts';
import { baseSlug } from '#shared/version-slugs.ts';
import type { CommentRow } from './access.ts';

/** Tells open pages that a comment has changed, in the transaction that changed it. `slug`: of its video, where it is known. */
export async function publishComment(
  tx: Transaction,
  comment: CommentRow,
  { withReplies = false, slug }: { withReplies?: boolean; slug?: string } = {},
): Promise<void> {
  const video = slug === undefined ? await slugOf(tx, comment.videoId) : { slug };
  if (!video) return;
  await publish(tx, comment.workspaceId, commentEvent(comment, video.slug, withReplies));
}

export function commentEvent(
  { id, videoId }: Pick<CommentRow, 'id' | 'videoId'>,
  slug: string,
  withReplies = false,
): LiveEvent {
  return {
    type: 'comment.changed',
    videoId: VideoId.parse(videoId),
    slug: baseSlug(slug),
    commentId: CommentId.parse(id),
    withReplies,
  };
}

async function slugOf(tx: Transaction, videoId: string): Promise<{ slug: string } | undefined> {
  const [video] = await tx.select({ slug: videos.slug }).from(videos).where(eq(videos.id, videoId));
  return video;
}
