import { and, eq } from 'drizzle-orm';
import { anyOf } from '#server/db/any-of.ts';
import type { Queryable } from '#server/db/connect.ts';
import { members } from '#server/features/workspaces/tables.ts';
import { isSeenBy, type SeriesRow } from './access.ts';
import { updateSeries } from './tables.ts';

/** Of these people, those who are members and see the series. */
export async function seriesViewersAmong(
  db: Queryable,
  series: SeriesRow,
  ids: readonly string[],
): Promise<Set<string>> {
  const found = await db
    .select({ userId: members.userId })
    .from(members)
    .innerJoin(updateSeries, eq(updateSeries.workspaceId, members.organizationId))
    .where(and(eq(updateSeries.id, series.id), anyOf(members.userId, ids), isSeenBy(members.userId)));
  return new Set(found.map(({ userId }) => userId));
}
