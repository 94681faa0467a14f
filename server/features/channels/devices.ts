import { and, desc, eq } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import type { VerbContext } from '#server/context.ts';
import type { Queryable } from '#server/db/connect.ts';
import { consumeRateLimit } from '#server/features/accounts/index.ts';
import { OutsideError } from '#server/net/fetch-outside.ts';
import { maybePublic } from '#server/net/public-address.ts';
import type { Device, NewDevice } from '#shared/channels.ts';
import { AppError } from '#shared/errors.ts';
import { DeviceId, DONE, type Done } from '#shared/ids.ts';
import { sendPush, type SubscriptionRow } from './send-push.ts';
import { pushSubscriptions } from './tables.ts';

const MOST = 20;

/** Remembers a browser's subscription. Idempotent; who subscribes on the browser of somebody else takes it over. */
export async function addDevice(ctx: VerbContext, input: NewDevice): Promise<Device> {
  const { userId } = ctx.actor;
  await consumeRateLimit(ctx, { key: `add-device:${userId}`, limit: 30, windowSeconds: 3600 });
  checkEndpoint(ctx, input);
  const { endpoint, keys, name } = input;
  return ctx.db.transaction(async (tx) => {
    const mine = await tx
      .select({ endpoint: pushSubscriptions.endpoint })
      .from(pushSubscriptions)
      .where(eq(pushSubscriptions.userId, userId));
    if (mine.length >= MOST && !mine.some((row) => row.endpoint === endpoint))
      throw new AppError('conflict', `You have ${MOST} devices already. Remove one first.`);
    const change = { userId, ...keys, name };
    const [row] = await tx
      .insert(pushSubscriptions)
      .values({ ...change, endpoint, createdAt: ctx.clock.now() })
      .onConflictDoUpdate({ target: pushSubscriptions.endpoint, set: change })
      .returning();
    if (!row) throw new Error('insert into push_subscriptions returned no row');
    return presentDevice(row);
  });
}

/** What can be known before anything is sent; names are looked up, and checked again, whenever something is. */
function checkEndpoint(ctx: VerbContext, { endpoint, keys }: NewDevice): void {
  if (!maybePublic(endpoint, ctx.config.outgoing.privateHosts))
    throw new AppError('invalid_input', 'endpoint: it must be on the public internet.');
  const isPoint = Buffer.from(keys.p256dh, 'base64url').byteLength === 65;
  if (!isPoint || Buffer.from(keys.auth, 'base64url').byteLength !== 16)
    throw new AppError('invalid_input', 'keys: these are no keys of a push subscription.');
}

export async function removeDevice(ctx: VerbContext, input: { id: string }): Promise<Done> {
  const [gone] = await ctx.db.delete(pushSubscriptions).where(mine(ctx, input.id)).returning();
  if (!gone) throw noSuch();
  return DONE;
}

/** Sends one now, whatever the hour: who presses the button waits for it. Throws `unavailable` with the reason. */
export async function testDevice(ctx: VerbContext, input: { id: string }): Promise<Done> {
  await consumeRateLimit(ctx, { key: `test-device:${ctx.actor.userId}`, limit: 20, windowSeconds: 3600 });
  const [row] = await ctx.db.select().from(pushSubscriptions).where(mine(ctx, input.id));
  if (!row) throw noSuch();
  const message = {
    title: 'Playhead can reach you here',
    body: 'This is what a notification looks like on this device.',
    url: `${ctx.config.http.publicUrl}/settings/channels`,
    tag: `test-${randomUUID()}`,
  };
  try {
    if (await sendPush(ctx, row, message, { urgency: 'high' })) return DONE;
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    throw new AppError('unavailable', `${error.message} Try again in a minute.`);
  }
  throw new AppError('gone', 'This browser has unsubscribed. Switch notifications on again.');
}

export async function listDevices(db: Queryable, userId: string): Promise<Device[]> {
  const rows = await db
    .select()
    .from(pushSubscriptions)
    .where(eq(pushSubscriptions.userId, userId))
    .orderBy(desc(pushSubscriptions.createdAt));
  return rows.map(presentDevice);
}

function presentDevice(row: SubscriptionRow): Device {
  return {
    id: DeviceId.parse(row.id),
    name: row.name,
    host: new URL(row.endpoint).host,
    createdAt: row.createdAt.toISOString(),
    lastPushAt: row.lastPushAt?.toISOString() ?? null,
  };
}

const mine = (ctx: VerbContext, id: string) =>
  and(eq(pushSubscriptions.id, id), eq(pushSubscriptions.userId, ctx.actor.userId));

function noSuch(): AppError {
  return new AppError('not_found', 'This device gets no pushes (any more). Switch notifications on again.');
}
