import { and, eq, gt, isNull } from 'drizzle-orm';
import type { ViewerContext } from '#server/context.ts';
import { COMMENT_RESTORABLE_MS, type Comment } from '#shared/comments.ts';
import { AppError } from '#shared/errors.ts';
import { DONE, type Done } from '#shared/ids.ts';
import { canRemoveComment } from '#shared/permissions.ts';
import { commentNotFound, findViewableComment } from './access.ts';
import { presentComment } from './present.ts';
import { publishComment } from './publish-comment.ts';
import { comments } from './tables.ts';

/** Deletes a comment; with a thread, its replies go out of sight too. `restoreComment` undoes it. */
export async function removeComment(ctx: ViewerContext, input: { id: string }): Promise<Done> {
  const comment = await findViewableComment(ctx, input.id);
  assertCanRemove(ctx, comment);
  await ctx.db.transaction(async (tx) => {
    const [removed] = await tx
      .update(comments)
      .set({ deletedAt: ctx.clock.now() })
      .where(and(eq(comments.id, input.id), isNull(comments.deletedAt)))
      .returning();
    if (!removed) throw commentNotFound();
    await publishComment(tx, removed, { withReplies: true });
  });
  return DONE;
}

/** Undoes a deletion. Throws `conflict` where it is not deleted, `gone` after 30 days. */
export async function restoreComment(ctx: ViewerContext, input: { id: string }): Promise<Comment> {
  const comment = await findViewableComment(ctx, input.id, { includeDeleted: true });
  assertCanRemove(ctx, comment);
  const since = new Date(ctx.clock.now().getTime() - COMMENT_RESTORABLE_MS);
  if (comment.deletedAt && comment.deletedAt <= since)
    throw new AppError('gone', 'This comment was deleted more than 30 days ago. Write it again.');
  return ctx.db.transaction(async (tx) => {
    const [restored] = await tx
      .update(comments)
      .set({ deletedAt: null })
      .where(and(eq(comments.id, input.id), gt(comments.deletedAt, since)))
      .returning();
    if (!restored) throw new AppError('conflict', 'This comment is not deleted.');
    await publishComment(tx, restored, { withReplies: true });
    return presentComment(ctx, restored, tx);
  });
}

function assertCanRemove(ctx: ViewerContext, comment: { authorId: string }): void {
  if (!canRemoveComment(ctx.actor, comment)) {
    throw new AppError('forbidden', 'Only its author or an admin can delete a comment.');
  }
}
