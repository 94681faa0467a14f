import { and, eq, gt, isNull } from 'drizzle-orm';
import type { ViewerContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { readAttachments } from '#server/features/attachments/index.ts';
import { setRepliesDeleted } from '#server/features/videos/index.ts';
import { COMMENT_RESTORABLE_MS, type Comment } from '#shared/comments.ts';
import { AppError } from '#shared/errors.ts';
import { DONE, type Done } from '#shared/ids.ts';
import { canRemoveComment } from '#shared/permissions.ts';
import { commentNotFound, findViewableComment, type CommentRow } from './access.ts';
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
    await setRepliesDeleted(tx, ctx, await repliesBelow(tx, removed), true);
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
    const files = (await readAttachments(tx, [restored.id])).get(restored.id) ?? [];
    const isEmpty = restored.body === '' && restored.ink.length === 0 && files.length === 0;
    if (isEmpty && restored.replyVideoId === null)
      throw new AppError('gone', 'What was recorded as this comment is gone for good.');
    await setRepliesDeleted(tx, ctx, await repliesBelow(tx, restored), false);
    await publishComment(tx, restored, { withReplies: true });
    return presentComment(ctx, restored, tx);
  });
}

/** Recorded replies that are in sight with a comment: its own and, of a thread, those of its answers. */
async function repliesBelow(tx: Transaction, comment: CommentRow): Promise<(string | null)[]> {
  const isHidden = comment.parentId !== null && !(await isShown(tx, comment.parentId));
  if (isHidden) return [];
  const rows = await tx
    .select({ replyVideoId: comments.replyVideoId })
    .from(comments)
    .where(and(eq(comments.parentId, comment.id), isNull(comments.deletedAt)));
  return [comment.replyVideoId, ...rows.map(({ replyVideoId }) => replyVideoId)];
}

async function isShown(tx: Transaction, id: string): Promise<boolean> {
  return (await tx.$count(comments, and(eq(comments.id, id), isNull(comments.deletedAt)))) > 0;
}

function assertCanRemove(ctx: ViewerContext, comment: { authorId: string }): void {
  if (!canRemoveComment(ctx.actor, comment)) {
    throw new AppError('forbidden', 'Only its author or an admin can delete a comment.');
  }
}
