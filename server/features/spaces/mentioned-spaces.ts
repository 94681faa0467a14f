import { and, eq, inArray, or, sql } from 'drizzle-orm';
import type { MemberActor } from '#server/context.ts';
import type { Queryable } from '#server/db/connect.ts';
import { members } from '#server/features/workspaces/tables.ts';
import { spaceMembers, spaces } from './tables.ts';

/** Of these spaces, those that a member can see: the open ones, and their own. */
export async function visibleSpaceIds(
  db: Queryable,
  actor: Pick<MemberActor, 'userId' | 'workspaceId'>,
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select({ id: spaces.id })
    .from(spaces)
    .leftJoin(spaceMembers, and(eq(spaceMembers.spaceId, spaces.id), eq(spaceMembers.userId, actor.userId)))
    .where(
      and(
        inArray(spaces.id, [...ids]),
        eq(spaces.workspaceId, actor.workspaceId),
        or(eq(spaces.visibility, 'open'), sql`${spaceMembers.userId} is not null`),
      ),
    );
  return rows.map(({ id }) => id);
}

/** Everybody in these spaces: the whole workspace in an open one, its members in a private one. */
export async function peopleInSpaces(
  db: Queryable,
  workspaceId: string,
  ids: readonly string[],
): Promise<string[]> {
  const rows = await db
    .selectDistinct({ userId: members.userId })
    .from(members)
    .innerJoin(spaces, eq(spaces.workspaceId, members.organizationId))
    .leftJoin(spaceMembers, and(eq(spaceMembers.spaceId, spaces.id), eq(spaceMembers.userId, members.userId)))
    .where(
      and(
        eq(members.organizationId, workspaceId),
        inArray(spaces.id, [...ids]),
        or(eq(spaces.visibility, 'open'), sql`${spaceMembers.userId} is not null`),
      ),
    );
  return rows.map(({ userId }) => userId);
}

/** Who is in a space: everybody in the workspace in an open one, else these. */
export interface SpacePeople {
  isOpen: boolean;
  memberIds: ReadonlySet<string>;
}

export async function peopleBySpace(
  db: Queryable,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, SpacePeople>> {
  const rows = await db
    .select({ id: spaces.id, visibility: spaces.visibility, userId: spaceMembers.userId })
    .from(spaces)
    .leftJoin(spaceMembers, eq(spaceMembers.spaceId, spaces.id))
    .where(and(eq(spaces.workspaceId, workspaceId), inArray(spaces.id, [...ids])));
  return new Map(
    [...Map.groupBy(rows, ({ id }) => id)].map(([id, found]) => [
      id,
      {
        isOpen: found[0]?.visibility === 'open',
        memberIds: new Set(found.flatMap(({ userId }) => userId ?? [])),
      },
    ]),
  );
}
