import { and, eq, inArray } from 'drizzle-orm';
import type { RecorderContext } from '#server/context.ts';
import { demoteVersion, lockVersions, publishVideo } from '#server/features/videos/index.ts';
import { videos } from '#server/features/videos/tables.ts';
import { AppError } from '#shared/errors.ts';
import { DONE, type Done } from '#shared/ids.ts';
import { findOwnRecording } from './access.ts';
import { recordings } from './tables.ts';

/** Throws a recording away; the video goes as a deleted one does. Throws `conflict` once it is finished. */
export async function discardRecording(ctx: RecorderContext, input: { id: string }): Promise<Done> {
  const { video: before } = await findOwnRecording(ctx, input.id);
  await ctx.db.transaction(async (tx) => {
    await lockVersions(tx, before.id);
    const { recording, video } = await findOwnRecording(ctx, input.id, { db: tx, lock: true });
    if (recording.state === 'discarded') return;
    const [discarded] = await tx
      .update(recordings)
      .set({ state: 'discarded', closedAt: ctx.clock.now() })
      .where(
        and(
          eq(recordings.id, recording.id),
          inArray(recordings.state, ['recording', 'finishing', 'abandoned']),
        ),
      )
      .returning();
    if (!discarded) throw new AppError('conflict', 'The recording is finished. Delete the video instead.');
    // Closed after its silence, it may have become the current version.
    await demoteVersion(tx, ctx, video);
    await tx.update(videos).set({ deletedAt: ctx.clock.now() }).where(eq(videos.id, video.id));
    await publishVideo(tx, video);
  });
  return DONE;
}
