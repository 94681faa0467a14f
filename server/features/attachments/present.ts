import { and, asc, isNull } from 'drizzle-orm';
import type { ViewerContext } from '#server/context.ts';
import { anyOf } from '#server/db/any-of.ts';
import type { Queryable } from '#server/db/connect.ts';
import { mediaToken } from '#server/media-token.ts';
import { OPAQUE_TYPE } from '#shared/attachment-limits.ts';
import type { Attachment } from '#shared/attachments.ts';
import { AttachmentId } from '#shared/ids.ts';
import type { AttachmentRow } from './access.ts';
import { isShownInline } from './served-attachment.ts';
import { commentAttachments as attachments } from './tables.ts';

export function presentAttachment(ctx: ViewerContext, row: AttachmentRow): Attachment {
  const url = `/media/${mediaToken(ctx, row.videoId)}/attachments/${row.id}`;
  return {
    id: AttachmentId.parse(row.id),
    fileName: row.fileName,
    contentType: row.contentType ?? OPAQUE_TYPE,
    sizeBytes: row.sizeBytes,
    width: row.width,
    height: row.height,
    viewUrl: isShownInline(row) ? url : null,
    downloadUrl: `${url}/download`,
  };
}

/** The files of comments by the comment's id, in their order, with one query. */
export async function readAttachments(
  db: Queryable,
  commentIds: string[],
): Promise<Map<string | null, AttachmentRow[]>> {
  const rows = await db
    .select()
    .from(attachments)
    .where(and(anyOf(attachments.commentId, commentIds), isNull(attachments.removedAt)))
    .orderBy(asc(attachments.position));
  return Map.groupBy(rows, (row) => row.commentId);
}
