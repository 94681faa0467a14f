import { randomUUID } from 'node:crypto';
import type { ViewerContext } from '#server/context.ts';
import { consumeRateLimit } from '#server/features/accounts/index.ts';
import { findViewableVideo } from '#server/features/videos/index.ts';
import { attachmentKey } from '#server/storage/object-keys.ts';
import { OPAQUE_TYPE } from '#shared/attachment-limits.ts';
import { AppError } from '#shared/errors.ts';
import { cleanFileName } from '#shared/file-names.ts';
import { AttachmentId } from '#shared/ids.ts';
import type { PresignedPut } from '#shared/recordings.ts';
import { isOwnUnsent } from './access.ts';
import { commentAttachments as attachments } from './tables.ts';

const URL_LIFE_SECONDS = 15 * 60;
/** Files that somebody may have waiting to be sent. */
const MAX_UNSENT = { member: 60, guest: 30 };
/** New files in ten minutes, of a person and of a workspace. */
const RATE = { member: 200, guest: 60, workspace: 1000 };

/** A presigned PUT for exactly these bytes. What the client calls their type is not asked: their bytes will tell. */
export async function createAttachment(
  ctx: ViewerContext,
  input: { slug: string; fileName: string; sizeBytes: number; md5: string },
): Promise<{ id: AttachmentId; put: PresignedPut }> {
  const video = await findViewableVideo(ctx, { slug: input.slug });
  const { kind, userId, workspaceId } = ctx.actor;
  await consumeRateLimit(ctx, { key: `attachment:${userId}`, limit: RATE[kind], windowSeconds: 600 });
  await consumeRateLimit(ctx, {
    key: `attachment-workspace:${workspaceId}`,
    limit: RATE.workspace,
    windowSeconds: 600,
  });
  if ((await ctx.db.$count(attachments, isOwnUnsent(ctx))) >= MAX_UNSENT[kind])
    throw new AppError('conflict', 'Too many files of yours wait to be sent. Send or remove some first.');
  const id = randomUUID();
  const key = attachmentKey({ workspaceId, videoId: video.id }, id);
  const { sizeBytes, md5 } = input;
  const put = await ctx.storage.presignPut({
    key,
    sizeBytes,
    md5,
    contentType: OPAQUE_TYPE,
    expiresInSeconds: URL_LIFE_SECONDS,
  });
  await ctx.db.insert(attachments).values({
    id,
    workspaceId,
    videoId: video.id,
    uploaderId: userId,
    key,
    fileName: cleanFileName(input.fileName),
    sizeBytes,
    md5,
    createdAt: ctx.clock.now(),
  });
  return {
    id: AttachmentId.parse(id),
    put: { url: put.url, headers: put.headers, expiresAt: put.expiresAt.toISOString() },
  };
}
