import { and, eq, inArray, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import type { AppContext, ViewerContext } from '#server/context.ts';
import type { Queryable, Transaction } from '#server/db/connect.ts';
import { comments } from '#server/features/comments/tables.ts';
import { recordings } from '#server/features/recordings/tables.ts';
import { AppError } from '#shared/errors.ts';
import type { VideoRow } from './access.ts';
import { videos } from './tables.ts';
import { versionsOf } from './version-stack.ts';

/** A recorded reply that nobody has sent after this long goes: its draft is forgotten. */
const UNSENT_MS = 30 * 24 * 3600_000;

/** The comment that a recorded reply was sent with, where it is not deleted. */
export async function findCommentOfReply(
  db: Queryable,
  replyId: string,
): Promise<{ commentId: string; videoId: string; slug: string } | null> {
  const [found] = await db
    .select({ commentId: comments.id, videoId: comments.videoId, slug: videos.slug })
    .from(comments)
    .innerJoin(videos, eq(videos.id, comments.videoId))
    .where(and(eq(comments.replyVideoId, replyId), isNull(comments.deletedAt)));
  return found ?? null;
}

/**
 * One's own recording that can be sent as the reply of a comment on `video`. Throws `not_found` where the server has no such
 * one (yet), `gone` where it was thrown away, `invalid_input` where it is no reply to this video.
 */
export async function findReplyToSend(
  tx: Transaction,
  ctx: ViewerContext,
  video: VideoRow,
  recordingId: string,
): Promise<VideoRow> {
  const [found] = await tx
    .select({ reply: videos })
    .from(recordings)
    .innerJoin(videos, eq(videos.id, recordings.videoId))
    .where(
      and(
        eq(recordings.id, recordingId),
        eq(recordings.workspaceId, ctx.actor.workspaceId),
        eq(videos.authorId, ctx.actor.userId),
      ),
    )
    // Whoever throws it away at this moment waits, or has.
    .for('update', { of: videos });
  if (!found)
    throw new AppError(
      'not_found',
      'This reply has not reached the server yet. Send it once more in a moment.',
    );
  const { kind, parentId } = found.reply;
  const isOfVideo =
    kind === 'reply' &&
    parentId !== null &&
    (await tx.$count(videos, and(eq(videos.id, parentId), versionsOf(video)))) > 0;
  if (!isOfVideo)
    throw new AppError('invalid_input', 'recordingId: this was not recorded as a reply to this video.');
  if (found.reply.deletedAt)
    throw new AppError('gone', 'This reply was thrown away. Record it once more, or send the text alone.');
  return found.reply;
}

/** Recorded replies go with their comments, and come back with them. */
export async function setRepliesDeleted(
  tx: Transaction,
  ctx: AppContext,
  replyIds: (string | null)[],
  isDeleted: boolean,
): Promise<void> {
  const ids = replyIds.filter((id) => id !== null);
  if (ids.length === 0) return;
  await tx
    .update(videos)
    .set({ deletedAt: isDeleted ? ctx.clock.now() : null })
    .where(and(inArray(videos.id, ids), isDeleted ? isNull(videos.deletedAt) : isNotNull(videos.deletedAt)));
}

/** Throws `conflict` where a reply was sent: it goes with its comment, not by itself. */
export async function assertNotSent(db: Queryable, video: VideoRow): Promise<void> {
  if (video.kind !== 'reply') return;
  const sent = await db.$count(comments, eq(comments.replyVideoId, video.id));
  if (sent > 0)
    throw new AppError('conflict', 'This reply belongs to a comment. Delete or restore the comment.');
}

/** Replies, and answers of guests, that were recorded and never sent are deleted after 30 days. */
export async function deleteUnsentReplies(ctx: AppContext): Promise<number> {
  const now = ctx.clock.now();
  const deleted = await ctx.db
    .update(videos)
    .set({ deletedAt: now })
    .where(
      and(
        inArray(videos.kind, ['reply', 'take']),
        isNull(videos.deletedAt),
        lt(videos.createdAt, new Date(now.getTime() - UNSENT_MS)),
        sql`not exists (select 1 from ${comments} where ${comments.replyVideoId} = ${videos.id})`,
      ),
    )
    .returning({ id: videos.id });
  return deleted.length;
}
