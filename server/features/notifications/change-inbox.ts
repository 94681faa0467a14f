import { and, inArray, isNull, sql } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { AppError } from '#shared/errors.ts';
import { DONE, type Done } from '#shared/ids.ts';
import { isMine } from './list-inbox.ts';
import { publishInbox } from './publish-inbox.ts';
import { notifications as n } from './tables.ts';

type Change = Parameters<ReturnType<VerbContext['db']['update']>['set']>[0];

/** Changes entries of mine, told to my other pages in the same transaction; those of others, or that are gone, are left alone. */
async function changeMine(ctx: VerbContext, ids: string[], set: Change, where = sql`true`): Promise<Done> {
  await ctx.db.transaction(async (tx) => {
    const changed = await tx
      .update(n)
      .set(set)
      .where(and(isMine(ctx), inArray(n.id, ids), where))
      .returning({ id: n.id });
    if (changed.length > 0) await publishInbox(tx, ctx.actor.workspaceId, [ctx.actor.userId]);
  });
  return DONE;
}

/** Marks as read, or as unread. */
export function markRead(ctx: VerbContext, input: { ids: string[]; isRead: boolean }): Promise<Done> {
  return input.isRead
    ? changeMine(ctx, input.ids, { readAt: ctx.clock.now() }, isNull(n.readAt))
    : changeMine(ctx, input.ids, { readAt: null });
}

/** Puts away; what waits to be sent about it is not sent any more. */
export function markDone(ctx: VerbContext, input: { ids: string[] }): Promise<Done> {
  const now = ctx.clock.now();
  const readAt = sql`coalesce(${n.readAt}, ${now.toISOString()}::timestamptz)`;
  return changeMine(ctx, input.ids, { doneAt: now, readAt, snoozedUntil: null }, isNull(n.doneAt));
}

/** Back into the inbox: what was done or snoozed. A snoozed one keeps its new place. */
export function undoInbox(ctx: VerbContext, input: { ids: string[] }): Promise<Done> {
  const now = ctx.clock.now().toISOString();
  const visibleAt = sql`case when ${n.snoozedUntil} is null then ${n.visibleAt} else least(${n.visibleAt}, ${now}::timestamptz) end`;
  return changeMine(ctx, input.ids, { doneAt: null, snoozedUntil: null, visibleAt });
}

/** Out of sight until then; it comes back unread, at the top. Throws `invalid_input` where the time has passed. */
export function snoozeInbox(ctx: VerbContext, input: { ids: string[]; until: string }): Promise<Done> {
  const until = new Date(input.until);
  if (until <= ctx.clock.now())
    throw new AppError('invalid_input', `until: ${input.until} has passed. Choose a later time.`);
  return changeMine(
    ctx,
    input.ids,
    { snoozedUntil: until, visibleAt: until, readAt: null },
    isNull(n.doneAt),
  );
}
