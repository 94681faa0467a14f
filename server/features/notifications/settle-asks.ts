import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { anyOf } from '#server/db/any-of.ts';
import type { AppContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { publishInbox } from './publish-inbox.ts';
import { IS_ASK, notifications } from './tables.ts';

interface Ask {
  workspaceId: string;
  videoId: string;
  recipientId: string;
}

const asksOf = ({ videoId, recipientId }: Ask) =>
  and(eq(notifications.videoId, videoId), eq(notifications.recipientId, recipientId), IS_ASK);

/** Puts away what asked people for an answer on a video, once they have given one or it was withdrawn: nothing more is sent about it. */
export async function settleAsks(tx: Transaction, ctx: AppContext, asks: readonly Ask[]): Promise<void> {
  const now = ctx.clock.now();
  for (const some of Map.groupBy(asks, ({ videoId }) => videoId).values()) {
    const [{ workspaceId, videoId } = { workspaceId: '', videoId: '' }] = some;
    const recipientIds = some.map(({ recipientId }) => recipientId);
    const settled = await tx
      .update(notifications)
      .set({ doneAt: now, readAt: sql`coalesce(${notifications.readAt}, ${now.toISOString()}::timestamptz)` })
      .where(
        and(
          eq(notifications.videoId, videoId),
          anyOf(notifications.recipientId, recipientIds),
          IS_ASK,
          isNull(notifications.doneAt),
        ),
      )
      .returning({ recipientId: notifications.recipientId });
    const heard = [...new Set(settled.map(({ recipientId }) => recipientId))];
    if (heard.length > 0) await publishInbox(tx, workspaceId, heard);
  }
}

/** Puts away notices to one person by their keys: what they asked for is done. */
export async function settleNotices(
  tx: Transaction,
  ctx: AppContext,
  { workspaceId, recipientId, keys }: { workspaceId: string; recipientId: string; keys: readonly string[] },
): Promise<void> {
  const settled = await tx
    .update(notifications)
    .set({ doneAt: ctx.clock.now() })
    .where(
      and(
        eq(notifications.recipientId, recipientId),
        inArray(notifications.key, [...keys]),
        isNull(notifications.doneAt),
      ),
    )
    .returning({ id: notifications.id });
  if (settled.length > 0) await publishInbox(tx, workspaceId, [recipientId]);
}

/** The same for many people at once. */
export async function settleKeys(
  tx: Transaction,
  ctx: AppContext,
  workspaceId: string,
  notices: readonly { recipientId: string; key: string }[],
): Promise<void> {
  if (notices.length === 0) return;
  const rows = notices.map(({ recipientId, key }) => ({ recipient_id: recipientId, key }));
  const settled = await tx.execute<{ recipientId: string }>(sql`
    update ${notifications} set done_at = ${ctx.clock.now().toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(recipient_id uuid, key text)
    where ${notifications.recipientId} = r.recipient_id and ${notifications.key} = r.key and ${notifications.doneAt} is null
    returning ${notifications.recipientId} as "recipientId"`);
  const heard = [...new Set(settled.map(({ recipientId }) => recipientId))];
  if (heard.length > 0) await publishInbox(tx, workspaceId, heard);
}

/** An answer was taken back: what asked for it last lies in the inbox again. */
export async function reopenAsk(tx: Transaction, ask: Ask): Promise<void> {
  const latest = tx
    .select({ id: notifications.id })
    .from(notifications)
    .where(asksOf(ask))
    .orderBy(sql`${notifications.id} desc`)
    .limit(1);
  await tx
    .update(notifications)
    .set({ doneAt: null })
    .where(sql`${notifications.id} = (${latest})`);
  await publishInbox(tx, ask.workspaceId, [ask.recipientId]);
}
