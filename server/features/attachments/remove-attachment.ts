import { and, eq } from 'drizzle-orm';
import type { ViewerContext } from '#server/context.ts';
import { DONE, type Done } from '#shared/ids.ts';
import { attachmentNotFound, isOwnUnsent } from './access.ts';
import { deleteRemoved } from './sweep-attachments.ts';
import { commentAttachments as attachments } from './tables.ts';

/** Removes a file that was not sent. What a comment has, an edit of the comment removes. */
export async function removeAttachment(ctx: ViewerContext, input: { id: string }): Promise<Done> {
  const [removed] = await ctx.db
    .update(attachments)
    .set({ removedAt: ctx.clock.now() })
    .where(and(eq(attachments.id, input.id), isOwnUnsent(ctx)))
    .returning();
  if (!removed) throw attachmentNotFound();
  await deleteRemoved(ctx, [removed]);
  return DONE;
}
