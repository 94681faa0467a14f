import type { Transaction } from '#server/db/connect.ts';
import { publish } from '#server/events/publish.ts';
import { CommentId, VideoId } from '#shared/ids.ts';
import { baseSlug } from '#shared/version-slugs.ts';
import type { VideoRow } from './access.ts';
import { findCommentOfReply } from './replies.ts';

/** What an event about a video needs of it. */
export type PublishedVideo = Pick<VideoRow, 'id' | 'slug' | 'workspaceId' | 'kind'>;

/**
 * Tells open pages about a video: `changed` (look at all of it again), `progress` (only how far it is) or `version` (its link
 * shows another version). A recorded reply is
 * a part of its comment: of that they are told.
 */
export async function publishVideo(
  tx: Transaction,
  video: PublishedVideo,
  what: 'changed' | 'progress' | 'version' = 'changed',
): Promise<void> {
  // Of what is not sent nobody hears.
  if (video.kind === 'take') return;
  if (video.kind === 'reply') {
    if (what === 'changed') await publishReply(tx, video);
    return;
  }
  await publish(tx, video.workspaceId, {
    type: `video.${what}`,
    videoId: VideoId.parse(video.id),
    slug: baseSlug(video.slug),
  });
}

/** Tells open pages about the comment that a recorded reply was sent with; nobody where it was not sent yet. */
export async function publishReply(
  tx: Transaction,
  reply: Pick<VideoRow, 'id' | 'workspaceId'>,
): Promise<void> {
  const sent = await findCommentOfReply(tx, reply.id);
  if (!sent) return;
  await publish(tx, reply.workspaceId, {
    type: 'comment.changed',
    videoId: VideoId.parse(sent.videoId),
    slug: baseSlug(sent.slug),
    commentId: CommentId.parse(sent.commentId),
    withReplies: false,
  });
}
