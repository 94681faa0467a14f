import { and, eq, isNull } from 'drizzle-orm';
import type { Queryable } from '#server/db/connect.ts';
import type { ViewerContext } from '#server/context.ts';
import { findViewableVideo } from '#server/features/videos/index.ts';
import { AppError } from '#shared/errors.ts';
import { comments } from './tables.ts';

export type CommentRow = typeof comments.$inferSelect;

/** The comment, where the actor may view its video; `not_found` otherwise, also for other workspaces' comments. */
export async function findViewableComment(
  ctx: ViewerContext,
  id: string,
  options: { includeDeleted?: boolean; db?: Queryable } = {},
): Promise<CommentRow> {
  const db = options.db ?? ctx.db;
  const [comment] = await db
    .select()
    .from(comments)
    .where(
      and(
        eq(comments.id, id),
        eq(comments.workspaceId, ctx.actor.workspaceId),
        options.includeDeleted ? undefined : isNull(comments.deletedAt),
      ),
    );
  if (!comment) throw commentNotFound();
  await findViewableVideo(ctx, { id: comment.videoId }, { db });
  return comment;
}

export function commentNotFound(): AppError {
  return new AppError('not_found', 'This comment does not exist, or it was deleted.');
}
