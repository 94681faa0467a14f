import { and, eq } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { publish } from '#server/events/publish.ts';
import { enqueueComparison, publishReply, type ProcessingRun } from '#server/features/videos/index.ts';
import { videos } from '#server/features/videos/tables.ts';
import { VideoId } from '#shared/ids.ts';
import { baseSlug } from '#shared/version-slugs.ts';
import type { TranscriptSegment } from '#shared/transcripts.ts';
import type { TranscriptState } from '#shared/videos.ts';
import { summarise } from './summarise.ts';
import { transcripts, transcriptSegments } from './tables.ts';

const INSERT_AT_ONCE = 1000;

/** Says where the transcript of a run stands. False where a newer run has begun. */
export function setTranscriptState(
  ctx: AppContext,
  run: ProcessingRun,
  state: Exclude<TranscriptState, 'ready'>,
  driver: string | null,
): Promise<boolean> {
  return changeTranscript(ctx, run, { state, driver, language: null }, []);
}

/** Keeps a transcript; the one before is replaced. False where a newer run has begun. */
export function saveTranscript(
  ctx: AppContext,
  run: ProcessingRun,
  transcript: { driver: string; language: string; segments: TranscriptSegment[] },
): Promise<boolean> {
  const { driver, language, segments } = transcript;
  return changeTranscript(
    ctx,
    run,
    { state: segments.length > 0 ? 'ready' : 'none', driver, language },
    segments,
  );
}

function changeTranscript(
  ctx: AppContext,
  { videoId, run }: ProcessingRun,
  change: { state: TranscriptState; driver: string | null; language: string | null },
  segments: TranscriptSegment[],
): Promise<boolean> {
  const summary = summarise(segments, change.language);
  return ctx.db.transaction(async (tx) => {
    const [video] = await tx
      .select()
      .from(videos)
      .where(and(eq(videos.id, videoId), eq(videos.processingRun, run)))
      .for('share');
    if (!video) return false;
    const row = { ...change, summary, updatedAt: ctx.clock.now() };
    await tx
      .insert(transcripts)
      .values({ videoId, ...row })
      .onConflictDoUpdate({ target: transcripts.videoId, set: row });
    await replaceSegments(tx, video, segments);
    if (change.state === 'ready') await enqueueComparison(tx, ctx, video);
    if (video.kind === 'reply') await publishReply(tx, video);
    else
      await publish(tx, video.workspaceId, {
        type: 'transcript.changed',
        videoId: VideoId.parse(video.id),
        slug: baseSlug(video.slug),
      });
    return true;
  });
}

async function replaceSegments(
  tx: Transaction,
  video: { id: string; workspaceId: string },
  segments: TranscriptSegment[],
): Promise<void> {
  await tx.delete(transcriptSegments).where(eq(transcriptSegments.videoId, video.id));
  for (let from = 0; from < segments.length; from += INSERT_AT_ONCE) {
    const rows = segments.slice(from, from + INSERT_AT_ONCE).map((segment, offset) => ({
      videoId: video.id,
      workspaceId: video.workspaceId,
      index: from + offset,
      ...segment,
    }));
    await tx.insert(transcriptSegments).values(rows);
  }
}
