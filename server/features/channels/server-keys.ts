import { eq } from 'drizzle-orm';
import webPush from 'web-push';
import type { AppContext } from '#server/context.ts';
import { serverKeys } from './tables.ts';

export interface VapidKeys {
  publicKey: string;
  privateKey: string;
}

const known = new WeakMap<AppContext['db'], VapidKeys>();

/** Makes the keys that pushes are signed with, once: of servers that start together, the first one's are everybody's. */
export async function makeServerKeys(ctx: AppContext): Promise<void> {
  await vapidKeys(ctx);
}

/** They never change: every browser has subscribed with them. */
export async function vapidKeys(ctx: Pick<AppContext, 'db'>): Promise<VapidKeys> {
  const cached = known.get(ctx.db);
  if (cached) return cached;
  const find = () => ctx.db.select().from(serverKeys).where(eq(serverKeys.name, 'vapid'));
  let [row] = await find();
  if (!row) {
    const value = webPush.generateVAPIDKeys();
    await ctx.db.insert(serverKeys).values({ name: 'vapid', value }).onConflictDoNothing();
    [row] = await find();
  }
  if (!row) throw new Error('the VAPID keys were not kept');
  known.set(ctx.db, row.value);
  return row.value;
}
