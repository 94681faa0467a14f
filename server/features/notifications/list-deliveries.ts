import { and, asc, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { VerbContext } from '#server/context.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { AppError } from '#shared/errors.ts';
import { DeliveryId, DONE, type Done } from '#shared/ids.ts';
import { whyOf } from '#shared/notice-kinds.ts';
import type { SentMessage, TroubledDelivery } from '#shared/notifications.ts';
import { readCursor, writeCursor } from './inbox-cursor.ts';
import { deliveries as d, deliveryItems, notifications } from './tables.ts';

const actors = alias(users, 'actors');

interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

const behind = (cursor: string | undefined) =>
  cursor === undefined ? undefined : lt(d.id, readCursor(cursor).id);

function pageOf<R extends { id: string }, T>(rows: R[], limit: number, present: (row: R) => T): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(present),
    nextCursor: rows.length > limit && last ? writeCursor('infinity', last.id) : null,
  };
}

/** What was sent to me, or is going to be, or failed: newest first. */
export async function listSent(
  ctx: VerbContext,
  input: { cursor?: string | undefined; limit: number },
): Promise<Page<SentMessage>> {
  const { userId, workspaceId } = ctx.actor;
  const rows = await ctx.db
    .select()
    .from(d)
    .where(and(eq(d.recipientId, userId), eq(d.workspaceId, workspaceId), behind(input.cursor)))
    .orderBy(desc(d.id))
    .limit(input.limit + 1);
  const items = await ctx.db
    .select({ deliveryId: deliveryItems.deliveryId, notice: notifications, actorName: actors.name })
    .from(deliveryItems)
    .innerJoin(notifications, eq(notifications.id, deliveryItems.notificationId))
    .leftJoin(actors, eq(actors.id, notifications.actorId))
    .where(
      inArray(
        deliveryItems.deliveryId,
        rows.map(({ id }) => id),
      ),
    )
    .orderBy(asc(notifications.id));
  const itemsOf = Map.groupBy(items, ({ deliveryId }) => deliveryId);
  return pageOf(rows, input.limit, ({ id, channel, state, sendAt, sentAt, error }) => ({
    id: DeliveryId.parse(id),
    channel,
    state,
    sendAt: sendAt.toISOString(),
    sentAt: sentAt?.toISOString() ?? null,
    error,
    items: (itemsOf.get(id) ?? []).map(({ notice, actorName }) => ({
      title: notice.title,
      why: whyOf(notice.kind, { actorName, urgentReason: notice.urgentReason }),
    })),
  }));
}

const IS_TROUBLED = sql`state in ('failed', 'uncertain')`;

/** What failed to reach members, newest first, without what it says. */
export async function listTroubled(
  ctx: VerbContext,
  input: { cursor?: string | undefined; limit: number },
): Promise<Page<TroubledDelivery>> {
  const rows = await ctx.db
    .select({
      id: d.id,
      delivery: d,
      recipient: users,
      count: ctx.db.$count(deliveryItems, eq(deliveryItems.deliveryId, d.id)),
    })
    .from(d)
    .innerJoin(users, eq(users.id, d.recipientId))
    .where(and(eq(d.workspaceId, ctx.actor.workspaceId), IS_TROUBLED, behind(input.cursor)))
    .orderBy(desc(d.id))
    .limit(input.limit + 1);
  return pageOf(rows, input.limit, ({ id, delivery, recipient, count }) => ({
    id: DeliveryId.parse(id),
    recipient: personOf(recipient),
    channel: delivery.channel,
    state: delivery.state,
    count,
    attempts: delivery.attempts,
    error: delivery.error,
    sendAt: delivery.sendAt.toISOString(),
  }));
}

/** Sends it once more, now. Throws `conflict` where it has neither failed nor is uncertain. */
export async function retryDelivery(ctx: VerbContext, { id }: { id: string }): Promise<Done> {
  await ctx.db.transaction(async (tx) => {
    const [changed] = await tx
      .update(d)
      .set({ state: 'waiting', attempts: 0, error: null, claimant: null, sendAt: ctx.clock.now(), slot: id })
      .where(and(eq(d.id, id), eq(d.workspaceId, ctx.actor.workspaceId), IS_TROUBLED))
      .returning();
    if (!changed) {
      const isThere = await tx.$count(d, and(eq(d.id, id), eq(d.workspaceId, ctx.actor.workspaceId)));
      if (!isThere) throw new AppError('not_found', 'This delivery does not exist.');
      throw new AppError('conflict', 'It was sent, or is being tried again already.');
    }
    await ctx.queue.enqueue(tx, 'deliver-notices', {});
  });
  return DONE;
}
