import { and, eq, isNotNull, isNull, or } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { AppContext } from '#server/context.ts';
import { comments } from '#server/features/comments/tables.ts';
import { OPAQUE_TYPE } from '#shared/attachment-limits.ts';
import type { AttachmentRow } from './access.ts';
import { commentAttachments as attachments } from './tables.ts';

/** How the bytes of a file go to a browser. */
export interface ServedAttachment {
  key: string;
  contentType: string;
  /** It is saved under this name, and never shown. */
  downloadName?: string;
  /** It is shown. */
  viewName?: string;
}

/** A file that is there: in a comment that was not deleted, nor its thread, or its uploader's own before it is sent. */
export async function findShown(
  ctx: AppContext,
  by: { id: string; viewerId: string },
): Promise<AttachmentRow | null> {
  const threads = alias(comments, 'threads');
  const [found] = await ctx.db
    .select({ attachment: attachments })
    .from(attachments)
    .leftJoin(comments, eq(comments.id, attachments.commentId))
    .leftJoin(threads, eq(threads.id, comments.parentId))
    .where(
      and(
        eq(attachments.id, by.id),
        eq(attachments.state, 'ready'),
        isNull(attachments.removedAt),
        or(
          and(isNotNull(comments.id), isNull(comments.deletedAt), isNull(threads.deletedAt)),
          and(isNull(attachments.commentId), eq(attachments.uploaderId, by.viewerId)),
        ),
      ),
    );
  return found?.attachment ?? null;
}

/**
 * A file of a video for whoever may view that video. Only what we know to be a picture or a PDF goes out as such; all
 * else is bytes to be saved, whatever its name says.
 */
export async function findServedAttachment(
  ctx: AppContext,
  by: { id: string; videoId: string; viewerId: string; isDownload: boolean },
): Promise<ServedAttachment | null> {
  const row = await findShown(ctx, by);
  if (row?.videoId !== by.videoId) return null;
  const { key, fileName } = row;
  const { contentType } = row;
  if (!by.isDownload && contentType !== null && isShownInline(row))
    return { key, contentType, viewName: fileName };
  return { key, contentType: OPAQUE_TYPE, downloadName: fileName };
}

/** Types that `sniffFile` finds; anything else is opaque. */
export function isShownInline({ contentType }: Pick<AttachmentRow, 'contentType'>): boolean {
  return contentType !== null && contentType !== OPAQUE_TYPE;
}
