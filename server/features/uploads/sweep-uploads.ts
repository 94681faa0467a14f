import { and, eq, lt } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import { videos } from '#server/features/videos/tables.ts';
import { uploads } from './tables.ts';

/** An upload without a sign of life for this long is cancelled and its parts are removed. */
const STALE_MS = 7 * 24 * 3600_000;

/** Cancels uploads that nobody goes on with, so that their parts don't fill the store. */
export async function sweepStaleUploads(ctx: AppContext): Promise<number> {
  const before = new Date(ctx.clock.now().getTime() - STALE_MS);
  const stale = await ctx.db
    .update(uploads)
    .set({ state: 'aborted' })
    .where(and(eq(uploads.state, 'open'), lt(uploads.lastSeenAt, before)))
    .returning();
  for (const upload of stale) {
    if (upload.storageUploadId) await ctx.storage.abortMultipart(upload.key, upload.storageUploadId);
    await ctx.db.update(videos).set({ deletedAt: ctx.clock.now() }).where(eq(videos.id, upload.videoId));
  }
  return stale.length;
}
