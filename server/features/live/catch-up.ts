import { and, asc, eq, gt, lt, sql } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import type { PublishedEvent } from '#server/events/publish.ts';
import { liveEvents } from '#server/events/tables.ts';

/** Events are kept this long; a page that was away longer reloads everything. */
const KEPT_MS = 60 * 60_000;
/**
 * Ids are given out before commit, so a smaller id can become visible after a larger one. Transactions here are
 * shorter than this; repeating what they might have hidden does no harm, as events only say “look again”.
 */
const OVERLAP_MS = 10_000;
const MOST = 1_000;

/** What a page missed since the last event it saw; `null` where that is too long ago to tell. */
export async function eventsSince(
  ctx: AppContext,
  workspaceId: string,
  lastEventId: number,
): Promise<PublishedEvent[] | null> {
  const [last] = await ctx.db
    .select({ createdAt: liveEvents.createdAt })
    .from(liveEvents)
    .where(eq(liveEvents.id, lastEventId));
  if (!last) return null;
  const since = new Date(last.createdAt.getTime() - OVERLAP_MS);
  const rows = await ctx.db
    .select()
    .from(liveEvents)
    .where(
      and(
        eq(liveEvents.workspaceId, workspaceId),
        gt(liveEvents.createdAt, since),
        sql`${liveEvents.id} <> ${lastEventId}`,
      ),
    )
    .orderBy(asc(liveEvents.id))
    .limit(MOST + 1);
  return rows.length > MOST ? null : rows;
}

/** Forgets events that no page will ask for any more. */
export async function forgetOldEvents(ctx: AppContext): Promise<void> {
  await ctx.db
    .delete(liveEvents)
    .where(lt(liveEvents.createdAt, new Date(ctx.clock.now().getTime() - KEPT_MS)));
}
