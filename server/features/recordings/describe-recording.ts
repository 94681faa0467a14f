import { and, eq } from 'drizzle-orm';
import type { RecorderContext } from '#server/context.ts';
import { videos } from '#server/features/videos/tables.ts';
import { DONE, type Done } from '#shared/ids.ts';
import type { RecordingFormat } from '#shared/recordings.ts';
import { assertNotDiscarded, findOwnRecording } from './access.ts';
import { recordings } from './tables.ts';
import { isClosedFor } from './take-limits.ts';

/** Keeps what only the encoder knows. */
export async function describeRecording(
  ctx: RecorderContext,
  input: {
    id: string;
    format?: RecordingFormat | undefined;
    codecs?: string | undefined;
    width?: number | undefined;
    height?: number | undefined;
  },
): Promise<Done> {
  await ctx.db.transaction(async (tx) => {
    const { recording, video } = await findOwnRecording(ctx, input.id, { db: tx, lock: true });
    assertNotDiscarded(recording);
    // Said once more by a device that has not heard that all has arrived.
    if (isClosedFor(ctx, recording)) return;
    if (input.codecs !== undefined || input.format !== undefined) {
      await tx
        .update(recordings)
        .set({
          ...(input.codecs === undefined ? {} : { codecs: input.codecs }),
          ...(input.format === undefined ? {} : { format: input.format }),
        })
        .where(eq(recordings.id, recording.id));
    }
    if (input.width !== undefined && input.height !== undefined) {
      await tx
        .update(videos)
        .set({ width: input.width, height: input.height })
        .where(and(eq(videos.id, video.id), eq(videos.status, 'recording')));
    }
  });
  return DONE;
}
