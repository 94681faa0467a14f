import { and, eq, sql } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { anyOf } from '#server/db/any-of.ts';
import type { Transaction } from '#server/db/connect.ts';
import { groups } from '#server/features/groups/tables.ts';
import { visibleSpaceIds } from '#server/features/spaces/index.ts';
import { members } from '#server/features/workspaces/tables.ts';
import { AppError } from '#shared/errors.ts';
import type { SeriesAudience } from '#shared/series.ts';
import type { SeriesRow } from './access.ts';
import { seriesAudiences, seriesPeople } from './tables.ts';

export interface PeopleChange {
  participantIds: string[] | undefined;
  observerIds: string[] | undefined;
  audiences: SeriesAudience[] | undefined;
}

/**
 * Replaces who takes part, where it is given; who is in both lists is asked. Throws `invalid_input` for who is no member, for a group or
 * space that the actor can't see, and where nobody is left to ask.
 */
export async function setPeople(
  tx: Transaction,
  ctx: VerbContext,
  series: SeriesRow,
  { participantIds, observerIds, audiences }: PeopleChange,
): Promise<void> {
  const asked = new Set(participantIds);
  await setPart(tx, ctx, series, 'participant', participantIds);
  await setPart(
    tx,
    ctx,
    series,
    'observer',
    observerIds?.filter((id) => !asked.has(id)),
  );
  if (audiences !== undefined) await setAudiences(tx, ctx, series, audiences);
  const isAsked = (part: typeof seriesPeople | typeof seriesAudiences) =>
    and(eq(part.seriesId, series.id), eq(part.part, 'participant'));
  const count =
    (await tx.$count(seriesPeople, isAsked(seriesPeople))) +
    (await tx.$count(seriesAudiences, isAsked(seriesAudiences)));
  if (count === 0)
    throw new AppError('invalid_input', 'participantIds: choose somebody who answers, or a group or space.');
}

async function setPart(
  tx: Transaction,
  ctx: VerbContext,
  series: SeriesRow,
  part: 'participant' | 'observer',
  given: string[] | undefined,
): Promise<void> {
  if (given === undefined) return;
  const ids = [...new Set(given)];
  const isMember = and(eq(members.organizationId, series.workspaceId), anyOf(members.userId, ids));
  if ((await tx.$count(members, isMember)) < ids.length)
    throw new AppError('invalid_input', `${part}Ids: somebody is no member of the workspace.`);
  await tx
    .delete(seriesPeople)
    .where(
      and(
        eq(seriesPeople.seriesId, series.id),
        eq(seriesPeople.part, part),
        sql`not ${anyOf(seriesPeople.userId, ids)}`,
      ),
    );
  // Who has the part already keeps the time since when.
  await tx.execute(sql`
    insert into ${seriesPeople} (series_id, user_id, part, added_at)
    select ${series.id}::uuid, unnest(${`{${ids.join(',')}}`}::uuid[]), ${part}, ${ctx.clock.now().toISOString()}::timestamptz
    on conflict (series_id, user_id) do update set part = excluded.part, added_at = excluded.added_at
    where ${seriesPeople.part} <> excluded.part`);
}

async function setAudiences(
  tx: Transaction,
  ctx: VerbContext,
  series: SeriesRow,
  audiences: readonly SeriesAudience[],
): Promise<void> {
  const idsOf = (kind: SeriesAudience['kind']) => [
    ...new Set(audiences.filter((one) => one.kind === kind).map(({ id }): string => id)),
  ];
  const [groupIds, spaceIds] = [idsOf('group'), idsOf('space')];
  const isKnown = and(eq(groups.workspaceId, series.workspaceId), anyOf(groups.id, groupIds));
  if ((await tx.$count(groups, isKnown)) < groupIds.length)
    throw new AppError('invalid_input', 'audiences: a group is not there any more.');
  const kept = await tx.select().from(seriesAudiences).where(eq(seriesAudiences.seriesId, series.id));
  const isNew = spaceIds.filter((id) => !kept.some(({ spaceId }) => spaceId === id));
  if ((await visibleSpaceIds(tx, ctx.actor, isNew)).length < isNew.length)
    throw new AppError('invalid_input', 'audiences: you can’t see one of these spaces.');
  await tx.delete(seriesAudiences).where(eq(seriesAudiences.seriesId, series.id));
  if (audiences.length === 0) return;
  await tx.insert(seriesAudiences).values(
    audiences.map(({ kind, id, part }) => ({
      seriesId: series.id,
      groupId: kind === 'group' ? id : null,
      spaceId: kind === 'space' ? id : null,
      part,
    })),
  );
}
