import { and, eq } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import type { Queryable } from '#server/db/connect.ts';
import { members } from '#server/features/workspaces/tables.ts';
import { AppError } from '#shared/errors.ts';
import { UserId } from '#shared/ids.ts';
import { DEFAULT_REMINDERS, type MyManager, type ReminderPolicy } from '#shared/reminders.ts';
import { personManagers, reminderPolicies } from './tables.ts';

export async function policyOf(db: Queryable, workspaceId: string): Promise<ReminderPolicy> {
  const [row] = await db.select().from(reminderPolicies).where(eq(reminderPolicies.workspaceId, workspaceId));
  return { most: row?.most ?? DEFAULT_REMINDERS };
}

export async function getPolicy(ctx: VerbContext): Promise<ReminderPolicy> {
  return policyOf(ctx.db, ctx.actor.workspaceId);
}

/** From the next run on, also for what was asked before. */
export async function updatePolicy(ctx: VerbContext, { most }: ReminderPolicy): Promise<ReminderPolicy> {
  const { workspaceId } = ctx.actor;
  await ctx.db
    .insert(reminderPolicies)
    .values({ workspaceId, most })
    .onConflictDoUpdate({ target: reminderPolicies.workspaceId, set: { most } });
  return { most };
}

export async function getMyManager(ctx: VerbContext): Promise<MyManager> {
  const { workspaceId, userId } = ctx.actor;
  const [row] = await ctx.db
    .select({ managerId: personManagers.managerId })
    .from(personManagers)
    .where(and(eq(personManagers.workspaceId, workspaceId), eq(personManagers.userId, userId)));
  return { managerId: row ? UserId.parse(row.managerId) : null };
}

/** Chooses somebody, or nobody any more. Throws `invalid_input` where it is oneself or no member. */
export async function chooseManager(ctx: VerbContext, { managerId }: MyManager): Promise<MyManager> {
  const { workspaceId, userId } = ctx.actor;
  if (managerId === null) {
    await ctx.db
      .delete(personManagers)
      .where(and(eq(personManagers.workspaceId, workspaceId), eq(personManagers.userId, userId)));
    return { managerId };
  }
  const isMember = and(eq(members.organizationId, workspaceId), eq(members.userId, managerId));
  if (managerId === userId || (await ctx.db.$count(members, isMember)) === 0)
    throw new AppError('invalid_input', 'managerId: choose another member of the workspace.');
  await ctx.db
    .insert(personManagers)
    .values({ workspaceId, userId, managerId })
    .onConflictDoUpdate({
      target: [personManagers.workspaceId, personManagers.userId],
      set: { managerId },
    });
  return { managerId };
}
