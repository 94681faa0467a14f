import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import type { VerbContext, ViewerContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { recordings } from '#server/features/recordings/tables.ts';
import { findViewableSpace } from '#server/features/spaces/index.ts';
import { AppError } from '#shared/errors.ts';
import { DONE, type Done } from '#shared/ids.ts';
import type { Video } from '#shared/videos.ts';
import { assertCanEdit, findViewableVideo, type VideoRow } from './access.ts';
import { presentVideo } from './present.ts';
import { startProcessing } from './processing.ts';
import { publishVideo } from './publish-video.ts';
import { assertNotSent } from './replies.ts';
import { videos } from './tables.ts';
import { currentOf, lockVersions, versionsOf } from './version-stack.ts';

const NEVER = new Date(0);
const gone = () => new AppError('conflict', 'This video was deleted or changed meanwhile. Reload the page.');

export async function getVideo(ctx: ViewerContext, input: { slug: string }): Promise<Video> {
  return presentVideo(ctx, await findViewableVideo(ctx, input));
}

/** Renames a video or moves it to a space that the actor can see, with all its versions. */
export async function updateVideo(
  ctx: VerbContext,
  input: { slug: string; title?: string | undefined; spaceId?: string | null | undefined },
): Promise<Video> {
  const video = await findViewableVideo(ctx, { slug: input.slug });
  assertCanEdit(ctx, video);
  const changed = await ctx.db.transaction(async (tx) => {
    if (input.spaceId) await findViewableSpace(ctx, input.spaceId, tx);
    const rows = await tx
      .update(videos)
      .set({
        ...(input.title === undefined ? {} : { title: input.title }),
        ...(input.spaceId === undefined ? {} : { spaceId: input.spaceId }),
        updatedAt: ctx.clock.now(),
      })
      .where(versionsOf(video))
      .returning();
    const row = rows.find(({ id }) => id === video.id);
    if (!row || row.deletedAt) throw gone();
    await publishVideo(tx, row);
    return row;
  });
  return presentVideo(ctx, changed);
}

/**
 * Deletes a video with all its versions, or a reply that was not sent; `restoreVideo` undoes it for 30 days. Its media URLs end
 * at once.
 */
export async function removeVideo(ctx: VerbContext, input: { slug: string }): Promise<Done> {
  const video = await findViewableVideo(ctx, { slug: input.slug }, { includeReplies: true });
  assertCanEdit(ctx, video);
  await ctx.db.transaction(async (tx) => {
    await assertNotSent(tx, video);
    await lockVersions(tx, video.id);
    const rows = await tx
      .update(videos)
      .set({ deletedAt: ctx.clock.now() })
      .where(and(versionsOf(video), isNull(videos.deletedAt)))
      .returning();
    const row = rows.find(({ id }) => id === video.id);
    if (!row) throw gone();
    await publishVideo(tx, row);
  });
  return DONE;
}

/** Undoes a deletion, of what was deleted with it. Throws `conflict` where the video is not deleted. */
export async function restoreVideo(ctx: VerbContext, input: { slug: string }): Promise<Video> {
  const video = await findViewableVideo(
    ctx,
    { slug: input.slug },
    { includeDeleted: true, includeReplies: true },
  );
  assertCanEdit(ctx, video);
  const restored = await ctx.db.transaction(async (tx) => {
    await assertNotSent(tx, video);
    await lockVersions(tx, video.id);
    const { deletedAt } = (await currentOf(tx, video)) ?? video;
    const rows = await tx
      .update(videos)
      .set({ deletedAt: null })
      .where(and(versionsOf(video), isNotNull(videos.deletedAt), eq(videos.deletedAt, deletedAt ?? NEVER)))
      .returning();
    const row = rows.find(({ isCurrent }) => isCurrent);
    if (!row) throw new AppError('conflict', 'This video is not deleted.');
    await publishVideo(tx, row);
    return (await processIfArrived(tx, ctx, row)) ?? row;
  });
  return presentVideo(ctx, restored);
}

/** The last of a recording may have arrived while it was deleted: nothing was done with it then. */
async function processIfArrived(
  tx: Transaction,
  ctx: VerbContext,
  video: VideoRow,
): Promise<VideoRow | null> {
  if (video.status !== 'recording') return null;
  const whole = and(eq(recordings.videoId, video.id), eq(recordings.state, 'finished'));
  if ((await tx.$count(recordings, whole)) === 0) return null;
  return startProcessing(tx, ctx, video.id, ['recording']);
}

/** Processes a failed video once more. Throws `conflict` where it has not failed. */
export async function retryVideo(ctx: VerbContext, input: { slug: string }): Promise<Video> {
  const video = await findViewableVideo(ctx, { slug: input.slug }, { includeReplies: true });
  assertCanEdit(ctx, video);
  const started = await ctx.db.transaction((tx) => startProcessing(tx, ctx, video.id, ['failed']));
  if (!started) throw new AppError('conflict', 'Only a failed video can be processed again.');
  return presentVideo(ctx, started);
}
