import { and, eq, isNull, lt } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import { videoPrefix } from '#server/storage/object-keys.ts';
import { recordings, recordingSegments as segments } from './tables.ts';

/** A recorder that is still uploading may need a week, with a laptop in a drawer. */
const SETTLED_MS = 7 * 24 * 3600_000;

/**
 * Removes objects of finished recordings that no segment names: what was recorded over, or uploaded twice. A recording that
 * is not finished may still need everything, and is left alone.
 */
export async function sweepOrphanedSegments(ctx: AppContext): Promise<number> {
  const before = new Date(ctx.clock.now().getTime() - SETTLED_MS);
  const settled = await ctx.db
    .select()
    .from(recordings)
    .where(
      and(eq(recordings.state, 'finished'), isNull(recordings.sweptAt), lt(recordings.lastSeenAt, before)),
    )
    .limit(200);
  let removed = 0;
  for (const recording of settled) {
    const rows = await ctx.db
      .select({ key: segments.key })
      .from(segments)
      .where(eq(segments.recordingId, recording.id));
    const needed = new Set(rows.map(({ key }) => key));
    const orphans: string[] = [];
    const prefix = `${videoPrefix(recording.workspaceId, recording.videoId)}recording/`;
    for await (const { key } of ctx.storage.list(prefix)) if (!needed.has(key)) orphans.push(key);
    if (orphans.length > 0) await ctx.storage.delete(orphans);
    await ctx.db.update(recordings).set({ sweptAt: ctx.clock.now() }).where(eq(recordings.id, recording.id));
    removed += orphans.length;
  }
  return removed;
}
