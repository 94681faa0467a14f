import { asc, eq } from 'drizzle-orm';
import type { ApiContext, VerbContext } from '#server/context.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { AppError } from '#shared/errors.ts';
import { WorkspaceId } from '#shared/ids.ts';
import { Role, type Me } from '#shared/people.ts';
import { readTranscriberInfo } from './installation-facts.ts';
import { members, workspaces } from './tables.ts';

/** Who I am, and where. */
export async function getMe(ctx: VerbContext): Promise<Me> {
  const [[user], memberships, transcriber] = await Promise.all([
    ctx.db.select().from(users).where(eq(users.id, ctx.actor.userId)),
    ctx.db
      .select({
        id: workspaces.id,
        name: workspaces.name,
        role: members.role,
        maxRecordingMinutes: workspaces.maxRecordingMinutes,
      })
      .from(members)
      .innerJoin(workspaces, eq(workspaces.id, members.organizationId))
      .where(eq(members.userId, ctx.actor.userId))
      .orderBy(asc(workspaces.name)),
    readTranscriberInfo(ctx),
  ]);
  const current = memberships.find((membership) => membership.id === ctx.actor.workspaceId);
  if (!user || !current) throw new AppError('unauthenticated', 'You are no longer a member. Sign in again.');
  return {
    user: { ...personOf(user), email: user.email },
    workspace: {
      id: ctx.actor.workspaceId,
      name: current.name,
      maxRecordingMinutes: current.maxRecordingMinutes,
    },
    role: ctx.actor.role,
    workspaces: memberships.map(({ id, name, role }) => ({
      id: WorkspaceId.parse(id),
      name,
      role: Role.parse(role),
    })),
    transcriber,
  };
}

export async function updateMe(ctx: VerbContext, input: { name: string }): Promise<Me> {
  await ctx.db
    .update(users)
    .set({ name: input.name, updatedAt: ctx.clock.now() })
    .where(eq(users.id, ctx.actor.userId));
  return getMe(ctx);
}

/** Makes another of my workspaces the current one of this session. Throws `not_found` where I am no member. */
export async function switchWorkspace(
  ctx: ApiContext & VerbContext,
  input: { workspaceId: WorkspaceId },
): Promise<Me> {
  const [membership] = await ctx.db
    .select()
    .from(members)
    .where(eq(members.userId, ctx.actor.userId))
    .then((rows) => rows.filter((row) => row.organizationId === input.workspaceId));
  if (!membership) throw new AppError('not_found', 'You are not a member of this workspace.');
  await ctx.auth.api.setActiveOrganization({
    body: { organizationId: input.workspaceId },
    headers: ctx.headers,
  });
  const actor = { ...ctx.actor, workspaceId: input.workspaceId, role: Role.parse(membership.role) };
  return getMe({ ...ctx, actor });
}
