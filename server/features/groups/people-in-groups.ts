import { and, eq, inArray } from 'drizzle-orm';
import type { Queryable } from '#server/db/connect.ts';
import { members } from '#server/features/workspaces/tables.ts';
import { groupMembers, groups } from './tables.ts';

/** Everybody in these groups who is a member of the workspace. */
export async function peopleInGroups(
  db: Queryable,
  workspaceId: string,
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectDistinct({ userId: members.userId })
    .from(members)
    .innerJoin(groupMembers, eq(groupMembers.userId, members.userId))
    .innerJoin(groups, eq(groups.id, groupMembers.groupId))
    .where(
      and(
        eq(members.organizationId, workspaceId),
        eq(groups.workspaceId, workspaceId),
        inArray(groups.id, [...ids]),
      ),
    );
  return rows.map(({ userId }) => userId);
}
