import { and, eq, ne, sql } from 'drizzle-orm';
import type { Transaction } from '#server/db/connect.ts';
import type { Temporal } from '#server/time/temporal.ts';
import { instantOf } from '#server/time/wall-time.ts';
import type { Bundle } from './bundle.ts';
import { deliveries, deliveryItems } from './tables.ts';

type DeliveryRow = typeof deliveries.$inferSelect;

/** What a bundle is known by while it waits: what goes at the same minute goes together. */
export function bundleSlot(kind: Bundle['kind'], at: Temporal.Instant): string {
  return `${kind} ${at.round('minute').toString()}`;
}

/** Lets a locked delivery wait until `at`. A bundle joins the one that waits for that time already, so that two never come at once. */
export async function postpone(tx: Transaction, delivery: DeliveryRow, at: Date): Promise<void> {
  const { id, recipientId, workspaceId, channel, kind } = delivery;
  const isBundle = delivery.slot.startsWith(`${kind} `);
  const slot = isBundle ? bundleSlot(kind, instantOf(at)) : delivery.slot;
  const [other] = isBundle
    ? await tx
        .select({ id: deliveries.id })
        .from(deliveries)
        .where(
          and(
            eq(deliveries.recipientId, recipientId),
            eq(deliveries.workspaceId, workspaceId),
            eq(deliveries.channel, channel),
            eq(deliveries.slot, slot),
            sql`state = 'waiting'`,
            ne(deliveries.id, id),
          ),
        )
        .for('update')
    : [];
  if (!other) {
    await tx.update(deliveries).set({ sendAt: at, slot }).where(eq(deliveries.id, id));
    return;
  }
  await tx.execute(sql`
    insert into ${deliveryItems} (delivery_id, notification_id)
    select ${other.id}::uuid, notification_id from ${deliveryItems} where delivery_id = ${id} on conflict do nothing`);
  await tx.delete(deliveries).where(eq(deliveries.id, id));
}
