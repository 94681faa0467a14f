import { and, asc, count, eq, isNull, sql } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { videos } from '#server/features/videos/tables.ts';
import { members } from '#server/features/workspaces/tables.ts';
import type { PersonLoad } from '#shared/asks.ts';
import { countsBy, isOpen } from './owed.ts';
import { acknowledgementRequests as requests } from './tables.ts';

/** How much waits for each member: totals alone, by name and not by number, so that nobody is ranked. */
export async function teamLoad(ctx: VerbContext): Promise<PersonLoad[]> {
  const { workspaceId } = ctx.actor;
  const now = ctx.clock.now().toISOString();
  const open = ctx.db
    .select({
      recipientId: requests.recipientId,
      open: count().as('open'),
      overdue: sql<string>`count(*) filter (where ${countsBy} < ${now}::timestamptz)`.as('overdue'),
    })
    .from(requests)
    .innerJoin(videos, eq(videos.id, requests.videoId))
    .where(and(eq(requests.workspaceId, workspaceId), isOpen, isNull(videos.deletedAt)))
    .groupBy(requests.recipientId)
    .as('open');
  const rows = await ctx.db
    .select({ user: users, open: open.open, overdue: open.overdue })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .leftJoin(open, eq(open.recipientId, users.id))
    .where(eq(members.organizationId, workspaceId))
    .orderBy(asc(users.name));
  return rows.map((row) => ({
    person: personOf(row.user),
    open: Number(row.open ?? 0),
    overdue: Number(row.overdue ?? 0),
  }));
}
