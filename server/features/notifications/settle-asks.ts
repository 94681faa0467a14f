import { and, eq, isNull, sql } from 'drizzle-orm';
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

/** Puts away what asked somebody for an answer on a video, once they have given one or it was withdrawn: nothing more is sent about it. */
export async function settleAsks(tx: Transaction, ctx: AppContext, ask: Ask): Promise<void> {
  const now = ctx.clock.now();
  const settled = await tx
    .update(notifications)
    .set({ doneAt: now, readAt: sql`coalesce(${notifications.readAt}, ${now.toISOString()}::timestamptz)` })
    .where(and(asksOf(ask), isNull(notifications.doneAt)))
    .returning({ id: notifications.id });
  if (settled.length > 0) await publishInbox(tx, ask.workspaceId, [ask.recipientId]);
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
