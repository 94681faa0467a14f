import { and, eq } from 'drizzle-orm';
import type { RecorderContext } from '#server/context.ts';
import { publishVideo } from '#server/features/videos/index.ts';
import { recordingSegmentKey } from '#server/storage/object-keys.ts';
import { AppError } from '#shared/errors.ts';
import { DONE, type Done } from '#shared/ids.ts';
import type { PresignedPut, SegmentDescription } from '#shared/recordings.ts';
import { assertNotDiscarded, findOwnRecording } from './access.ts';
import { completeIfWhole } from './finish-recording.ts';
import { recordings, recordingSegments as segments } from './tables.ts';
import { assertWithinLimits } from './take-limits.ts';
import { isWithdrawn } from './withdraw-segments.ts';

const URL_LIFE_SECONDS = 15 * 60;
const CONTENT_TYPES = {
  init: 'video/mp4',
  media: 'video/iso.segment',
  chunk: 'application/octet-stream',
} as const;

/** Presigned PUTs, each bound to the key, length, MD5 and type of one segment; in the order asked. */
export async function signSegments(
  ctx: RecorderContext,
  input: { id: string; segments: SegmentDescription[] },
): Promise<PresignedPut[]> {
  const { recording, video } = await findOwnRecording(ctx, input.id);
  assertNotDiscarded(recording);
  await assertWithinLimits(ctx, recording, input.segments);
  await ctx.db.update(recordings).set({ lastSeenAt: ctx.clock.now() }).where(eq(recordings.id, recording.id));
  return Promise.all(
    input.segments.map(async (segment) => {
      const put = await ctx.storage.presignPut({
        key: recordingSegmentKey({ workspaceId: video.workspaceId, videoId: video.id }, segment),
        sizeBytes: segment.sizeBytes,
        md5: segment.md5,
        contentType: CONTENT_TYPES[segment.kind],
        expiresInSeconds: URL_LIFE_SECONDS,
      });
      return { url: put.url, headers: put.headers, expiresAt: put.expiresAt.toISOString() };
    }),
  );
}

/**
 * Records a segment once the store confirms its size and hash; only then may the recorder delete its own bytes.
 * Idempotent. Throws `length_mismatch` where the store holds something else or nothing, `conflict` where another segment
 * was confirmed in its place.
 */
export async function confirmSegment(
  ctx: RecorderContext,
  input: { id: string; segment: SegmentDescription },
): Promise<Done> {
  const { segment } = input;
  const { recording, video } = await findOwnRecording(ctx, input.id);
  assertNotDiscarded(recording);
  const key = recordingSegmentKey({ workspaceId: video.workspaceId, videoId: video.id }, segment);
  const stored = await ctx.storage.head(key);
  if (
    !stored ||
    stored.sizeBytes !== segment.sizeBytes ||
    (stored.md5 !== null && stored.md5 !== segment.md5)
  ) {
    throw new AppError(
      'length_mismatch',
      `Segment ${segment.kind} ${segment.index} is not in the store as described. Upload it again.`,
    );
  }
  await ctx.db.transaction(async (tx) => {
    const locked = await findOwnRecording(ctx, input.id, { db: tx, lock: true });
    assertNotDiscarded(locked.recording);
    // Recorded over while it was on its way: it arrived, and counts no more.
    if (isWithdrawn(locked.recording, segment)) return;
    const [added] = await tx
      .insert(segments)
      .values({
        recordingId: recording.id,
        kind: segment.kind,
        index: segment.index,
        key,
        sizeBytes: segment.sizeBytes,
        md5: segment.md5,
        initIndex: segment.initIndex,
        startMs: segment.startMs,
        durationMs: segment.durationMs,
        confirmedAt: ctx.clock.now(),
      })
      .onConflictDoNothing()
      .returning();
    if (!added) {
      const [before] = await tx
        .select({ md5: segments.md5 })
        .from(segments)
        .where(
          and(
            eq(segments.recordingId, recording.id),
            eq(segments.kind, segment.kind),
            eq(segments.index, segment.index),
          ),
        );
      if (before?.md5 !== segment.md5) {
        throw new AppError(
          'conflict',
          `Another ${segment.kind} segment ${segment.index} was confirmed before.`,
        );
      }
      return;
    }
    await tx.update(recordings).set({ lastSeenAt: ctx.clock.now() }).where(eq(recordings.id, recording.id));
    await completeIfWhole(tx, ctx, locked);
    await publishVideo(tx, video, 'progress');
  });
  return DONE;
}
