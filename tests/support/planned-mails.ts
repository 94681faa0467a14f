import { and, eq } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import { deliveries, deliveryItems, notifications } from '#server/db/tables.ts';
import { bundleMail } from '#server/features/notifications/channels/deliver-bundle.ts';
import type { Mail } from '#server/features/notifications/index.ts';
import { readBundle } from '#server/features/notifications/read-bundle.ts';
import { loadSchedule } from '#server/features/people-time/index.ts';

/** What would be mailed of the outbox, a mail for each notice, with the real time at which it was written. */
export async function plannedMails(ctx: AppContext): Promise<{ mail: Mail; at: number }[]> {
  const rows = await ctx.db
    .select({ delivery: deliveries, notificationId: notifications.id })
    .from(deliveryItems)
    .innerJoin(deliveries, eq(deliveries.id, deliveryItems.deliveryId))
    .innerJoin(notifications, eq(notifications.id, deliveryItems.notificationId))
    .where(and(eq(deliveries.channel, 'email'), eq(deliveries.state, 'waiting')))
    .orderBy(notifications.id);
  const mails = [];
  for (const { delivery, notificationId } of rows) {
    const { workspaceId, recipientId } = delivery;
    const schedule = await loadSchedule(ctx, { workspaceId, userId: recipientId });
    const reading = await readBundle(ctx.db, ctx, delivery, schedule);
    if (reading.state !== 'ready') continue;
    const items = reading.bundle.items.filter((item) => item.notificationId === notificationId);
    // The first 48 bits of a UUIDv7 are the time.
    const at = Number.parseInt(notificationId.replaceAll('-', '').slice(0, 12), 16);
    if (items.length > 0) mails.push({ mail: await bundleMail(ctx, { ...reading.bundle, items }), at });
  }
  return mails;
}
