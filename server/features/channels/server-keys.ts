import { createECDH } from 'node:crypto';
import { eq } from 'drizzle-orm';
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
    await ctx.db.insert(serverKeys).values({ name: 'vapid', value: newKeys() }).onConflictDoNothing();
    [row] = await find();
  }
  if (!row) throw new Error('the VAPID keys were not kept');
  known.set(ctx.db, row.value);
  return row.value;
}

/** A pair on P-256 (RFC 8292): the point uncompressed, the number in 32 bytes; both base64url. */
function newKeys(): VapidKeys {
  const pair = createECDH('prime256v1');
  const publicKey = pair.generateKeys().toString('base64url');
  const number = pair.getPrivateKey();
  const privateKey = Buffer.concat([Buffer.alloc(32 - number.byteLength), number]).toString('base64url');
  return { publicKey, privateKey };
}
