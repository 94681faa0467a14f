import { and, eq, exists, inArray, isNotNull, isNull, lt, or } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { AppContext } from '#server/context.ts';
import { comments } from '#server/features/comments/tables.ts';
import { COMMENT_RESTORABLE_MS } from '#shared/comments.ts';
import type { AttachmentRow } from './access.ts';
import { commentAttachments as attachments } from './tables.ts';

const DAY_MS = 24 * 3600_000;
/** A draft may lie over a holiday; an upload that did not arrive in a day was given up. */
const UNSENT_MS = { ready: 7 * DAY_MS, pending: DAY_MS };
const BATCH = 500;

/**
 * Removes files that nobody can get at any more: never sent, taken out of their comment, or of comments that can't be
 * restored. A day later than these end, so that a process whose clock is behind restores nothing without its files.
 */
export async function sweepAttachments(ctx: AppContext): Promise<number> {
  const now = ctx.clock.now().getTime();
  const isForgotten = and(
    isNull(attachments.commentId),
    or(
      lt(attachments.createdAt, new Date(now - UNSENT_MS.ready)),
      and(eq(attachments.state, 'pending'), lt(attachments.createdAt, new Date(now - UNSENT_MS.pending))),
    ),
  );
  const isDue = or(isForgotten, isOfDeleted(ctx, new Date(now - COMMENT_RESTORABLE_MS - DAY_MS)));
  await ctx.db
    .update(attachments)
    .set({ removedAt: ctx.clock.now() })
    .where(and(isNull(attachments.removedAt), isDue));
  for (let swept = 0; ;) {
    const removed = await ctx.db
      .select()
      .from(attachments)
      .where(isNotNull(attachments.removedAt))
      .limit(BATCH);
    await deleteRemoved(ctx, removed);
    swept += removed.length;
    if (removed.length < BATCH) return swept;
  }
}

/** The objects first, then the rows, so that a cut-off run is repeated. */
export async function deleteRemoved(
  ctx: AppContext,
  removed: Pick<AttachmentRow, 'id' | 'key'>[],
): Promise<void> {
  if (removed.length === 0) return;
  await ctx.storage.delete(removed.map(({ key }) => key));
  const ids = removed.map(({ id }) => id);
  await ctx.db.delete(attachments).where(and(inArray(attachments.id, ids), isNotNull(attachments.removedAt)));
}

/** A reply goes with its thread. */
function isOfDeleted(ctx: AppContext, before: Date) {
  const threads = alias(comments, 'threads');
  return exists(
    ctx.db
      .select({ id: comments.id })
      .from(comments)
      .leftJoin(threads, eq(threads.id, comments.parentId))
      .where(
        and(
          eq(comments.id, attachments.commentId),
          or(lt(comments.deletedAt, before), lt(threads.deletedAt, before)),
        ),
      ),
  );
}
