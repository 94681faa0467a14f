import { and, asc, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { EditionId, SeriesId } from '#shared/ids.ts';
import type { Edition, OpenEntry } from '#shared/series.ts';
import { findEdition, findSeries } from './access.ts';
import { presentEdition } from './present.ts';
import { editions, entries, updateSeries } from './tables.ts';

type EditionLine = Omit<Edition, 'entries' | 'speaker'> & { answered: number; asked: number };

export async function listEditions(
  ctx: VerbContext,
  input: { id: string; limit: number },
): Promise<EditionLine[]> {
  const series = await findSeries(ctx, input.id);
  const rows = await ctx.db
    .select({
      edition: editions,
      answered: sql<number>`count(${entries.answeredAt})::int`,
      asked: sql<number>`count(*) filter (where ${entries.answeredAt} is not null or ${entries.excusedAt} is null)::int`,
    })
    .from(editions)
    .innerJoin(entries, eq(entries.editionId, editions.id))
    .where(eq(editions.seriesId, series.id))
    .groupBy(editions.id)
    .having(sql`bool_or(${entries.openedAt} is not null or ${entries.closedAt} is not null)`)
    .orderBy(desc(editions.day))
    .limit(input.limit);
  return rows.map(({ edition, answered, asked }) => ({
    id: EditionId.parse(edition.id),
    seriesId: SeriesId.parse(series.id),
    title: series.title,
    day: edition.day,
    prompts: edition.prompts,
    closedAt: edition.closedAt?.toISOString() ?? null,
    answered,
    asked,
  }));
}

export async function getEdition(ctx: VerbContext, input: { id: string }): Promise<Edition> {
  return presentEdition(ctx, await findEdition(ctx, input.id));
}

/** What the actor is asked for and has not answered, while it can still be answered. */
export async function listMyEntries(ctx: VerbContext): Promise<OpenEntry[]> {
  const rows = await ctx.db
    .select({ entry: entries, edition: editions, series: updateSeries })
    .from(entries)
    .innerJoin(editions, eq(editions.id, entries.editionId))
    .innerJoin(updateSeries, eq(updateSeries.id, editions.seriesId))
    .where(
      and(
        eq(entries.userId, ctx.actor.userId),
        eq(updateSeries.workspaceId, ctx.actor.workspaceId),
        isNotNull(entries.openedAt),
        isNull(entries.answeredAt),
        isNull(entries.closedAt),
        isNull(entries.excusedAt),
        isNull(updateSeries.removedAt),
      ),
    )
    .orderBy(asc(entries.dueAt));
  const now = ctx.clock.now();
  return rows.map(({ entry, edition, series }) => ({
    editionId: EditionId.parse(edition.id),
    seriesId: SeriesId.parse(series.id),
    title: series.title,
    day: edition.day,
    dueAt: entry.dueAt.toISOString(),
    closesAt: entry.closesAt.toISOString(),
    isOverdue: entry.dueAt < now,
  }));
}
