import { asc, count, eq, sql } from 'drizzle-orm';
import type { AppContext, RecorderContext } from '#server/context.ts';
import { publishVideo } from '#server/features/videos/index.ts';
import { AppError } from '#shared/errors.ts';
import { DONE, type Done } from '#shared/ids.ts';
import type { InkStroke } from '#shared/ink.ts';
import { assertNotDiscarded, findOwnRecording } from './access.ts';
import { recordings, recordingStrokes as strokes } from './tables.ts';
import { isClosedFor } from './take-limits.ts';

/** More than anybody draws in hours; it bounds what a page has to load. */
const MOST_STROKES = 5000;

/** Keeps what was drawn over the picture. A stroke of the same id is replaced. */
export async function saveStrokes(
  ctx: RecorderContext,
  input: { id: string; strokes: InkStroke[] },
): Promise<Done> {
  await ctx.db.transaction(async (tx) => {
    const { recording, video } = await findOwnRecording(ctx, input.id, { db: tx, lock: true });
    assertNotDiscarded(recording);
    if (isClosedFor(ctx, recording))
      throw new AppError(
        'invalid_input',
        'strokes: this recording is whole. Nothing is drawn over it any more.',
      );
    const [{ stored } = { stored: 0 }] = await tx
      .select({ stored: count() })
      .from(strokes)
      .where(eq(strokes.recordingId, recording.id));
    if (stored + input.strokes.length > MOST_STROKES)
      throw new AppError('payload_too_large', `A recording keeps at most ${MOST_STROKES} strokes.`);
    // One statement can't touch a row twice: of strokes with the same id the last one counts.
    const rows = [...new Map(input.strokes.map((stroke) => [stroke.id, stroke])).values()];
    await tx
      .insert(strokes)
      .values(
        rows.map((stroke) => ({
          recordingId: recording.id,
          id: stroke.id,
          startMs: stroke.startMs,
          stroke,
        })),
      )
      .onConflictDoUpdate({
        target: [strokes.recordingId, strokes.id],
        set: { startMs: sql`excluded.start_ms`, stroke: sql`excluded.stroke` },
      });
    await publishVideo(tx, video, 'progress');
  });
  return DONE;
}

/** What was drawn while a video was recorded, in order. */
export async function readStrokes(ctx: AppContext, videoId: string): Promise<InkStroke[]> {
  const rows = await ctx.db
    .select({ stroke: strokes.stroke })
    .from(strokes)
    .innerJoin(recordings, eq(recordings.id, strokes.recordingId))
    .where(eq(recordings.videoId, videoId))
    .orderBy(asc(strokes.startMs));
  return rows.map(({ stroke }) => stroke);
}
