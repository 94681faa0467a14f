import { and, desc, eq, isNotNull, isNull } from 'drizzle-orm';
import type { VerbContext, ViewerContext } from '#server/context.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { AppError } from '#shared/errors.ts';
import { DONE, VideoId, type Done } from '#shared/ids.ts';
import { versionSlug } from '#shared/version-slugs.ts';
import type { Video } from '#shared/videos.ts';
import type { VideoVersion } from '#shared/versions.ts';
import { assertCanEdit, findViewableVideo, type VideoRow } from './access.ts';
import { presentVideo } from './present.ts';
import { publishVideo } from './publish-video.ts';
import { videos } from './tables.ts';
import { demoteVersion, replaceCurrent } from './promote-version.ts';
import { currentOf, lockVersions, versionsOf } from './version-stack.ts';

/** The versions of a video, newest first. Guests see the current one and those before. */
export async function listVersions(ctx: ViewerContext, input: { slug: string }): Promise<VideoVersion[]> {
  const video = await findViewableVideo(ctx, input);
  const rows = await ctx.db
    .select({ video: videos, author: users })
    .from(videos)
    .innerJoin(users, eq(users.id, videos.authorId))
    .where(and(versionsOf(video), isNull(videos.deletedAt)))
    .orderBy(desc(videos.version));
  const current = rows.find((row) => row.video.isCurrent)?.video.version ?? 0;
  return rows
    .filter((row) => ctx.actor.kind === 'member' || row.video.version <= current)
    .map((row) => ({
      videoId: VideoId.parse(row.video.id),
      number: row.video.version,
      slug: versionSlug(row.video.slug, row.video.version),
      author: personOf(row.author),
      status: row.video.status,
      durationMs: row.video.durationMs,
      isCurrent: row.video.isCurrent,
      createdAt: row.video.createdAt.toISOString(),
    }));
}

/** Makes a version the one that the link shows. Idempotent; `conflict` where it can't be played, or was deleted meanwhile. */
export async function makeCurrent(ctx: VerbContext, input: { slug: string }): Promise<Video> {
  const video = await findViewableVideo(ctx, input);
  assertCanEdit(ctx, video);
  const changed = await ctx.db.transaction(async (tx) => {
    await lockVersions(tx, video.id);
    const [current, to] = await Promise.all([currentOf(tx, video), rowOf(tx, video.id)]);
    if (!current || !to || to.deletedAt)
      throw new AppError('conflict', 'This version was deleted meanwhile. Reload the page.');
    if (current.id === to.id) return to;
    const isPlayable = to.status === 'ready' || (to.status === 'processing' && to.source === 'recording');
    if (!isPlayable)
      throw new AppError('conflict', 'This version can’t be played yet. Wait until it is processed.');
    await replaceCurrent(tx, ctx, { from: current, to });
    return { ...to, isCurrent: true };
  });
  return presentVideo(ctx, changed);
}

/** Deletes one version; `conflict` where it is the only one, or the only one that can be shown: then the video is deleted. */
export async function removeVersion(ctx: VerbContext, input: { slug: string }): Promise<Done> {
  const video = await findViewableVideo(ctx, input);
  assertCanEdit(ctx, video);
  await ctx.db.transaction(async (tx) => {
    await lockVersions(tx, video.id);
    const row = await rowOf(tx, video.id);
    if (!row || row.deletedAt) throw new AppError('conflict', 'This version was deleted already.');
    if (row.isCurrent && !(await demoteVersion(tx, ctx, row)))
      throw new AppError('conflict', 'There is no other version to show. Delete the video instead.');
    await tx.update(videos).set({ deletedAt: ctx.clock.now() }).where(eq(videos.id, row.id));
    await publishVideo(tx, row);
  });
  return DONE;
}

/** Undoes the deletion of one version; it does not become the current one. Throws `conflict` where it is not deleted. */
export async function restoreVersion(ctx: VerbContext, input: { slug: string }): Promise<Video> {
  const video = await findViewableVideo(ctx, input, { includeDeleted: true });
  assertCanEdit(ctx, video);
  const restored = await ctx.db.transaction(async (tx) => {
    await lockVersions(tx, video.id);
    const current = await currentOf(tx, video);
    if (current?.deletedAt)
      throw new AppError('conflict', 'The video with all its versions was deleted. Restore it as a whole.');
    const [row] = await tx
      .update(videos)
      .set({ deletedAt: null })
      .where(and(eq(videos.id, video.id), isNotNull(videos.deletedAt)))
      .returning();
    if (!row) throw new AppError('conflict', 'This version is not deleted.');
    await publishVideo(tx, row);
    return row;
  });
  return presentVideo(ctx, restored);
}

type Reader = Parameters<typeof currentOf>[0];

async function rowOf(db: Reader, id: string): Promise<VideoRow | null> {
  const [row] = await db.select().from(videos).where(eq(videos.id, id));
  return row ?? null;
}
