import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import { anyOf } from '#server/db/any-of.ts';
import type { Transaction } from '#server/db/connect.ts';
import { loadSchedules } from '#server/features/people-time/index.ts';
import type { SeriesRow } from './access.ts';
import { dueDays } from './due-days.ts';
import { entryTimes } from './entry-times.ts';
import { editions, entries, seriesPeople, seriesSkips, updateSeries } from './tables.ts';

const DAY_MS = 86_400_000;
/** A day begins up to 14 hours before it does in UTC, and ends up to 12 hours after. */
const ZONES_MS = 14 * 3_600_000;
/** Editions are made so long before the first of their people is asked. */
const AHEAD_MS = DAY_MS;
/** What was due while nothing ran is put on record so far back. */
const BACK_DAYS = 14;
const AT_ONCE = 500;

/**
 * Makes the editions that come next, and keeps the times of entries true while nobody was asked for them: people join, leave, move
 * and go away. Any number of workers may do it at the same time.
 */
export async function planEditions(ctx: AppContext): Promise<void> {
  const running = await ctx.db
    .select()
    .from(updateSeries)
    .where(and(isNull(updateSeries.removedAt), isNull(updateSeries.pausedAt)));
  for (const series of running) {
    // What is left out, and what is over.
    const rest = await ctx.db
      .select({ day: seriesSkips.day })
      .from(seriesSkips)
      .where(eq(seriesSkips.seriesId, series.id))
      .unionAll(
        ctx.db
          .select({ day: editions.day })
          .from(editions)
          .where(and(eq(editions.seriesId, series.id), isNotNull(editions.closedAt))),
      );
    const days = dueDays(series, rangeOf(ctx, series), new Set(rest.map(({ day }) => day)));
    for (const day of days) await ctx.db.transaction((tx) => planEdition(tx, ctx, series, day));
  }
}

function rangeOf(ctx: AppContext, series: SeriesRow): { from: string; to: string } {
  const now = ctx.clock.now().getTime();
  const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const oldest = Math.max(series.createdAt.getTime(), now - BACK_DAYS * DAY_MS);
  return {
    from: dayOf(oldest - ZONES_MS),
    to: dayOf(now + series.leadHours * 3_600_000 + AHEAD_MS + ZONES_MS),
  };
}

async function planEdition(tx: Transaction, ctx: AppContext, series: SeriesRow, day: string): Promise<void> {
  await tx
    .insert(editions)
    .values({ seriesId: series.id, day, prompts: series.prompts })
    .onConflictDoNothing();
  // One at a time for each edition; who comes second finds nothing to do.
  const [edition] = await tx
    .select()
    .from(editions)
    .where(and(eq(editions.seriesId, series.id), eq(editions.day, day), isNull(editions.closedAt)))
    .for('update');
  if (!edition) return;
  const people = await tx
    .select({ userId: seriesPeople.userId })
    .from(seriesPeople)
    .where(and(eq(seriesPeople.seriesId, series.id), eq(seriesPeople.part, 'participant')));
  const userIds = people.map(({ userId }) => userId);
  const { workspaceId } = series;
  const schedules = await loadSchedules(ctx, { workspaceId, userIds }, tx);
  const now = ctx.clock.now();
  const planned = [...schedules].flatMap(([userId, schedule]) => {
    const { isExcused, ...times } = entryTimes(day, series, schedule);
    // Who could have been asked before the series was made, or before they joined it, is not asked afterwards.
    if (times.dueAt <= series.createdAt) return [];
    return [{ editionId: edition.id, userId, ...times, excusedAt: isExcused ? now : null }];
  });
  for (let i = 0; i < planned.length; i += AT_ONCE) await savePlanned(tx, planned.slice(i, i + AT_ONCE));
  await forgetLeavers(tx, edition.id, userIds);
  const isAsked =
    (await tx.$count(
      entries,
      sql`${entries.editionId} = ${edition.id} and ${entries.openedAt} is not null`,
    )) > 0;
  if (!isAsked) await tx.update(editions).set({ prompts: series.prompts }).where(eq(editions.id, edition.id));
}

async function savePlanned(tx: Transaction, rows: (typeof entries.$inferInsert)[]): Promise<void> {
  await tx
    .insert(entries)
    .values(rows)
    .onConflictDoUpdate({
      target: [entries.editionId, entries.userId],
      set: {
        opensAt: sql`excluded.opens_at`,
        dueAt: sql`excluded.due_at`,
        closesAt: sql`excluded.closes_at`,
        remindAt: sql`excluded.remind_at`,
        excusedAt: sql`case when excluded.excused_at is null then null else coalesce(${entries.excusedAt}, excluded.excused_at) end`,
      },
      setWhere: sql`${entries.answeredAt} is null and ${entries.closedAt} is null and ${entries.remindedAt} is null
        and (${entries.opensAt}, ${entries.dueAt}, ${entries.closesAt}, ${entries.remindAt}, ${entries.excusedAt} is null)
          is distinct from (excluded.opens_at, excluded.due_at, excluded.closes_at, excluded.remind_at, excluded.excused_at is null)`,
    });
}

/** Who takes part no longer has no entry any more, unless they have answered. */
async function forgetLeavers(tx: Transaction, editionId: string, userIds: string[]): Promise<void> {
  await tx
    .delete(entries)
    .where(
      and(
        eq(entries.editionId, editionId),
        isNull(entries.answeredAt),
        isNull(entries.closedAt),
        sql`not ${anyOf(entries.userId, userIds)}`,
      ),
    );
}
