import { and, eq, inArray, lt, max, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { AppContext, RecorderContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { failWithoutProcessing, startProcessing, type VideoRow } from '#server/features/videos/index.ts';
import { videos } from '#server/features/videos/tables.ts';
import { RECORDING_ABANDONED_AFTER_MS } from '#shared/recording-times.ts';
import type { Recording } from '#shared/recordings.ts';
import { assertNotDiscarded, findOwnRecording, type RecordingRow } from './access.ts';
import { presentRecording } from './present.ts';
import { recordings, recordingSegments as segments } from './tables.ts';
import { neededCount } from './withdraw-segments.ts';

/** Stop was pressed. Completes at once where every segment is confirmed, otherwise with the last one. Idempotent. */
export async function finishRecording(
  ctx: RecorderContext,
  input: { id: string; mediaCount: number; durationMs: number },
): Promise<Recording> {
  return ctx.db.transaction(async (tx) => {
    const { recording, video } = await findOwnRecording(ctx, input.id, { db: tx, lock: true });
    assertNotDiscarded(recording);
    if (recording.state === 'finished') return presentRecording(ctx, { recording, video }, tx);
    const now = ctx.clock.now();
    const [finishing] = await tx
      .update(recordings)
      .set({
        mediaCount: input.mediaCount,
        lastSeenAt: now,
        ...(recording.state === 'recording' ? { state: 'finishing' as const, closedAt: now } : {}),
      })
      .where(eq(recordings.id, recording.id))
      .returning();
    if (!finishing) throw new Error('a locked recording vanished');
    if (input.durationMs > 0) {
      await tx.update(videos).set({ durationMs: input.durationMs }).where(eq(videos.id, video.id));
    }
    await completeIfWhole(tx, ctx, { recording: finishing, video });
    const after = await findOwnRecording(ctx, input.id, { db: tx });
    return presentRecording(ctx, after, tx);
  });
}

/** Moves a stopped recording on once nothing is missing. The caller holds its row lock. */
export async function completeIfWhole(
  tx: Transaction,
  ctx: AppContext,
  { recording, video }: { recording: RecordingRow; video: VideoRow },
): Promise<void> {
  if (recording.mediaCount === null || !['finishing', 'abandoned'].includes(recording.state)) return;
  const arrived = await countArrived(tx, recording);
  const needed = neededCount(recording, recording.mediaCount);
  if (arrived.media < needed || arrived.unplayable > 0) return;
  await tx.update(recordings).set({ state: 'finished' }).where(eq(recordings.id, recording.id));
  if (needed === 0) await failWithoutProcessing(tx, ctx, video.id, 'recording_empty');
  else await startProcessing(tx, ctx, video.id, ['recording', 'processing', 'ready', 'failed']);
}

/** `unplayable`: media segments whose init segment has not arrived yet. */
async function countArrived(tx: Transaction, recording: RecordingRow) {
  const init = alias(segments, 'init');
  const [row] = await tx
    .select({
      media: sql<number>`count(*) filter (where ${segments.kind} <> 'init')`.mapWith(Number),
      unplayable:
        sql<number>`count(*) filter (where ${segments.kind} = 'media' and ${init.index} is null)`.mapWith(
          Number,
        ),
      endMs: max(sql<number>`${segments.startMs} + ${segments.durationMs}`).mapWith(Number),
    })
    .from(segments)
    .leftJoin(
      init,
      and(
        eq(init.recordingId, segments.recordingId),
        eq(init.kind, 'init'),
        eq(init.index, segments.initIndex),
      ),
    )
    .where(eq(segments.recordingId, recording.id));
  return row ?? { media: 0, unplayable: 0, endMs: null };
}

/**
 * Closes recordings without a sign of life for ten minutes with what has arrived (the job `close-silent-recordings`).
 * What is uploaded later still completes them.
 */
export async function closeSilentRecordings(ctx: AppContext): Promise<number> {
  const silentSince = new Date(ctx.clock.now().getTime() - RECORDING_ABANDONED_AFTER_MS);
  const silent = await ctx.db
    .select({ id: recordings.id })
    .from(recordings)
    .where(
      and(inArray(recordings.state, ['recording', 'finishing']), lt(recordings.lastSeenAt, silentSince)),
    );
  for (const { id } of silent)
    await ctx.db.transaction((tx) => closeSilentRecording(tx, ctx, id, silentSince));
  return silent.length;
}

async function closeSilentRecording(
  tx: Transaction,
  ctx: AppContext,
  id: string,
  silentSince: Date,
): Promise<void> {
  const [closed] = await tx
    .update(recordings)
    .set({ state: 'abandoned', closedAt: ctx.clock.now() })
    .where(
      and(
        eq(recordings.id, id),
        inArray(recordings.state, ['recording', 'finishing']),
        lt(recordings.lastSeenAt, silentSince),
      ),
    )
    .returning();
  if (!closed) return;
  const arrived = await countArrived(tx, closed);
  if (arrived.media === 0) return failWithoutProcessing(tx, ctx, closed.videoId, 'recording_empty');
  if (arrived.endMs) {
    await tx
      .update(videos)
      .set({ durationMs: Math.round(arrived.endMs) })
      .where(eq(videos.id, closed.videoId));
  }
  await startProcessing(tx, ctx, closed.videoId, ['recording']);
}
