import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { ApiContext } from '#server/context.ts';
import { consumeRateLimit, personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import {
  countTokenTry,
  guestCookie,
  guestSecretIn,
  hashOf,
  newSecret,
} from '#server/features/shares/index.ts';
import { workspaces } from '#server/features/workspaces/tables.ts';
import { AppError } from '#shared/errors.ts';
import { GUEST_DOMAIN, type Person } from '#shared/people.ts';
import type { AskedGuest } from '#shared/video-requests.ts';
import type { RequestRow } from './access.ts';
import { askedOf } from './asked-guest.ts';
import { assertAsks, currentRespondent, findRespondent } from './current-respondent.ts';
import { videoRequestGuests as guests, videoRequests } from './tables.ts';

interface Opened {
  request: RequestRow;
  workspaceName: string;
  senderName: string;
  /** Who this browser was before, with the secret of their cookie. */
  known: { guest: typeof guests.$inferSelect; user: typeof users.$inferSelect; secret: string } | null;
}

export async function previewRequest(
  ctx: ApiContext,
  input: { token: string },
): Promise<{ workspaceName: string; from: string; title: string; guest: Person | null }> {
  const { request, workspaceName, senderName, known } = await findByToken(ctx, input.token);
  return {
    workspaceName,
    from: senderName,
    title: request.title,
    guest: known ? personOf(known.user) : null,
  };
}

/** Lets a visitor in as the guest of a request, and sends the cookie that proves it from then on. */
export async function openRequest(
  ctx: ApiContext,
  input: { token: string; name?: string | undefined; email: string | null },
): Promise<AskedGuest> {
  const { request, known } = await findByToken(ctx, input.token);
  if (known === null && input.name === undefined)
    throw new AppError('invalid_input', 'name: write your name, so that they know who answers.');
  const { userId, secret } = known
    ? await comeAgain(ctx, request, known)
    : await comeIn(ctx, request, { name: input.name ?? '', email: input.email });
  ctx.responseHeaders.append('set-cookie', guestCookie(ctx.config, request.id, secret));
  const actor = await currentRespondent(ctx, { requestId: request.id, userId });
  return askedOf({ ...ctx, actor });
}

/** The request behind a visitor's token. Counts the try; throws `not_found`, and `gone` where it has ended. */
async function findByToken(ctx: ApiContext, token: string): Promise<Opened> {
  await countTokenTry(ctx);
  const [found] = await ctx.db
    .select({ request: videoRequests, workspaceName: workspaces.name, senderName: users.name })
    .from(videoRequests)
    .innerJoin(workspaces, eq(workspaces.id, videoRequests.workspaceId))
    .innerJoin(users, eq(users.id, videoRequests.createdBy))
    .where(eq(videoRequests.tokenHash, hashOf(token)));
  if (!found) throw new AppError('not_found', 'This link does not exist. Check that you have all of it.');
  const secret = guestSecretIn(ctx.headers, found.request.id);
  const known = secret === null ? null : await findRespondent(ctx, { requestId: found.request.id, secret });
  assertAsks(found.request, ctx.clock.now(), { isIn: known !== null });
  return { ...found, known: known && secret !== null ? { ...known, secret } : null };
}

async function comeAgain(ctx: ApiContext, request: RequestRow, known: NonNullable<Opened['known']>) {
  await ctx.db
    .update(guests)
    .set({ linkRevision: request.linkRevision, lastSeenAt: ctx.clock.now() })
    .where(eq(guests.userId, known.user.id));
  return { userId: known.user.id, secret: known.secret };
}

async function comeIn(ctx: ApiContext, request: RequestRow, visitor: { name: string; email: string | null }) {
  await consumeRateLimit(ctx, {
    key: `share-guest:${request.id}:${ctx.clientAddress}`,
    limit: 50,
    windowSeconds: 3600,
  });
  const now = ctx.clock.now();
  const secret = newSecret();
  const userId = await ctx.db.transaction(async (tx) => {
    const [user] = await tx
      .insert(users)
      .values({
        name: visitor.name,
        email: `guest-${randomUUID()}@${GUEST_DOMAIN}`,
        emailVerified: false,
        isGuest: true,
        createdAt: now,
      })
      .returning();
    if (!user) throw new Error('insert into users returned no row');
    await tx.insert(guests).values({
      userId: user.id,
      requestId: request.id,
      secretHash: hashOf(secret),
      linkRevision: request.linkRevision,
      email: visitor.email,
      createdAt: now,
      lastSeenAt: now,
    });
    return user.id;
  });
  return { userId, secret };
}
