import { and, desc, eq, gt, inArray, isNotNull, isNull, lte, sql, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { VerbContext } from '#server/context.ts';
import { users } from '#server/features/accounts/tables.ts';
import { videos } from '#server/features/videos/tables.ts';
import { WorkspaceId } from '#shared/ids.ts';
import type { InboxCounts, InboxView, Notification } from '#shared/notifications.ts';
import { readCursor, writeCursor } from './inbox-cursor.ts';
import { presentNotification } from './present.ts';
import { deliveries, deliveryItems, IS_ASK, notifications as n } from './tables.ts';

/** More than anybody reads; counting on would only take time. */
const MOST_COUNTED = 1000;

const actors = alias(users, 'actors');
const BY_DUE = sql`coalesce(due_at, 'infinity')`;

/** A page of my inbox. Asks lie apart, by their due time; the rest in the order in which it came in sight, newest first. */
export async function listInbox(
  ctx: VerbContext,
  input: { view: InboxView; part: 'asks' | 'updates'; cursor?: string | undefined; limit: number },
): Promise<{ items: Notification[]; nextCursor: string | null }> {
  const now = ctx.clock.now();
  const isOfAsks = input.part === 'asks';
  const place = input.cursor === undefined ? null : readCursor(input.cursor);
  const sort = isOfAsks ? BY_DUE : sql`visible_at`;
  const isBehind =
    place &&
    (isOfAsks
      ? sql`(${BY_DUE}, id) > (${place.at}::timestamptz, ${place.id}::uuid)`
      : sql`(visible_at, id) < (${place.at}::timestamptz, ${place.id}::uuid)`);
  const isApart = input.view === 'unread' || input.view === 'all';
  if (isOfAsks && !isApart) return { items: [], nextCursor: null };
  const page = ctx.db
    .select({ id: n.id, place: sql<string>`(${sort})::text`.as('place') })
    .from(n)
    .where(
      and(
        isMine(ctx),
        isIn(input.view, now),
        isApart ? (isOfAsks ? IS_ASK : sql`not (${IS_ASK})`) : undefined,
        isBehind ?? undefined,
      ),
    )
    .orderBy(...(isOfAsks ? [BY_DUE, sql`id`] : [sql`visible_at desc`, sql`id desc`]))
    .limit(input.limit + 1)
    .as('page');
  const rows = await ctx.db
    .select({ notice: n, actor: actors, video: videos, place: page.place })
    .from(page)
    .innerJoin(n, eq(n.id, page.id))
    .leftJoin(actors, eq(actors.id, n.actorId))
    .leftJoin(videos, and(eq(videos.id, n.videoId), isNull(videos.deletedAt)))
    .orderBy(...(isOfAsks ? [sql`coalesce(${n.dueAt}, 'infinity')`, n.id] : [desc(n.visibleAt), desc(n.id)]));
  const shown = rows.slice(0, input.limit);
  const troubles = await troublesOf(
    ctx,
    shown.map(({ notice }) => notice.id),
  );
  const last = shown.at(-1);
  return {
    items: shown.map((row) => presentNotification(row, troubles.get(row.notice.id) ?? null)),
    nextCursor: rows.length > shown.length && last ? writeCursor(last.place, last.notice.id) : null,
  };
}

/** How much there is to read, and when more comes in sight without anything happening. */
export async function countInbox(ctx: VerbContext): Promise<InboxCounts> {
  const now = ctx.clock.now();
  const most = (where: SQL | undefined) =>
    ctx.db.$count(
      ctx.db
        .select({ one: sql`1` })
        .from(n)
        .where(where)
        .limit(MOST_COUNTED)
        .as('some'),
    );
  const [unread, openAsks, [next]] = await Promise.all([
    most(and(isMine(ctx), isIn('unread', now))),
    most(and(isMine(ctx), isIn('all', now), IS_ASK)),
    ctx.db
      .select({ at: n.visibleAt })
      .from(n)
      .where(and(isMine(ctx), isNull(n.doneAt), gt(n.visibleAt, now)))
      .orderBy(n.visibleAt)
      .limit(1),
  ]);
  const workspaceId = WorkspaceId.parse(ctx.actor.workspaceId);
  return { workspaceId, unread, openAsks, nextAt: next?.at.toISOString() ?? null };
}

export function isMine({ actor }: VerbContext): SQL | undefined {
  return and(eq(n.workspaceId, actor.workspaceId), eq(n.recipientId, actor.userId));
}

function isIn(view: InboxView, now: Date): SQL | undefined {
  const isDone = isNotNull(n.doneAt);
  switch (view) {
    case 'done':
      return isDone;
    case 'snoozed':
      return and(isNull(n.doneAt), gt(n.visibleAt, now), gt(n.snoozedUntil, now));
    case 'all':
      return and(isNull(n.doneAt), lte(n.visibleAt, now));
    case 'unread':
      return and(isNull(n.doneAt), isNull(n.readAt), lte(n.visibleAt, now));
  }
}

/** Which of these did not reach me otherwise. */
async function troublesOf(ctx: VerbContext, ids: string[]): Promise<Map<string, 'failed' | 'uncertain'>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .select({ id: deliveryItems.notificationId, state: deliveries.state })
    .from(deliveryItems)
    .innerJoin(deliveries, eq(deliveries.id, deliveryItems.deliveryId))
    .where(
      and(inArray(deliveryItems.notificationId, ids), sql`${deliveries.state} in ('failed', 'uncertain')`),
    );
  return new Map(rows.map(({ id, state }) => [id, state === 'failed' ? 'failed' : 'uncertain']));
}
