import { and, eq, isNull } from 'drizzle-orm';
import type { ViewerContext } from '#server/context.ts';
import type { Attachment } from '#shared/attachments.ts';
import { AppError } from '#shared/errors.ts';
import { attachmentNotFound, findOwnAttachment, type AttachmentRow } from './access.ts';
import { presentAttachment } from './present.ts';
import { sniffFile } from './sniff-file.ts';
import { commentAttachments as attachments } from './tables.ts';

/** Enough to get past the profiles and previews that cameras put before the size of a JPEG. */
const HEAD_BYTES = 256 * 1024;

/**
 * The bytes are there: verifies their size and hash at the store and keeps what they are. Idempotent. Throws
 * `length_mismatch` where the store holds something else, or nothing.
 */
export async function completeAttachment(ctx: ViewerContext, input: { id: string }): Promise<Attachment> {
  const row = await findOwnAttachment(ctx, input.id);
  if (row.state === 'ready') return presentAttachment(ctx, row);
  const stored = await ctx.storage.head(row.key);
  if (stored?.sizeBytes !== row.sizeBytes || (stored.md5 !== null && stored.md5 !== row.md5))
    throw new AppError('length_mismatch', 'The file is not in the store as described. Upload it again.');
  const found = sniffFile(await headOf(ctx, row));
  const [ready] = await ctx.db
    .update(attachments)
    .set({ state: 'ready', ...found })
    .where(and(eq(attachments.id, row.id), isNull(attachments.removedAt)))
    .returning();
  if (!ready) throw attachmentNotFound();
  return presentAttachment(ctx, ready);
}

async function headOf(ctx: ViewerContext, { key, sizeBytes }: AttachmentRow): Promise<Uint8Array> {
  const { body } = await ctx.storage.get(key, { start: 0, end: Math.min(HEAD_BYTES, sizeBytes) - 1 });
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
