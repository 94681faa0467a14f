import { and, asc, desc, eq, gt, inArray, isNull, lt } from 'drizzle-orm';
import type { AppContext, ViewerContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { transcripts } from '#server/features/transcripts/tables.ts';
import { VideoId } from '#shared/ids.ts';
import type { ChangedRange, VersionChanges } from '#shared/versions.ts';
import { findViewableVideo, type VideoRow } from './access.ts';
import { publishVideo } from './publish-video.ts';
import type { ProcessingRun } from './processing.ts';
import { renditions, versionChanges, videos } from './tables.ts';
import { versionsOf } from './version-stack.ts';

/**
 * Lets a version be compared with the one before it, and the next one with it: once its picture is there, and again with its
 * transcript, which may come later than that of the next.
 */
export async function enqueueComparison(
  tx: Transaction,
  ctx: AppContext,
  video: Pick<VideoRow, 'id' | 'versionOf' | 'version' | 'processingRun'>,
): Promise<void> {
  const next = await tx
    .select({ id: videos.id, processingRun: videos.processingRun })
    .from(videos)
    .where(
      and(
        versionsOf(video),
        gt(videos.version, video.version),
        isNull(videos.deletedAt),
        eq(videos.status, 'ready'),
      ),
    )
    .orderBy(asc(videos.version))
    .limit(1);
  for (const { id, processingRun: run } of video.versionOf === null ? next : [video, ...next])
    await ctx.queue.enqueue(tx, 'compare-versions', { videoId: VideoId.parse(id), run });
}

/** One side of a comparison. */
export interface ComparedVersion {
  videoId: string;
  version: number;
  durationMs: number;
  /** Of its smallest rendition. */
  key: string;
  hasTranscript: boolean;
}

/** A version and the one before it; null where a newer run has begun, or one of the two can't be played (any more). */
export async function loadComparison(
  ctx: AppContext,
  { videoId, run }: ProcessingRun,
): Promise<{ before: ComparedVersion; after: ComparedVersion } | null> {
  const [video] = await ctx.db
    .select()
    .from(videos)
    .where(and(eq(videos.id, videoId), eq(videos.processingRun, run), isNull(videos.deletedAt)));
  if (!video) return null;
  const previous = await versionBefore(ctx, video);
  if (!previous) return null;
  const [before, after] = await Promise.all([comparedOf(ctx, previous), comparedOf(ctx, video)]);
  return before && after ? { before, after } : null;
}

/** The newest earlier version that can be played. */
async function versionBefore(ctx: AppContext, video: VideoRow): Promise<VideoRow | null> {
  if (video.versionOf === null) return null;
  const [before] = await ctx.db
    .select()
    .from(videos)
    .where(
      and(
        versionsOf(video),
        lt(videos.version, video.version),
        isNull(videos.deletedAt),
        inArray(videos.status, ['ready', 'processing']),
      ),
    )
    .orderBy(desc(videos.version))
    .limit(1);
  return before ?? null;
}

async function comparedOf(
  ctx: AppContext,
  { id, version, durationMs }: VideoRow,
): Promise<ComparedVersion | null> {
  const [[rendition], [transcript]] = await Promise.all([
    ctx.db
      .select({ key: renditions.key })
      .from(renditions)
      .where(eq(renditions.videoId, id))
      .orderBy(asc(renditions.height))
      .limit(1),
    ctx.db.select({ state: transcripts.state }).from(transcripts).where(eq(transcripts.videoId, id)),
  ]);
  if (!rendition) return null;
  const hasTranscript = transcript?.state === 'ready';
  return { videoId: id, version, durationMs: durationMs ?? 0, key: rendition.key, hasTranscript };
}

/** Keeps what was found; what was found before is replaced. False where a newer run has begun. */
export function saveChanges(
  ctx: AppContext,
  { videoId, run }: ProcessingRun,
  found: { against: number; ranges: ChangedRange[]; hasSpeech: boolean },
): Promise<boolean> {
  return ctx.db.transaction(async (tx) => {
    const [video] = await tx
      .select()
      .from(videos)
      .where(and(eq(videos.id, videoId), eq(videos.processingRun, run)))
      .for('share');
    if (!video) return false;
    const row = { ...found, comparedAt: ctx.clock.now() };
    await tx
      .insert(versionChanges)
      .values({ videoId, ...row })
      .onConflictDoUpdate({ target: versionChanges.videoId, set: row });
    await publishVideo(tx, video);
    return true;
  });
}

/** What is new on a version. Guests whose link hides the transcript see only where, not what was said. */
export async function readChanges(ctx: ViewerContext, input: { slug: string }): Promise<VersionChanges> {
  const video = await findViewableVideo(ctx, input);
  const [row] = await ctx.db.select().from(versionChanges).where(eq(versionChanges.videoId, video.id));
  if (row) {
    const { against, hasSpeech } = row;
    const { actor } = ctx;
    const isHidden = actor.kind === 'guest' && !actor.grant.canSeeTranscript;
    const ranges = isHidden ? row.ranges.map((range) => ({ ...range, text: null })) : row.ranges;
    return { state: 'ready', against, hasSpeech, ranges };
  }
  const before = video.status === 'failed' ? null : await versionBefore(ctx, video);
  const state = before ? 'pending' : 'none';
  return { state, against: before?.version ?? null, hasSpeech: false, ranges: [] };
}
