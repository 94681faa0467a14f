import { and, eq, isNull, or, sql, type SQL } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { VerbContext } from '#server/context.ts';
import type { Queryable } from '#server/db/connect.ts';
import { spaceMembers, spaces } from '#server/features/spaces/tables.ts';
import { AppError } from '#shared/errors.ts';
import { canManageSeries } from '#shared/permissions.ts';
import { takesPart } from './series-people.ts';
import { editions, updateSeries } from './tables.ts';

export type SeriesRow = typeof updateSeries.$inferSelect;
export type EditionRow = typeof editions.$inferSelect;

/** Whether a member sees the series of the row that is read: of the whole workspace, of their spaces, their own, or where they take part. */
export function isSeenBy(userId: string | AnyPgColumn): SQL | undefined {
  return or(
    eq(updateSeries.createdBy, userId),
    and(isNull(updateSeries.spaceId), eq(updateSeries.isPrivate, false)),
    sql`exists (select 1 from ${spaces} where ${spaces.id} = ${updateSeries.spaceId} and (${spaces.visibility} = 'open'
      or exists (select 1 from ${spaceMembers} where ${spaceMembers.spaceId} = ${spaces.id} and ${spaceMembers.userId} = ${userId})))`,
    takesPart(userId),
  );
}

/** The series that the actor may see. */
export async function visibleSeries(
  ctx: VerbContext,
  { id, withRemoved = false }: { id?: string; withRemoved?: boolean } = {},
  db: Queryable = ctx.db,
): Promise<SeriesRow[]> {
  return db
    .select()
    .from(updateSeries)
    .where(
      and(
        eq(updateSeries.workspaceId, ctx.actor.workspaceId),
        withRemoved ? undefined : isNull(updateSeries.removedAt),
        id === undefined ? undefined : eq(updateSeries.id, id),
        isSeenBy(ctx.actor.userId),
      ),
    )
    .orderBy(sql`lower(${updateSeries.title})`, updateSeries.id);
}

export async function findSeries(
  ctx: VerbContext,
  id: string,
  options: { withRemoved?: boolean; db?: Queryable } = {},
): Promise<SeriesRow> {
  const [series] = await visibleSeries(ctx, { ...options, id }, options.db ?? ctx.db);
  if (!series) throw new AppError('not_found', 'This series does not exist, or is not shared with you.');
  return series;
}

export async function findManagedSeries(ctx: VerbContext, id: string): Promise<SeriesRow> {
  const series = await findSeries(ctx, id);
  if (!canManageSeries(ctx.actor, series))
    throw new AppError('forbidden', 'Only who made the series, or an admin, can change it.');
  return series;
}

export async function findEdition(
  ctx: VerbContext,
  id: string,
  db: Queryable = ctx.db,
): Promise<{ edition: EditionRow; series: SeriesRow }> {
  const [edition] = await db.select().from(editions).where(eq(editions.id, id));
  if (!edition) throw new AppError('not_found', 'This edition does not exist, or is not shared with you.');
  return { edition, series: await findSeries(ctx, edition.seriesId, { withRemoved: true, db }) };
}
