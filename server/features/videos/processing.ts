import { and, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { users } from '#server/features/accounts/tables.ts';
import { enqueueWebhooks } from '#server/features/webhooks/index.ts';
import type { FailureCode } from '#shared/failure-codes.ts';
import { VideoId } from '#shared/ids.ts';
import type { VideoStatus } from '#shared/videos.ts';
import type { VideoRow } from './access.ts';
import { videoUrl } from './links.ts';
import { publishVideo } from './publish-video.ts';
import { renditions, videos, videoSilences, type RenditionSegment } from './tables.ts';
import { enqueueComparison } from './version-changes.ts';
import { demoteVersion, promoteVersion } from './promote-version.ts';
import { lockVersions } from './version-stack.ts';

/**
 * Processing, as the worker sees it. `startProcessing` counts `processingRun` up; every later call names its run and
 * changes nothing once a newer run has begun (or the video is no longer processing), so that handlers can run twice.
 */
export interface ProcessingRun {
  videoId: string;
  run: number;
}

/** Begins a new run from one of these states and enqueues it, in one transaction. Null where the state is another. */
export async function startProcessing(
  tx: Transaction,
  ctx: AppContext,
  videoId: string,
  from: VideoStatus[],
): Promise<VideoRow | null> {
  await lockVersions(tx, videoId);
  const [video] = await tx
    .update(videos)
    .set({
      status: 'processing',
      failureCode: null,
      processingRun: sql`${videos.processingRun} + 1`,
      progressStep: 'waiting',
      progressPercent: 0,
      updatedAt: ctx.clock.now(),
    })
    .where(and(eq(videos.id, videoId), inArray(videos.status, from), isNull(videos.deletedAt)))
    .returning();
  if (!video) return null;
  await ctx.queue.enqueue(tx, 'process-video', {
    videoId: VideoId.parse(video.id),
    run: video.processingRun,
  });
  await publishVideo(tx, video);
  // A recording is playable from here on; an upload once it is processed.
  if (video.source === 'recording') await promoteVersion(tx, ctx, video);
  return video;
}

/** A recording that was closed after its silence goes on: what was made of its first part goes, and jobs for it stop. */
export async function reopenForRecording(tx: Transaction, ctx: AppContext, videoId: string): Promise<void> {
  const [video] = await tx
    .update(videos)
    .set({
      status: 'recording',
      failureCode: null,
      processingRun: sql`${videos.processingRun} + 1`,
      progressStep: null,
      progressPercent: null,
      downloadKey: null,
      updatedAt: ctx.clock.now(),
    })
    .where(and(eq(videos.id, videoId), isNull(videos.deletedAt)))
    .returning();
  if (!video) return;
  await tx.delete(renditions).where(eq(renditions.videoId, videoId));
  await publishVideo(tx, video);
}

/** Ends a video that has nothing to process, such as an empty file. */
export async function failWithoutProcessing(
  tx: Transaction,
  ctx: AppContext,
  videoId: string,
  code: FailureCode,
): Promise<void> {
  await lockVersions(tx, videoId);
  const [video] = await tx
    .update(videos)
    .set({
      status: 'failed',
      failureCode: code,
      progressStep: null,
      progressPercent: null,
      updatedAt: ctx.clock.now(),
    })
    .where(and(eq(videos.id, videoId), ne(videos.status, 'ready')))
    .returning();
  if (!video) return;
  await publishVideo(tx, video);
  await demoteVersion(tx, ctx, video);
}

async function changeRun(
  ctx: AppContext,
  { videoId, run }: ProcessingRun,
  change: Partial<typeof videos.$inferInsert>,
  what: 'changed' | 'progress',
  also?: (tx: Transaction, video: VideoRow) => Promise<void>,
): Promise<boolean> {
  return ctx.db.transaction(async (tx) => {
    if (change.status !== undefined) await lockVersions(tx, videoId);
    const [video] = await tx
      .update(videos)
      .set({ ...change, updatedAt: ctx.clock.now() })
      .where(and(eq(videos.id, videoId), eq(videos.processingRun, run), eq(videos.status, 'processing')))
      .returning();
    if (!video) return false;
    await also?.(tx, video);
    await publishVideo(tx, video, what);
    return true;
  });
}

/** Says how far it is; `percent` is 0–100 of the whole. Call at most once a second. */
export function reportProgress(
  ctx: AppContext,
  run: ProcessingRun,
  progress: { step: 'probing' | 'transcoding' | 'finishing'; percent: number },
): Promise<boolean> {
  return changeRun(ctx, run, { progressStep: progress.step, progressPercent: progress.percent }, 'progress');
}

/** What the probe found: the picture as shown (rotation and pixel aspect applied) and the true length. */
export interface ProbedVideo {
  durationMs: number;
  width: number;
  height: number;
  frameRate: { numerator: number; denominator: number } | null;
  hasAudio: boolean;
  /** With a codecs parameter; of uploads only. */
  contentType: string | null;
}

/** Keeps what the probe found, and asks for the transcript, which is made beside the renditions. */
export function saveProbe(ctx: AppContext, run: ProcessingRun, probe: ProbedVideo): Promise<boolean> {
  const { durationMs, width, height, frameRate, hasAudio, contentType } = probe;
  const change = {
    durationMs,
    width,
    height,
    hasAudio,
    frameRateNumerator: frameRate?.numerator ?? null,
    frameRateDenominator: frameRate?.denominator ?? null,
    ...(contentType === null ? {} : { originalContentType: contentType }),
  };
  return changeRun(ctx, run, change, 'changed', async (tx, video) => {
    await ctx.queue.enqueue(tx, 'transcribe-video', { videoId: VideoId.parse(video.id), run: run.run });
  });
}

export function savePoster(ctx: AppContext, run: ProcessingRun, posterKey: string): Promise<boolean> {
  return changeRun(ctx, run, { posterKey }, 'changed');
}

/** Keeps where nobody says anything. */
export function saveSilences(
  ctx: AppContext,
  run: ProcessingRun,
  ranges: [startMs: number, endMs: number][],
): Promise<boolean> {
  return changeRun(ctx, run, {}, 'progress', async (tx, video) => {
    await tx
      .insert(videoSilences)
      .values({ videoId: video.id, ranges })
      .onConflictDoUpdate({ target: videoSilences.videoId, set: { ranges } });
  });
}

export interface NewRendition {
  name: string;
  key: string;
  width: number;
  height: number;
  bitrate: number;
  codecs: string;
  sizeBytes: number;
  initLength: number;
  segments: RenditionSegment[];
}

/** The end of a run: the ladder replaces the one before, and the video is ready. */
export function completeProcessing(
  ctx: AppContext,
  run: ProcessingRun,
  result: { renditions: NewRendition[]; downloadKey: string },
): Promise<boolean> {
  const change = {
    status: 'ready',
    progressStep: null,
    progressPercent: null,
    downloadKey: result.downloadKey,
  } as const;
  return changeRun(ctx, run, change, 'changed', async (tx, video) => {
    await tx.delete(renditions).where(eq(renditions.videoId, video.id));
    await tx
      .insert(renditions)
      .values(result.renditions.map((rendition) => ({ ...rendition, videoId: video.id })));
    await promoteVersion(tx, ctx, video);
    await enqueueComparison(tx, ctx, video);
    if (video.kind === 'video') await postReady(tx, ctx, video);
  });
}

async function postReady(tx: Transaction, ctx: AppContext, video: VideoRow): Promise<void> {
  const { workspaceId, spaceId, title, slug, authorId, version, versionOf } = video;
  const [author] = await tx.select({ name: users.name }).from(users).where(eq(users.id, authorId));
  const who = author?.name ?? 'Somebody';
  await enqueueWebhooks(tx, ctx, {
    workspaceId,
    spaceId,
    ...(versionOf === null
      ? { kind: 'video_ready' as const, text: `${who} posted “${title}”.` }
      : { kind: 'new_version' as const, text: `${who} made version ${version} of “${title}”.` }),
    url: videoUrl(ctx, slug),
  });
}

/** The end of a run with a reason that a person can act on. */
export function failProcessing(ctx: AppContext, run: ProcessingRun, code: FailureCode): Promise<boolean> {
  return changeRun(
    ctx,
    run,
    { status: 'failed', failureCode: code, progressStep: null, progressPercent: null },
    'changed',
    async (tx, video) => void (await demoteVersion(tx, ctx, video)),
  );
}
