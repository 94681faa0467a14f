import { and, eq, lt } from 'drizzle-orm';
import type { AppContext, RespondentActor } from '#server/context.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { guestSecretIn, hashOf } from '#server/features/shares/index.ts';
import { AppError } from '#shared/errors.ts';
import { UserId, WorkspaceId } from '#shared/ids.ts';
import type { RequestRow } from './access.ts';
import { videoRequestGuests as guests, videoRequests } from './tables.ts';

const SEEN_EVERY_MS = 60_000;
/** Who came in time may finish what they have begun for so long after the link can be opened no more. */
const GRACE_MS = 24 * 3_600_000;

/** Who comes by the link of a request, as far as its row tells: by their id, or by the secret of their cookie. */
export type RespondentKey = { requestId: string } & ({ userId: string } | { secret: string });

export async function findRespondent(ctx: AppContext, by: RespondentKey) {
  const [found] = await ctx.db
    .select({ guest: guests, request: videoRequests, user: users })
    .from(guests)
    .innerJoin(videoRequests, eq(videoRequests.id, guests.requestId))
    .innerJoin(users, eq(users.id, guests.userId))
    .where(
      and(
        eq(guests.requestId, by.requestId),
        'secret' in by ? eq(guests.secretHash, hashOf(by.secret)) : eq(guests.userId, by.userId),
      ),
    );
  return found ?? null;
}

/** Throws `gone` where a request gives nothing (any more) to who comes by its link. */
export function assertAsks(request: RequestRow, now: Date, { isIn }: { isIn: boolean }): void {
  const { withdrawnAt, linkRevokedAt, linkExpiresAt } = request;
  if (withdrawnAt !== null)
    throw new AppError('gone', 'This request was closed by who sent it. Nothing more is needed from you.');
  if (linkRevokedAt !== null)
    throw new AppError('gone', 'This link was withdrawn. Ask whoever sent it to you for a new one.');
  const graceMs = isIn ? GRACE_MS : 0;
  if (linkExpiresAt === null || linkExpiresAt.getTime() + graceMs <= now.getTime())
    throw new AppError('gone', 'This link has expired. Ask whoever sent it to you for a new one.');
}

/**
 * The guest of a request, where it is still asked and they came by its present link. Throws `gone` or `unauthenticated`. Asked at
 * every request, and by their media again and again.
 */
export async function currentRespondent(
  ctx: AppContext,
  by: RespondentKey,
): Promise<RespondentActor & { aboutVideoId: string | null }> {
  const found = await findRespondent(ctx, by);
  if (!found) throw notIn();
  const { guest, request, user } = found;
  assertAsks(request, ctx.clock.now(), { isIn: true });
  if (guest.linkRevision !== request.linkRevision)
    throw new AppError('gone', 'This link was replaced by a new one. Ask whoever sent it to you for that.');
  return {
    kind: 'respondent',
    userId: UserId.parse(guest.userId),
    name: user.name,
    person: personOf(user),
    workspaceId: WorkspaceId.parse(request.workspaceId),
    authorId: UserId.parse(request.createdBy),
    scopes: null,
    requestId: request.id,
    aboutVideoId: request.aboutVideoId,
  };
}

/** Who asks, of an HTTP request that names a video request: its guest by the cookie, or nobody. Never the member who is signed in. */
export async function resolveRespondent(
  ctx: AppContext,
  requestId: string,
  headers: Headers,
): Promise<RespondentActor> {
  const secret = /^[0-9a-f-]{36}$/.test(requestId) ? guestSecretIn(headers, requestId) : null;
  if (secret === null) throw notIn();
  const actor = await currentRespondent(ctx, { requestId, secret });
  const now = ctx.clock.now();
  const stale = new Date(now.getTime() - SEEN_EVERY_MS);
  await ctx.db
    .update(guests)
    .set({ lastSeenAt: now })
    .where(and(eq(guests.userId, actor.userId), lt(guests.lastSeenAt, stale)));
  return actor;
}

function notIn(): AppError {
  return new AppError('unauthenticated', 'This browser has not come in by this link. Open the link first.');
}
