import { and, eq, isNotNull, lt } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import { videoPrefix } from '#server/storage/object-keys.ts';
import { videos } from './tables.ts';

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
    await ctx.db.delete(videos).where(and(eq(videos.id, video.id), isNotNull(videos.deletedAt)));
  }
  return due.length;
}
