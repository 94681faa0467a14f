import { and, asc, eq, isNotNull, lt, sql } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { videoPrefix } from '#server/storage/object-keys.ts';
import { videos } from './tables.ts';
import { lockVersions } from './version-stack.ts';

/** A deleted video can be restored for this long. */
export const RESTORABLE_MS = 30 * 24 * 3600_000;

/** Removes what can't be restored any more: the objects first, then the row, so that a cut-off run is repeated. */
export async function purgeDeletedVideos(ctx: AppContext): Promise<number> {
  const before = new Date(ctx.clock.now().getTime() - RESTORABLE_MS);
  const due = await ctx.db
    .select({ id: videos.id, workspaceId: videos.workspaceId })
    .from(videos)
    .where(and(isNotNull(videos.deletedAt), lt(videos.deletedAt, before)))
    .limit(100);
  for (const video of due) {
    // What was recorded as a comment on it goes with it.
    const replies = await ctx.db.select({ id: videos.id }).from(videos).where(eq(videos.parentId, video.id));
    for (const { id } of [...replies, video]) {
      const keys = [];
      for await (const object of ctx.storage.list(videoPrefix(video.workspaceId, id))) keys.push(object.key);
      await ctx.storage.delete(keys);
    }
    await ctx.db.transaction(async (tx) => {
      await passOnLink(tx, video.id);
      await tx.delete(videos).where(and(eq(videos.id, video.id), isNotNull(videos.deletedAt)));
    });
  }
  return due.length;
}

/** A first version goes for good while others stay: the earliest of them takes its place behind the link and the share links. */
async function passOnLink(tx: Transaction, videoId: string): Promise<void> {
  await lockVersions(tx, videoId);
  const [first] = await tx.select().from(videos).where(eq(videos.id, videoId));
  const [heir] = await tx
    .select()
    .from(videos)
    .where(eq(videos.versionOf, videoId))
    .orderBy(isNotNull(videos.deletedAt), asc(videos.version))
    .limit(1);
  if (!first || !heir) return;
  // Its number stays; for a moment two are first, and only one of the two is current.
  await tx.update(videos).set({ isCurrent: false }).where(eq(videos.id, first.id));
  await tx.execute(sql`update ${videos} set version_of = case when id = ${heir.id} then null else ${heir.id}::uuid end,
    is_current = is_current or (id = ${heir.id} and ${first.isCurrent}) where version_of = ${first.id}`);
  await tx.execute(sql`update ${videos} set slug = ${first.slug} || '.0' where id = ${first.id}`);
  await tx.update(videos).set({ slug: first.slug }).where(eq(videos.id, heir.id));
  await tx.execute(sql`update share_links set video_id = ${heir.id} where video_id = ${first.id}`);
}
