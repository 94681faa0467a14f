import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { AppContext, ViewerContext } from '#server/context.ts';
import { findViewableVideo } from '#server/features/videos/index.ts';
import type { Comment } from '#shared/comments.ts';
import { findViewableComment } from './access.ts';
import { presentComment, presentComments, readFacts, type CommentFacts } from './present.ts';
import { comments } from './tables.ts';

/** All comments of a video: threads by position (those on the whole first), replies by time of writing. */
export async function listComments(ctx: ViewerContext, input: { slug: string }): Promise<Comment[]> {
  const video = await findViewableVideo(ctx, { slug: input.slug });
  const rows = await ctx.db
    .select()
    .from(comments)
    .where(and(eq(comments.videoId, video.id), isNull(comments.deletedAt)))
    .orderBy(sql`${comments.atMs} nulls first`, asc(comments.createdAt), asc(comments.id));
  // A reply goes with its thread: both vanish, and both come back.
  const shown = new Set(rows.filter((row) => row.parentId === null).map((row) => row.id));
  return presentComments(
    ctx,
    rows.filter((row) => row.parentId === null || shown.has(row.parentId)),
  );
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
