import { and, asc, eq, inArray, isNull, lt, or, sql, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { AppContext, ViewerContext } from '#server/context.ts';
import { findViewableVideo, versionsOf, type VideoRow } from '#server/features/videos/index.ts';
import { videos } from '#server/features/videos/tables.ts';
import type { Comment } from '#shared/comments.ts';
import { findViewableComment } from './access.ts';
import { presentComment, presentComments, readFacts, type CommentFacts } from './present.ts';
import { comments } from './tables.ts';

/**
 * All comments of a version, and the threads of versions before it that are still open: threads by position (those on the whole
 * first), replies by time of writing.
 */
export async function listComments(ctx: ViewerContext, input: { slug: string }): Promise<Comment[]> {
  const video = await findViewableVideo(ctx, { slug: input.slug });
  const rows = await ctx.db
    .select()
    .from(comments)
    .where(
      and(
        video.versionOf === null
          ? eq(comments.videoId, video.id)
          : or(eq(comments.videoId, video.id), openBefore(ctx, video)),
        isNull(comments.deletedAt),
      ),
    )
    .orderBy(sql`${comments.atMs} nulls first`, asc(comments.createdAt), asc(comments.id));
  // A reply goes with its thread: both vanish, and both come back.
  const shown = new Set(rows.filter((row) => row.parentId === null).map((row) => row.id));
  return presentComments(
    ctx,
    rows.filter((row) => row.parentId === null || shown.has(row.parentId)),
  );
}

/** What belongs to a thread of an earlier version that nobody has resolved. */
function openBefore(ctx: ViewerContext, video: VideoRow): SQL {
  const thread = alias(comments, 'thread');
  const earlier = ctx.db
    .select({ id: videos.id })
    .from(videos)
    .where(and(versionsOf(video), lt(videos.version, video.version), isNull(videos.deletedAt)));
  const open = ctx.db
    .select({ id: thread.id })
    .from(thread)
    .where(
      and(
        inArray(thread.videoId, earlier),
        isNull(thread.parentId),
        isNull(thread.resolvedAt),
        isNull(thread.deletedAt),
      ),
    );
  return sql`coalesce(${comments.parentId}, ${comments.id}) in (${open})`;
}

/** One comment. A reply of a deleted thread is not found either: it is out of sight. */
export async function getComment(ctx: ViewerContext, input: { id: string }): Promise<Comment> {
  const comment = await findViewableComment(ctx, input.id);
  if (comment.parentId !== null) await findViewableComment(ctx, comment.parentId);
  return presentComment(ctx, comment);
}

/** What is shown of one comment, for pages of people who may view its video; null where it is out of sight. */
export async function commentFacts(ctx: AppContext, id: string): Promise<CommentFacts | null> {
  const parent = alias(comments, 'parent');
  const [found] = await ctx.db
    .select({ comment: comments })
    .from(comments)
    .leftJoin(parent, eq(parent.id, comments.parentId))
    .where(and(eq(comments.id, id), isNull(comments.deletedAt), isNull(parent.deletedAt)));
  return found ? readFacts(ctx.db, [found.comment]) : null;
}
