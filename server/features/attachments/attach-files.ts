import { and, eq, isNull, notInArray, or, sql } from 'drizzle-orm';
import type { ViewerContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { videos } from '#server/features/videos/tables.ts';
import { AppError } from '#shared/errors.ts';
import { isOwnUnsent } from './access.ts';
import { commentAttachments as attachments } from './tables.ts';

/**
 * Makes these the files of a comment, in this order: what it had and is not among them is removed. In the transaction that
 * writes the comment. Throws `invalid_input` where one is not the actor's, of another video, gone, or not all there.
 */
export async function attachFiles(
  tx: Transaction,
  ctx: ViewerContext,
  comment: { id: string; videoId: string },
  wanted: string[],
): Promise<void> {
  const ids = [...new Set(wanted)];
  await tx
    .update(attachments)
    .set({ removedAt: ctx.clock.now() })
    .where(
      and(
        eq(attachments.commentId, comment.id),
        isNull(attachments.removedAt),
        ids.length === 0 ? undefined : notInArray(attachments.id, ids),
      ),
    );
  for (const [position, id] of ids.entries()) {
    const [attached] = await tx
      .update(attachments)
      .set({ commentId: comment.id, position })
      .where(
        and(
          eq(attachments.id, id),
          // Attached on the page of whichever version.
          sql`${attachments.videoId} in (select version.id from ${videos} version join ${videos} own on
            coalesce(version.version_of, version.id) = coalesce(own.version_of, own.id) where own.id = ${comment.videoId})`,
          eq(attachments.state, 'ready'),
          isNull(attachments.removedAt),
          or(eq(attachments.commentId, comment.id), isOwnUnsent(ctx)),
        ),
      )
      .returning({ id: attachments.id });
    if (!attached)
      throw new AppError(
        'invalid_input',
        'attachmentIds: one of the files is gone or was not fully uploaded. Remove it and attach it again.',
        { attachmentId: id },
      );
  }
}
