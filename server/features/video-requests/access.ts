import { and, eq, isNull } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import type { Queryable, Transaction } from '#server/db/connect.ts';
import { AppError } from '#shared/errors.ts';
import { canManageVideoRequest } from '#shared/permissions.ts';
import { videoRequestLines as lines, videoRequests } from './tables.ts';

export type RequestRow = typeof videoRequests.$inferSelect;
export type LineRow = typeof lines.$inferSelect;

/** A request that the actor has sent or is asked by; `not_found` for all others, so that nobody learns what exists. */
export async function findRequest(ctx: VerbContext, id: string, db: Queryable = ctx.db): Promise<RequestRow> {
  const [request] = await db
    .select()
    .from(videoRequests)
    .where(and(eq(videoRequests.id, id), eq(videoRequests.workspaceId, ctx.actor.workspaceId)));
  const isSeen =
    request !== undefined &&
    (canManageVideoRequest(ctx.actor, request) ||
      (await db.$count(lines, and(eq(lines.requestId, id), eq(lines.userId, ctx.actor.userId)))) > 0);
  if (!isSeen) throw new AppError('not_found', 'This request does not exist, or is not for you.');
  return request;
}

export async function findManagedRequest(ctx: VerbContext, id: string): Promise<RequestRow> {
  const request = await findRequest(ctx, id);
  if (!canManageVideoRequest(ctx.actor, request))
    throw new AppError('forbidden', 'Only who sent the request, or an admin, can change it.');
  return request;
}

/** Holds a request open until the transaction ends: whoever withdraws it waits, or has. Throws `conflict`. */
export async function holdOpen(tx: Transaction, id: string): Promise<RequestRow> {
  const [request] = await tx
    .select()
    .from(videoRequests)
    .where(and(eq(videoRequests.id, id), isNull(videoRequests.withdrawnAt)))
    .for('share');
  if (!request) throw new AppError('conflict', 'This request was withdrawn. Nobody waits for an answer.');
  return request;
}

/** Neither answered nor declined. */
export const isUnanswered = and(isNull(lines.answeredAt), isNull(lines.declinedAt));
