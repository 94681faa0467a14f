import { and, eq, isNull, sql } from 'drizzle-orm';
import type { ViewerContext } from '#server/context.ts';
import type { Comment } from '#shared/comments.ts';
import { AppError } from '#shared/errors.ts';
import { canEditComment } from '#shared/permissions.ts';
import { findViewableComment } from './access.ts';
import { presentComment } from './present.ts';
import { publishComment } from './publish-comment.ts';
import { comments } from './tables.ts';

/** Edits one's own comment. Throws `conflict` where it was edited or deleted since `revision`. */
export async function updateComment(
  ctx: ViewerContext,
  input: { id: string; body: string; revision: number },
): Promise<Comment> {
  const comment = await findViewableComment(ctx, input.id);
  if (!canEditComment(ctx.actor, comment))
    throw new AppError('forbidden', 'Only its author can edit a comment.');
  return ctx.db.transaction(async (tx) => {
    const [updated] = await tx
      .update(comments)
      .set({ body: input.body, editedAt: ctx.clock.now(), revision: sql`${comments.revision} + 1` })
      .where(
        and(eq(comments.id, input.id), eq(comments.revision, input.revision), isNull(comments.deletedAt)),
      )
      .returning();
    if (!updated) {
      throw new AppError('conflict', 'This comment was changed meanwhile. Reload it, then edit it again.', {
        revision: comment.revision,
      });
    }
    await publishComment(tx, updated);
    return presentComment(ctx, updated, tx);
  });
}
