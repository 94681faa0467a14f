import { and, eq, sql, type SQL } from 'drizzle-orm';
import type { Queryable, Transaction } from '#server/db/connect.ts';
import { videos } from './tables.ts';

type VideoRow = typeof videos.$inferSelect;

/** Id of the first version: what all versions of a video have in common. */
export function rootOf(video: Pick<VideoRow, 'id' | 'versionOf'>): string {
  return video.versionOf ?? video.id;
}

/** All versions of a video, as a condition on `videos`. */
export function versionsOf(video: Pick<VideoRow, 'id' | 'versionOf'>): SQL {
  return sql`coalesce(${videos.versionOf}, ${videos.id}) = ${rootOf(video)}`;
}

/** The version that the link of a video shows. */
export async function currentOf(
  db: Queryable,
  video: Pick<VideoRow, 'id' | 'versionOf'>,
): Promise<VideoRow | null> {
  const [current] = await db
    .select()
    .from(videos)
    .where(and(versionsOf(video), eq(videos.isCurrent, true)));
  return current ?? null;
}

/**
 * One transaction at a time changes which version is current, or adds one. Taken before any row of the versions is changed, so
 * that two of them never wait for each other.
 */
export async function lockVersions(tx: Transaction, videoId: string): Promise<void> {
  await tx.execute(sql`select root.id from ${videos} one join ${videos} root on root.id = coalesce(one.version_of, one.id)
    where one.id = ${videoId} for no key update of root`);
}
