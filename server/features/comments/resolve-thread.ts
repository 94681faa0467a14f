import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import type { ViewerContext } from '#server/context.ts';
import type { Comment } from '#shared/comments.ts';
import { AppError } from '#shared/errors.ts';
import { canResolveThread } from '#shared/permissions.ts';
import { findViewableComment } from './access.ts';
import { presentComment } from './present.ts';
import { publishComment } from './publish-comment.ts';
import { comments } from './tables.ts';

/** Resolves a thread. Throws `conflict` where somebody else already has. */
export function resolveThread(ctx: ViewerContext, input: { id: string }): Promise<Comment> {
  return setResolved(ctx, input.id, true);
}

/** Reopens a thread. Throws `conflict` where it is open. */
export function reopenThread(ctx: ViewerContext, input: { id: string }): Promise<Comment> {
  return setResolved(ctx, input.id, false);
}

async function setResolved(ctx: ViewerContext, id: string, isResolved: boolean): Promise<Comment> {
  const comment = await findViewableComment(ctx, id);
  if (comment.parentId !== null)
    throw new AppError('invalid_input', 'Only threads are resolved, not replies.');
  if (!canResolveThread(ctx.actor, comment))
    throw new AppError('forbidden', 'Guests resolve the threads that they began. Reply to this one instead.');
  return ctx.db.transaction(async (tx) => {
    const [changed] = await tx
      .update(comments)
      .set(
        isResolved
          ? { resolvedAt: ctx.clock.now(), resolvedBy: ctx.actor.userId }
          : { resolvedAt: null, resolvedBy: null },
      )
      .where(
        and(
          eq(comments.id, id),
          isNull(comments.deletedAt),
          isResolved ? isNull(comments.resolvedAt) : isNotNull(comments.resolvedAt),
        ),
      )
      .returning();
    if (!changed)
      throw new AppError('conflict', `This thread is already ${isResolved ? 'resolved' : 'open'}.`);
    await publishComment(tx, changed);
    return presentComment(ctx, changed, tx);
  });
}
