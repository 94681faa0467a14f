import { and, between, eq, gte, ne } from 'drizzle-orm';
import type { RecorderContext } from '#server/context.ts';
import { publishVideo } from '#server/features/videos/index.ts';
import { AppError } from '#shared/errors.ts';
import { DONE, type Done } from '#shared/ids.ts';
import { assertNotDiscarded, findOwnRecording, type RecordingRow } from './access.ts';
import { recordings, recordingSegments as segments, recordingStrokes as strokes } from './tables.ts';

/**
 * Media segments were recorded over. They leave the recording whether they have arrived or not; what arrives later is
 * confirmed and forgotten (see `confirmSegment`), and swept with what nobody needs. Idempotent.
 */
export async function withdrawSegments(
  ctx: RecorderContext,
  input: { id: string; from: number; to: number; positionMs: number },
): Promise<Done> {
  await ctx.db.transaction(async (tx) => {
    const { recording, video } = await findOwnRecording(ctx, input.id, { db: tx, lock: true });
    assertNotDiscarded(recording);
    if (input.to < input.from) throw new AppError('invalid_input', 'to: must not be less than from.');
    if (recording.withdrawn.some(([from, to]) => from === input.from && to === input.to)) return;
    if (recording.state === 'finished')
      throw new AppError('conflict', 'The recording is finished. Nothing of it can be recorded over.');
    await tx
      .update(recordings)
      .set({
        withdrawn: [...recording.withdrawn, [input.from, input.to]],
        lastSeenAt: ctx.clock.now(),
      })
      .where(eq(recordings.id, recording.id));
    await tx
      .delete(segments)
      .where(
        and(
          eq(segments.recordingId, recording.id),
          ne(segments.kind, 'init'),
          between(segments.index, input.from, input.to),
        ),
      );
    await tx
      .delete(strokes)
      .where(and(eq(strokes.recordingId, recording.id), gte(strokes.startMs, input.positionMs)));
    await publishVideo(tx, video);
  });
  return DONE;
}

export function isWithdrawn(recording: RecordingRow, segment: { kind: string; index: number }): boolean {
  return (
    segment.kind !== 'init' &&
    recording.withdrawn.some(([from, to]) => segment.index >= from && segment.index <= to)
  );
}

/** How many media segments must arrive of `mediaCount` that were made. */
export function neededCount(recording: RecordingRow, mediaCount: number): number {
  const gone = new Set<number>();
  for (const [from, to] of recording.withdrawn)
    for (let index = from; index <= Math.min(to, mediaCount - 1); index++) gone.add(index);
  return mediaCount - gone.size;
}
