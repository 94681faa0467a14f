import { and, eq, isNull, type SQL } from 'drizzle-orm';
import type { ViewerContext } from '#server/context.ts';
import { findViewableVideo } from '#server/features/videos/index.ts';
import { AppError } from '#shared/errors.ts';
import { commentAttachments as attachments } from './tables.ts';

export type AttachmentRow = typeof attachments.$inferSelect;

/** What the actor has uploaded and not yet sent. */
export function isOwnUnsent(ctx: ViewerContext): SQL | undefined {
  return and(
    eq(attachments.workspaceId, ctx.actor.workspaceId),
    eq(attachments.uploaderId, ctx.actor.userId),
    isNull(attachments.commentId),
    isNull(attachments.removedAt),
  );
}

/** The actor's own upload, sent or not, where they can still see its video; `not_found` otherwise. */
export async function findOwnAttachment(ctx: ViewerContext, id: string): Promise<AttachmentRow> {
  const [found] = await ctx.db
    .select()
    .from(attachments)
    .where(
      and(
        eq(attachments.id, id),
        eq(attachments.workspaceId, ctx.actor.workspaceId),
        eq(attachments.uploaderId, ctx.actor.userId),
        isNull(attachments.removedAt),
      ),
    );
  if (!found) throw attachmentNotFound();
  await findViewableVideo(ctx, { id: found.videoId });
  return found;
}

export function attachmentNotFound(): AppError {
  return new AppError('not_found', 'This file does not exist, or it was removed. Attach it again.');
}
