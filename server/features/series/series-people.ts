import { sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { Queryable } from '#server/db/connect.ts';
import { groupMembers } from '#server/features/groups/tables.ts';
import { spaceMembers, spaces } from '#server/features/spaces/tables.ts';
import { members } from '#server/features/workspaces/tables.ts';
import { seriesAudiences, seriesPeople, updateSeries } from './tables.ts';

export interface SeriesPerson extends Record<string, unknown> {
  seriesId: string;
  userId: string;
  part: 'participant' | 'observer';
  /** Since when they take part by themselves, in ms; null: only as one of a group or a space. */
  addedMs: number | null;
}

/**
 * Who takes part in series now: people who are named, everybody in the groups and spaces that are, and all of them only as members of
 * the workspace. What somebody is named for counts more than what their groups are; of those, to be asked counts more.
 */
export async function peopleOfSeries(db: Queryable, seriesIds: readonly string[]): Promise<SeriesPerson[]> {
  const rows = await db.execute<SeriesPerson>(sql`
    with chosen as (
      select id, workspace_id from ${updateSeries} where id = any(${`{${seriesIds.join(',')}}`}::uuid[])
    ), parts as (
      select p.series_id, p.user_id, p.part, p.added_at from ${seriesPeople} p join chosen on chosen.id = p.series_id
      union all
      select a.series_id, g.user_id, a.part, null from ${seriesAudiences} a join chosen on chosen.id = a.series_id
        join ${groupMembers} g on g.group_id = a.group_id
      union all
      select a.series_id, m.user_id, a.part, null from ${seriesAudiences} a join chosen on chosen.id = a.series_id
        join ${spaces} s on s.id = a.space_id and s.workspace_id = chosen.workspace_id
        join ${members} m on m.workspace_id = s.workspace_id
        where s.visibility = 'open'
          or exists (select 1 from ${spaceMembers} i where i.space_id = s.id and i.user_id = m.user_id)
    )
    select distinct on (parts.series_id, parts.user_id) parts.series_id as "seriesId", parts.user_id as "userId",
      parts.part, (extract(epoch from parts.added_at) * 1000)::float8 as "addedMs"
    from parts join chosen on chosen.id = parts.series_id
      join ${members} m on m.workspace_id = chosen.workspace_id and m.user_id = parts.user_id
    order by parts.series_id, parts.user_id, parts.added_at is null, parts.part desc`);
  return [...rows];
}

/** Whether somebody takes part in the series of the row that is read, by themselves or in a group or space. */
export function takesPart(userId: string | AnyPgColumn) {
  return sql`(exists (select 1 from ${seriesPeople} where ${seriesPeople.seriesId} = ${updateSeries.id} and ${seriesPeople.userId} = ${userId})
    or exists (
      select 1 from ${seriesAudiences} a
      where a.series_id = ${updateSeries.id} and (
        exists (select 1 from ${groupMembers} g where g.group_id = a.group_id and g.user_id = ${userId})
        or exists (select 1 from ${spaces} s where s.id = a.space_id and (s.visibility = 'open'
          or exists (select 1 from ${spaceMembers} i where i.space_id = s.id and i.user_id = ${userId}))))))`;
}
