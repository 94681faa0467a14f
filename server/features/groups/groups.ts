import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import type { Queryable, Transaction } from '#server/db/connect.ts';
import { publish } from '#server/events/publish.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { members } from '#server/features/workspaces/tables.ts';
import { AppError } from '#shared/errors.ts';
import type { Group } from '#shared/groups.ts';
import { DONE, GroupId, type Done } from '#shared/ids.ts';
import { groupMembers, groups } from './tables.ts';

/** The groups of the workspace with who is in them, by name. */
export async function listGroups(ctx: VerbContext, db: Queryable = ctx.db): Promise<Group[]> {
  const { workspaceId } = ctx.actor;
  const rows = await db
    .select({ group: groups, user: users })
    .from(groups)
    .leftJoin(groupMembers, eq(groupMembers.groupId, groups.id))
    .leftJoin(
      members,
      and(eq(members.userId, groupMembers.userId), eq(members.organizationId, groups.workspaceId)),
    )
    .leftJoin(users, eq(users.id, members.userId))
    .where(eq(groups.workspaceId, workspaceId))
    .orderBy(asc(sql`lower(${groups.name})`), asc(users.name));
  return [...Map.groupBy(rows, ({ group }) => group.id).values()].flatMap((found) => {
    const group = found[0]?.group;
    if (!group) return [];
    return {
      id: GroupId.parse(group.id),
      name: group.name,
      members: found.flatMap(({ user }) => (user ? [personOf(user)] : [])),
    };
  });
}

/** Throws `conflict` where another one has the name. */
export async function createGroup(
  ctx: VerbContext,
  input: { name: string; memberIds: string[] },
): Promise<Group> {
  return ctx.db.transaction(async (tx) => {
    const [made] = await tx
      .insert(groups)
      .values({ workspaceId: ctx.actor.workspaceId, name: input.name, createdAt: ctx.clock.now() })
      .onConflictDoNothing()
      .returning();
    if (!made) throw nameIsTaken(input.name);
    return save(tx, ctx, made.id, input.memberIds);
  });
}

/** Renames a group, or replaces who is in it. Asks that were made stay as they are. */
export async function updateGroup(
  ctx: VerbContext,
  input: { id: string; name?: string | undefined; memberIds?: string[] | undefined },
): Promise<Group> {
  return ctx.db.transaction(async (tx) => {
    const [group] = await tx.select().from(groups).where(mine(ctx, input.id)).for('update');
    if (!group) throw new AppError('not_found', 'This group does not exist.');
    if (input.name !== undefined) await rename(tx, ctx, input.id, input.name);
    return save(tx, ctx, input.id, input.memberIds);
  });
}

export async function removeGroup(ctx: VerbContext, input: { id: string }): Promise<Done> {
  await ctx.db.transaction(async (tx) => {
    const [removed] = await tx.delete(groups).where(mine(ctx, input.id)).returning();
    if (!removed) throw new AppError('not_found', 'This group does not exist.');
    await publish(tx, ctx.actor.workspaceId, { type: 'members.changed' });
  });
  return DONE;
}

async function rename(tx: Transaction, ctx: VerbContext, id: string, name: string): Promise<void> {
  const [other] = await tx
    .select({ id: groups.id })
    .from(groups)
    .where(
      and(
        eq(groups.workspaceId, ctx.actor.workspaceId),
        sql`lower(${groups.name}) = lower(${name})`,
        sql`${groups.id} <> ${id}`,
      ),
    );
  if (other) throw nameIsTaken(name);
  await tx.update(groups).set({ name }).where(mine(ctx, id));
}

/** Replaces the members, where they are given. Throws `invalid_input` where somebody is no member of the workspace. */
async function save(
  tx: Transaction,
  ctx: VerbContext,
  groupId: string,
  memberIds: string[] | undefined,
): Promise<Group> {
  if (memberIds !== undefined) {
    const ids = [...new Set(memberIds)];
    await tx.delete(groupMembers).where(eq(groupMembers.groupId, groupId));
    const known =
      ids.length === 0
        ? []
        : await tx
            .select({ userId: members.userId })
            .from(members)
            .where(and(eq(members.organizationId, ctx.actor.workspaceId), inArray(members.userId, ids)));
    if (known.length < ids.length)
      throw new AppError('invalid_input', 'memberIds: somebody is not a member of the workspace.');
    if (known.length > 0)
      await tx.insert(groupMembers).values(known.map(({ userId }) => ({ groupId, userId })));
  }
  await publish(tx, ctx.actor.workspaceId, { type: 'members.changed' });
  const saved = (await listGroups(ctx, tx)).find(({ id }) => id === groupId);
  if (!saved) throw new Error('a saved group vanished');
  return saved;
}

const mine = (ctx: VerbContext, id: string) =>
  and(eq(groups.id, id), eq(groups.workspaceId, ctx.actor.workspaceId));

function nameIsTaken(name: string): AppError {
  return new AppError('conflict', `There is a group “${name}” already. Choose another name.`);
}
