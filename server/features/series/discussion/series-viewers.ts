import { and, eq, sql } from 'drizzle-orm';
import { anyOf } from '#server/db/any-of.ts';
import type { Queryable } from '#server/db/connect.ts';
import { spaceMembers, spaces } from '#server/features/spaces/tables.ts';
import { members } from '#server/features/workspaces/tables.ts';
import type { SeriesRow } from '../access.ts';
import { seriesPeople } from '../tables.ts';

/** Of these people, those who are members and see the series; the rule of `visibleSeries`. */
export async function seriesViewersAmong(
  db: Queryable,
  series: SeriesRow,
  ids: readonly string[],
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .select({ userId: members.userId })
    .from(members)
    .where(
      and(
        eq(members.organizationId, series.workspaceId),
        anyOf(members.userId, ids),
        sql`(${series.spaceId}::uuid is null
          or exists (select 1 from ${spaces} where ${spaces.id} = ${series.spaceId} and ${spaces.visibility} = 'open')
          or exists (select 1 from ${spaceMembers} where ${spaceMembers.spaceId} = ${series.spaceId} and ${spaceMembers.userId} = ${members.userId})
          or exists (select 1 from ${seriesPeople} where ${seriesPeople.seriesId} = ${series.id} and ${seriesPeople.userId} = ${members.userId}))`,
      ),
    );
  return new Set(rows.map(({ userId }) => userId));
}
