import { and, eq } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { anyOf } from '#server/db/any-of.ts';
import type { Queryable } from '#server/db/connect.ts';
import { members } from '#server/features/workspaces/tables.ts';
import { UserId } from '#shared/ids.ts';
import { visibleSeries, type SeriesRow } from './access.ts';

/** Of these people, those who are members and see the series: the one rule is asked as if each were the actor. */
export async function seriesViewersAmong(
  db: Queryable,
  ctx: VerbContext,
  series: SeriesRow,
  ids: readonly string[],
): Promise<Set<string>> {
  const found = await db
    .select({ userId: members.userId })
    .from(members)
    .where(and(eq(members.organizationId, series.workspaceId), anyOf(members.userId, ids)));
  const viewers = new Set<string>();
  for (const { userId } of found) {
    const asThem = { ...ctx, actor: { ...ctx.actor, userId: UserId.parse(userId) } };
    const seen = await visibleSeries(asThem, { id: series.id, withRemoved: true }, db);
    if (seen.length > 0) viewers.add(userId);
  }
  return viewers;
}
