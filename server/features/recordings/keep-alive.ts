import { eq } from 'drizzle-orm';
import type { RecorderContext } from '#server/context.ts';
import { reopenForRecording } from '#server/features/videos/index.ts';
import type { RecordingState } from '#shared/recordings.ts';
import { findOwnRecording } from './access.ts';
import { recordings } from './tables.ts';

/**
 * A sign of life. It tells the recorder where the server stands. One that still records after a long silence (the lid was
 * closed) opens its recording again, and viewers see it grow again.
 */
export async function heartbeat(
  ctx: RecorderContext,
  input: { id: string; isRecording: boolean },
): Promise<{ state: RecordingState }> {
  return ctx.db.transaction(async (tx) => {
    const { recording, video } = await findOwnRecording(ctx, input.id, { db: tx, lock: true });
    const isBack = input.isRecording && recording.state === 'abandoned' && recording.mediaCount === null;
    const state = isBack ? 'recording' : recording.state;
    await tx
      .update(recordings)
      .set({ lastSeenAt: ctx.clock.now(), ...(isBack ? { state, closedAt: null } : {}) })
      .where(eq(recordings.id, recording.id));
    if (isBack) await reopenForRecording(tx, ctx, video.id);
    return { state };
  });
}
