import { and, asc, eq, sql } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { publish } from '#server/events/publish.ts';
import { personOf, revokeApiKeysOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { AppError } from '#shared/errors.ts';
import { DONE, type Done } from '#shared/ids.ts';
import { Role, type Member } from '#shared/people.ts';
import { canManageMember } from '#shared/permissions.ts';
import { members, workspaces } from './tables.ts';

type Joined = { user: typeof users.$inferSelect; member: typeof members.$inferSelect };

function presentMember({ user, member }: Joined): Member {
  return {
    ...personOf(user),
    email: user.email,
    role: Role.parse(member.role),
    joinedAt: member.createdAt.toISOString(),
  };
}

export async function listMembers(ctx: VerbContext): Promise<Member[]> {
  const rows = await ctx.db
    .select({ user: users, member: members })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(eq(members.organizationId, ctx.actor.workspaceId))
    .orderBy(asc(users.name));
  return rows.map(presentMember);
}

/** Changes a role. Throws `conflict` where it would leave the workspace without an owner. */
export async function changeRole(ctx: VerbContext, input: { userId: string; role: Role }): Promise<Member> {
  return ctx.db.transaction(async (tx) => {
    const target = await lockMember(tx, ctx, input.userId);
    assertMayManage(ctx, target, input.role);
    if (target.member.role === 'owner' && input.role !== 'owner') await assertAnotherOwner(tx, ctx);
    const [member] = await tx
      .update(members)
      .set({ role: input.role })
      .where(eq(members.id, target.member.id))
      .returning();
    if (!member) throw new Error('a locked member vanished');
    await publish(tx, ctx.actor.workspaceId, { type: 'members.changed' });
    return presentMember({ user: target.user, member });
  });
}

/** Removes somebody from the workspace, at once: their API keys end, their sessions see it no more. What they made stays. */
export async function removeMember(ctx: VerbContext, input: { userId: string }): Promise<Done> {
  await ctx.db.transaction(async (tx) => {
    const target = await lockMember(tx, ctx, input.userId);
    assertMayManage(ctx, target, null);
    if (target.member.role === 'owner') await assertAnotherOwner(tx, ctx);
    await tx.delete(members).where(eq(members.id, target.member.id));
    await revokeApiKeysOf(tx, {
      userId: input.userId,
      workspaceId: ctx.actor.workspaceId,
      now: ctx.clock.now(),
    });
    await publish(tx, ctx.actor.workspaceId, { type: 'members.changed' });
  });
  return DONE;
}

export async function updateWorkspace(
  ctx: VerbContext,
  input: { name?: string | undefined; maxRecordingMinutes?: number | undefined },
): Promise<Done> {
  const change = {
    ...(input.name === undefined ? {} : { name: input.name }),
    ...(input.maxRecordingMinutes === undefined ? {} : { maxRecordingMinutes: input.maxRecordingMinutes }),
  };
  if (Object.keys(change).length === 0) return DONE;
  await ctx.db.transaction(async (tx) => {
    await tx.update(workspaces).set(change).where(eq(workspaces.id, ctx.actor.workspaceId));
    await publish(tx, ctx.actor.workspaceId, { type: 'members.changed' });
  });
  return DONE;
}

async function lockMember(tx: Transaction, ctx: VerbContext, userId: string): Promise<Joined> {
  const [found] = await tx
    .select({ user: users, member: members })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.organizationId, ctx.actor.workspaceId), eq(members.userId, userId)))
    .for('update', { of: members });
  if (!found) throw new AppError('not_found', 'This person is not a member of the workspace.');
  return found;
}

function assertMayManage(ctx: VerbContext, target: Joined, newRole: Role | null): void {
  const change = { targetId: target.user.id, targetRole: Role.parse(target.member.role), newRole };
  if (!canManageMember(ctx.actor, change)) {
    throw new AppError(
      'forbidden',
      'Nobody changes their own role, and only owners manage owners. Ask an owner.',
    );
  }
}

/** Locks all owners, so that two of them can't leave at the same time. */
async function assertAnotherOwner(tx: Transaction, ctx: VerbContext): Promise<void> {
  const owners = await tx
    .select({ id: members.id })
    .from(members)
    .where(and(eq(members.organizationId, ctx.actor.workspaceId), sql`${members.role} = 'owner'`))
    .orderBy(members.id)
    .for('update');
  if (owners.length < 2)
    throw new AppError('conflict', 'A workspace needs an owner. Make somebody else one first.');
}
