import { createHmac, timingSafeEqual } from 'node:crypto';
import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { parse } from 'hono/utils/cookie';
import type { AppContext, MemberActor } from '#server/context.ts';
import { prepared } from '#server/db/prepared.ts';
import { members } from '#server/features/workspaces/tables.ts';
import { UserId, WorkspaceId } from '#shared/ids.ts';
import { ApiKeyScope, Role } from '#shared/people.ts';
import { findApiKey } from './api-keys.ts';
import { PROLONG_AFTER_SECONDS, SESSION_SECONDS, type Auth } from './auth.ts';
import { personOf } from './person.ts';
import { sessions, users } from './tables.ts';

/** Who asks: by a bearer API key, or else by the session cookie; `null` where neither holds (any more). */
export async function resolveActor(
  ctx: AppContext,
  auth: Auth,
  headers: Headers,
): Promise<MemberActor | null> {
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  if (bearer !== undefined) return actorOfApiKey(ctx, bearer);
  const cookie = headers.get('cookie');
  if (cookie === null) return null;
  const { authCookies, secret } = await auth.$context;
  const { name } = authCookies.sessionToken;
  const token = signedValue(parse(cookie, name)[name], secret);
  return token !== null ? actorOfSession(ctx, token, () => auth.api.getSession({ headers })) : null;
}

/** The value of a cookie that better-auth has signed (`value.signature`, HMAC-SHA-256 in base64); null where it has not. */
function signedValue(signed: string | undefined, secret: string): string | null {
  const [, value, signature] = /^(.+)\.([A-Za-z0-9+/]{43}=)$/.exec(signed ?? '') ?? [];
  if (value === undefined || signature === undefined) return null;
  const expected = createHmac('sha256', secret).update(value).digest();
  return timingSafeEqual(expected, Buffer.from(signature, 'base64')) ? value : null;
}

/** What every request asks for: no more of the three rows than is used. */
const { id, name, image, isGuest, emailVerified } = users;
const PERSON = { id, name, image, isGuest, emailVerified };
const sessionByToken = prepared((db) =>
  db
    .select({
      sessionId: sessions.id,
      expiresAt: sessions.expiresAt,
      email: users.email,
      person: PERSON,
      workspaceId: members.organizationId,
      role: members.role,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .innerJoin(members, eq(members.userId, users.id))
    .where(and(eq(sessions.token, sql.placeholder('token')), gt(sessions.expiresAt, sql`now()`)))
    .orderBy(
      sql`${members.organizationId} is distinct from ${sessions.activeOrganizationId}`,
      asc(members.createdAt),
    )
    .limit(1)
    .prepare('session_by_token'),
);

/** What better-auth's own reading of a session tells, and the membership, in one statement instead of three. */
async function actorOfSession(
  ctx: AppContext,
  token: string,
  prolong: () => Promise<unknown>,
): Promise<MemberActor | null> {
  const [found] = await sessionByToken(ctx.db).execute({ token });
  if (!found) return null;
  // A session that is used lives on: once a day better-auth sets its end anew.
  if (found.expiresAt.getTime() - Date.now() < (SESSION_SECONDS - PROLONG_AFTER_SECONDS) * 1000)
    await prolong();
  const person = personOf(found.person);
  return {
    kind: 'member',
    userId: person.id,
    name: person.name,
    person,
    email: found.email,
    workspaceId: WorkspaceId.parse(found.workspaceId),
    role: Role.parse(found.role),
    scopes: null,
    sessionId: found.sessionId,
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
    person: personOf(found.user),
    email: found.user.email,
    workspaceId: WorkspaceId.parse(key.workspaceId),
    role: Role.parse(found.role),
    scopes: ApiKeyScope.array().parse(key.scopes),
    sessionId: null,
  };
}
