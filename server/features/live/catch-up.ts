import { and, asc, eq, gt, lt, sql, type SQL } from 'drizzle-orm';
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
/** Pages have loaded by then. */
const OLDEST_PAGE_MS = 60_000;
/** What had begun before a page asked, and was committed after. */
const IN_FLIGHT_MS = 1_000;

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
  return eventsWhere(
    ctx,
    workspaceId,
    and(gt(liveEvents.createdAt, since), sql`${liveEvents.id} <> ${lastEventId}`),
  );
}

/** What has happened since a page began to ask, before its stream stood; `null` where that is too much. `ageMs`: how long ago that was. */
export async function eventsOfPage(
  ctx: AppContext,
  workspaceId: string,
  ageMs: number,
): Promise<PublishedEvent[] | null> {
  const seconds = (Math.min(ageMs, OLDEST_PAGE_MS) + IN_FLIGHT_MS) / 1000;
  return eventsWhere(
    ctx,
    workspaceId,
    sql`${liveEvents.createdAt} > now() - make_interval(secs => ${seconds}::float8)`,
  );
}

async function eventsWhere(
  ctx: AppContext,
  workspaceId: string,
  isMissed: SQL | undefined,
): Promise<PublishedEvent[] | null> {
  const rows = await ctx.db
    .select()
    .from(liveEvents)
    .where(and(eq(liveEvents.workspaceId, workspaceId), isMissed))
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
