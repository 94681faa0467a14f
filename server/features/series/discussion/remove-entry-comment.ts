import { and, eq, gt, isNull } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { COMMENT_RESTORABLE_MS } from '#shared/comments.ts';
import type { EntryComment } from '#shared/editions.ts';
import { AppError } from '#shared/errors.ts';
import { DONE, type Done } from '#shared/ids.ts';
import { canRemoveComment } from '#shared/permissions.ts';
import { publishSeries } from '../manage-series.ts';
import { entryComments } from '../tables.ts';
import { findEntryComment, type PlacedComment } from './find-entry-comment.ts';
import { presentEntryComment } from './get-discussion.ts';

/** Deletes a comment; `restoreEntryComment` undoes it. */
export async function removeEntryComment(ctx: VerbContext, input: { id: string }): Promise<Done> {
  const place = await findEntryComment(ctx, input.id);
  assertCanRemove(ctx, place);
  await ctx.db.transaction(async (tx) => {
    const removed = await tx
      .update(entryComments)
      .set({ deletedAt: ctx.clock.now() })
      .where(and(eq(entryComments.id, input.id), isNull(entryComments.deletedAt)))
      .returning({ id: entryComments.id });
    if (removed.length === 0)
      throw new AppError('not_found', 'This comment does not exist, or it was deleted.');
    await publishSeries(tx, place.series);
  });
  return DONE;
}

/** Undoes a deletion. Throws `conflict` where it is not deleted, `gone` after 30 days. */
export async function restoreEntryComment(ctx: VerbContext, input: { id: string }): Promise<EntryComment> {
  const place = await findEntryComment(ctx, input.id, { includeDeleted: true });
  assertCanRemove(ctx, place);
  const since = new Date(ctx.clock.now().getTime() - COMMENT_RESTORABLE_MS);
  if (place.comment.deletedAt && place.comment.deletedAt <= since)
    throw new AppError('gone', 'This comment was deleted more than 30 days ago. Write it again.');
  return ctx.db.transaction(async (tx) => {
    const [restored] = await tx
      .update(entryComments)
      .set({ deletedAt: null })
      .where(and(eq(entryComments.id, input.id), gt(entryComments.deletedAt, since)))
      .returning();
    if (!restored) throw new AppError('conflict', 'This comment is not deleted.');
    await publishSeries(tx, place.series);
    return presentEntryComment(ctx, { ...place, comment: restored }, tx);
  });
}

function assertCanRemove(ctx: VerbContext, { comment }: PlacedComment): void {
  if (!canRemoveComment(ctx.actor, comment))
    throw new AppError('forbidden', 'Only its author or an admin can delete a comment.');
}
