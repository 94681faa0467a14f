import { and, asc, eq, sql } from 'drizzle-orm';
import type { AppContext, MemberActor } from '#server/context.ts';
import { members } from '#server/features/workspaces/tables.ts';
import { UserId, WorkspaceId } from '#shared/ids.ts';
import { ApiKeyScope, Role } from '#shared/people.ts';
import { findApiKey } from './api-keys.ts';
import type { Auth } from './auth.ts';
import { users } from './tables.ts';

/** Who asks: by a bearer API key, or else by the session cookie; `null` where neither holds (any more). */
export async function resolveActor(
  ctx: AppContext,
  auth: Auth,
  headers: Headers,
): Promise<MemberActor | null> {
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  if (bearer !== undefined) return actorOfApiKey(ctx, bearer);
  if (!headers.has('cookie')) return null;
  const session = await auth.api.getSession({ headers });
  if (!session) return null;
  const active = session.session.activeOrganizationId;
  const [membership] = await ctx.db
    .select()
    .from(members)
    .where(eq(members.userId, session.user.id))
    .orderBy(sql`${members.organizationId} is distinct from ${active ?? null}::uuid`, asc(members.createdAt))
    .limit(1);
  if (!membership) return null;
  return {
    kind: 'member',
    userId: UserId.parse(session.user.id),
    name: session.user.name,
    email: session.user.email,
    workspaceId: WorkspaceId.parse(membership.organizationId),
    role: Role.parse(membership.role),
    scopes: null,
    sessionId: session.session.id,
  };
}

async function actorOfApiKey(ctx: AppContext, secret: string): Promise<MemberActor | null> {
  const key = await findApiKey(ctx, secret);
  if (!key) return null;
  const [found] = await ctx.db
    .select({ user: users, role: members.role })
    .from(users)
    .innerJoin(members, and(eq(members.userId, users.id), eq(members.organizationId, key.workspaceId)))
    .where(eq(users.id, key.userId));
  if (!found) return null;
  return {
    kind: 'member',
    userId: UserId.parse(found.user.id),
    name: found.user.name,
    email: found.user.email,
    workspaceId: WorkspaceId.parse(key.workspaceId),
    role: Role.parse(found.role),
    scopes: ApiKeyScope.array().parse(key.scopes),
    sessionId: null,
  };
}
