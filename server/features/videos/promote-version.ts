import { and, desc, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { VideoId } from '#shared/ids.ts';
import { publishVideo } from './publish-video.ts';
import { videos } from './tables.ts';
import { currentOf, versionsOf } from './version-stack.ts';

type VideoRow = typeof videos.$inferSelect;

/**
 * A new version is there: it takes the place of an earlier one, never that of a later one. The caller holds the lock. True
 * where it is the current one now and was not before.
 */
export async function promoteVersion(tx: Transaction, ctx: AppContext, video: VideoRow): Promise<boolean> {
  if (video.versionOf === null || video.isCurrent || video.deletedAt !== null) return false;
  const current = await currentOf(tx, video);
  if (!current || current.version > video.version) return false;
  await replaceCurrent(tx, ctx, { from: current, to: video });
  return true;
}

/** A version that can't be shown gives its place to the newest of the others that can; it keeps it where there is none. */
export async function demoteVersion(tx: Transaction, ctx: AppContext, video: VideoRow): Promise<boolean> {
  if (!video.isCurrent) return false;
  const [next] = await tx
    .select()
    .from(videos)
    .where(
      and(
        versionsOf(video),
        ne(videos.id, video.id),
        isNull(videos.deletedAt),
        inArray(videos.status, ['processing', 'ready']),
      ),
    )
    .orderBy(desc(sql`${videos.status} = 'ready' or ${videos.source} = 'recording'`), desc(videos.version))
    .limit(1);
  if (!next) return false;
  await replaceCurrent(tx, ctx, { from: video, to: next });
  return true;
}

/** Makes another version the current one, and lets what was asked about the one before be asked about it. */
export async function replaceCurrent(
  tx: Transaction,
  ctx: AppContext,
  { from, to }: { from: VideoRow; to: VideoRow },
): Promise<void> {
  await tx.update(videos).set({ isCurrent: false }).where(eq(videos.id, from.id));
  await tx.update(videos).set({ isCurrent: true }).where(eq(videos.id, to.id));
  await ctx.queue.enqueue(tx, 'carry-asks', { fromId: VideoId.parse(from.id) });
  await publishVideo(tx, to, 'version');
}
