import { and, eq, gt, inArray, isNotNull, isNull, lte, ne, sql } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { visibleSeries } from '#server/features/series/index.ts';
import { editions, entries, seriesPeople, updateSeries } from '#server/features/series/tables.ts';
import { AppError } from '#shared/errors.ts';
import { DONE, type Done } from '#shared/ids.ts';
import type { CatchUp } from '#shared/reel.ts';
import { readReel } from './read-reel.ts';
import { catchUps, shownEntries } from './tables.ts';

/** What one reel takes; the rest comes once these were played. */
const MOST = 100;
const FIRST_VISIT_MS = 14 * 86_400_000;

/** What others have answered in my series since my last visit, and I have not seen. */
export async function getCatchUp(ctx: VerbContext): Promise<CatchUp> {
  const now = ctx.clock.now();
  const { workspaceId, userId } = ctx.actor;
  const [last] = await ctx.db
    .select()
    .from(catchUps)
    .where(and(eq(catchUps.workspaceId, workspaceId), eq(catchUps.userId, userId)));
  const since = last?.caughtUpAt ?? new Date(now.getTime() - FIRST_VISIT_MS);
  const isNew = and(
    eq(updateSeries.workspaceId, workspaceId),
    isNull(updateSeries.removedAt),
    gt(entries.answeredAt, since),
    lte(entries.answeredAt, now),
    ne(entries.userId, userId),
    sql`(${updateSeries.createdBy} = ${userId} or exists (select 1 from ${seriesPeople}
      where ${seriesPeople.seriesId} = ${updateSeries.id} and ${seriesPeople.userId} = ${userId}))`,
  );
  const fresh = await ctx.db
    .select({ id: entries.id, seriesId: updateSeries.id, answeredAt: entries.answeredAt })
    .from(entries)
    .innerJoin(editions, eq(editions.id, entries.editionId))
    .innerJoin(updateSeries, eq(updateSeries.id, editions.seriesId))
    .where(and(isNotNull(entries.answeredAt), isNew))
    .orderBy(entries.answeredAt, entries.id);
  // Who made a series in a space that they have left is in it no more.
  const visible = new Set((await visibleSeries(ctx)).map(({ id }) => id));
  const mine = fresh.filter(({ seriesId }) => visible.has(seriesId));
  const taken = mine.slice(0, MOST);
  const reel = await readReel(
    ctx,
    inArray(
      entries.id,
      taken.map(({ id }) => id),
    ),
  );
  const left = mine.length - taken.length;
  const until = left > 0 ? (taken.at(-1)?.answeredAt ?? now) : now;
  const unseen = reel.entries.filter(({ isSeen }) => !isSeen);
  const played = new Set(unseen.map(({ editionId }) => editionId));
  return {
    editions: reel.editions.filter(({ id }) => played.has(id)),
    entries: unseen,
    left,
    since: since.toISOString(),
    until: until.toISOString(),
  };
}

/** The last visit goes forward only, however many pages say so. */
export async function finishCatchUp(ctx: VerbContext, input: { until: string }): Promise<Done> {
  const until = new Date(input.until);
  if (until > ctx.clock.now()) throw new AppError('invalid_input', 'until: that time has not come yet.');
  const { workspaceId, userId } = ctx.actor;
  await ctx.db
    .insert(catchUps)
    .values({ workspaceId, userId, caughtUpAt: until })
    .onConflictDoUpdate({
      target: [catchUps.workspaceId, catchUps.userId],
      set: { caughtUpAt: sql`greatest(${catchUps.caughtUpAt}, excluded.caught_up_at)` },
    });
  return DONE;
}

/** Notes that written answers were shown, of series that the actor may see; of others nothing happens. */
export async function noteShown(ctx: VerbContext, input: { entryIds: string[] }): Promise<Done> {
  const visible = (await visibleSeries(ctx, { withRemoved: true })).map(({ id }) => id);
  const rows = await ctx.db
    .select({ entryId: entries.id })
    .from(entries)
    .innerJoin(editions, eq(editions.id, entries.editionId))
    .where(
      and(
        inArray(entries.id, input.entryIds),
        inArray(editions.seriesId, visible),
        isNotNull(entries.answeredAt),
      ),
    );
  const { userId } = ctx.actor;
  const shownAt = ctx.clock.now();
  if (rows.length > 0)
    await ctx.db
      .insert(shownEntries)
      .values(rows.map(({ entryId }) => ({ entryId, userId, shownAt })))
      .onConflictDoNothing();
  return DONE;
}
