import { and, eq } from 'drizzle-orm';
import type { RecorderContext } from '#server/context.ts';
import type { Queryable } from '#server/db/connect.ts';
import {
  countTake,
  createVideo,
  failWithoutProcessing,
  publishVideo,
  recordedBy,
  startProcessing,
  videoUrl,
  type VideoRow,
} from '#server/features/videos/index.ts';
import { videos } from '#server/features/videos/tables.ts';
import { contentTypeOf } from '#server/storage/content-types.ts';
import { originalKey } from '#server/storage/object-keys.ts';
import { AppError } from '#shared/errors.ts';
import { DONE, VideoId, VideoSlug, type Done } from '#shared/ids.ts';
import type { PresignedPut } from '#shared/recordings.ts';
import type { UploadTicket } from '#shared/uploads.ts';
import { partCountOf, partSizeFor } from './part-size.ts';
import { uploads } from './tables.ts';

type UploadRow = typeof uploads.$inferSelect;
interface OwnUpload {
  upload: UploadRow;
  video: VideoRow;
}

const URL_LIFE_SECONDS = 3600;

/** Starts an upload in equal parts. An empty file makes a video that has failed already, with a reason. */
export async function startUpload(
  ctx: RecorderContext,
  input: {
    fileName: string;
    sizeBytes: number;
    contentType: string;
    title?: string | undefined;
    spaceId?: string | undefined;
    /** Slug of the video that it is to be the next version of. */
    newVersionOf: string | null;
  },
): Promise<UploadTicket> {
  const { maxUploadBytes } = ctx.config.limits;
  if (input.sizeBytes > maxUploadBytes) {
    const most = (maxUploadBytes / 1024 ** 3).toFixed(1);
    throw new AppError(
      'payload_too_large',
      `The file is larger than ${most} GB, the limit here. Export it smaller, or ask an admin to raise MAX_UPLOAD_GB.`,
    );
  }
  await countTake(ctx);
  // The type follows from the name alone: what a client claims must never make a browser run an upload.
  const contentType = contentTypeOf(input.fileName);
  return ctx.db.transaction(async (tx) => {
    const video = await createVideo(tx, ctx, {
      title: input.title ?? titleOf(input.fileName),
      source: 'upload',
      status: 'uploading',
      spaceId: input.spaceId ?? null,
      newVersionOf: input.newVersionOf,
    });
    const key = originalKey({ workspaceId: video.workspaceId, videoId: video.id }, input.fileName);
    const multipart = input.sizeBytes > 0 ? await ctx.storage.createMultipart(key, { contentType }) : null;
    const [upload] = await tx
      .insert(uploads)
      .values({
        videoId: video.id,
        workspaceId: video.workspaceId,
        state: 'open',
        key,
        storageUploadId: multipart?.uploadId ?? null,
        fileName: input.fileName,
        contentType,
        sizeBytes: input.sizeBytes,
        partSizeBytes: partSizeFor(input.sizeBytes),
        createdAt: ctx.clock.now(),
        lastSeenAt: ctx.clock.now(),
      })
      .returning();
    if (!upload) throw new Error('insert into uploads returned no row');
    await publishVideo(tx, video);
    return ticketOf(ctx, { upload, video });
  });
}

/** Presigned PUTs, each bound to one part, its length and, where it was given, its hash. */
export async function signParts(
  ctx: RecorderContext,
  input: { videoId: string; partNumbers: number[]; md5s?: string[] | undefined },
): Promise<PresignedPut[]> {
  const { upload } = await findOpenUpload(ctx, input.videoId);
  const parts = partCountOf(upload);
  await ctx.db
    .update(uploads)
    .set({ lastSeenAt: ctx.clock.now() })
    .where(eq(uploads.videoId, upload.videoId));
  return Promise.all(
    input.partNumbers.map(async (partNumber, position) => {
      if (partNumber > parts || !upload.storageUploadId) {
        throw new AppError('invalid_input', `partNumbers: ${partNumber} is past the last part (${parts}).`);
      }
      const isLast = partNumber === parts;
      const put = await ctx.storage.presignPart({
        key: upload.key,
        uploadId: upload.storageUploadId,
        partNumber,
        sizeBytes: isLast ? upload.sizeBytes - (parts - 1) * upload.partSizeBytes : upload.partSizeBytes,
        md5: input.md5s?.[position],
        expiresInSeconds: URL_LIFE_SECONDS,
      });
      return { url: put.url, headers: put.headers, expiresAt: put.expiresAt.toISOString() };
    }),
  );
}

/** What has arrived, to go on from there. */
export async function listUploadedParts(ctx: RecorderContext, input: { videoId: string }) {
  const own = await findOpenUpload(ctx, input.videoId);
  const { key, storageUploadId } = own.upload;
  const parts = storageUploadId ? await ctx.storage.listParts(key, storageUploadId) : [];
  return { ...ticketOf(ctx, own), parts };
}

/** Joins the parts and starts processing; the original plays from here on where a browser can decode it. Idempotent. */
export async function completeUpload(ctx: RecorderContext, input: { videoId: string }) {
  const { upload, video } = await findOwnUpload(ctx, input.videoId);
  const answer = { slug: VideoSlug.parse(video.slug), url: videoUrl(ctx, video.slug) };
  if (upload.state === 'completed') return answer;
  if (upload.state === 'aborted') throw cancelled();
  if (upload.storageUploadId) {
    const parts = await ctx.storage
      .listParts(upload.key, upload.storageUploadId)
      .catch(async (error: unknown) => {
        // Joined by an earlier try whose answer was lost.
        if (await ctx.storage.head(upload.key)) return null;
        throw error;
      });
    if (parts) {
      const total = parts.reduce((sum, part) => sum + part.sizeBytes, 0);
      if (parts.length !== partCountOf(upload) || total !== upload.sizeBytes) {
        throw new AppError(
          'conflict',
          `${parts.length} of ${partCountOf(upload)} parts have arrived. Upload the rest first.`,
        );
      }
      await ctx.storage.completeMultipart(upload.key, upload.storageUploadId, parts);
    }
  }
  await ctx.db.transaction(async (tx) => {
    const [completed] = await tx
      .update(uploads)
      .set({ state: 'completed', lastSeenAt: ctx.clock.now() })
      .where(and(eq(uploads.videoId, video.id), eq(uploads.state, 'open')))
      .returning();
    if (!completed) return;
    if (upload.sizeBytes === 0) return failWithoutProcessing(tx, ctx, video.id, 'empty_file');
    await tx
      .update(videos)
      .set({
        originalKey: upload.key,
        originalContentType: upload.contentType,
        originalSizeBytes: upload.sizeBytes,
      })
      .where(eq(videos.id, video.id));
    await startProcessing(tx, ctx, video.id, ['uploading']);
  });
  return answer;
}

/** Cancels an upload: what arrived is removed, and so is the video. */
export async function abortUpload(ctx: RecorderContext, input: { videoId: string }): Promise<Done> {
  const { upload, video } = await findOwnUpload(ctx, input.videoId);
  await ctx.db.transaction(async (tx) => {
    const [aborted] = await tx
      .update(uploads)
      .set({ state: 'aborted' })
      .where(and(eq(uploads.videoId, video.id), eq(uploads.state, 'open')))
      .returning();
    if (!aborted) throw new AppError('conflict', 'The upload is complete or cancelled already.');
    await tx.update(videos).set({ deletedAt: ctx.clock.now() }).where(eq(videos.id, video.id));
    await publishVideo(tx, video);
  });
  if (upload.storageUploadId) await ctx.storage.abortMultipart(upload.key, upload.storageUploadId);
  return DONE;
}

async function findOwnUpload(
  ctx: RecorderContext,
  videoId: string,
  db: Queryable = ctx.db,
): Promise<OwnUpload> {
  const [found] = await db
    .select({ upload: uploads, video: videos })
    .from(uploads)
    .innerJoin(videos, eq(videos.id, uploads.videoId))
    .where(
      and(
        eq(uploads.videoId, videoId),
        eq(uploads.workspaceId, ctx.actor.workspaceId),
        recordedBy(ctx.actor.userId),
      ),
    );
  if (!found) throw new AppError('not_found', 'This upload does not exist, or it is not yours.');
  return found;
}

async function findOpenUpload(ctx: RecorderContext, videoId: string): Promise<OwnUpload> {
  const own = await findOwnUpload(ctx, videoId);
  if (own.upload.state === 'aborted') throw cancelled();
  if (own.upload.state === 'completed') throw new AppError('conflict', 'The upload is complete already.');
  return own;
}

function ticketOf(ctx: RecorderContext, { upload, video }: OwnUpload): UploadTicket {
  return {
    videoId: VideoId.parse(video.id),
    slug: VideoSlug.parse(video.slug),
    url: videoUrl(ctx, video.slug),
    partSizeBytes: upload.partSizeBytes,
    partCount: partCountOf(upload),
  };
}

function titleOf(fileName: string): string {
  const name = fileName
    .replace(/\.[^.]{1,8}$/, '')
    .replaceAll(/[_\s]+/g, ' ')
    .trim();
  return (name || 'Untitled').slice(0, 200);
}

function cancelled(): AppError {
  return new AppError('gone', 'This upload was cancelled. Start it again.');
}
