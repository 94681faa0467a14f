import { eq } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import { OutsideError, postOutside } from '#server/net/fetch-outside.ts';
import { vapidKeys } from './server-keys.ts';
import { pushSubscriptions } from './tables.ts';

export type SubscriptionRow = typeof pushSubscriptions.$inferSelect;

/** What the service worker (`web/public/sw.js`) shows. A later one with the same tag takes its place. */
export interface PushMessage {
  title: string;
  body: string;
  url: string;
  tag: string;
}

/** Push services take 4096 bytes with the overhead of the encryption; less travels better. */
const MOST_BODY = 300;
const MOST_TITLE = 120;
const LIMITS = { maxBytes: 1024, timeoutMs: 15_000 };
/** After two days it is news no more. */
const TTL_SECONDS = 2 * 86_400;

/**
 * Encrypts a message for one browser (RFC 8291, aes128gcm) and posts it to its push service. False where the browser has
 * unsubscribed: its row is gone then. Throws where the service could not be reached or refuses.
 */
export async function sendPush(
  ctx: AppContext,
  row: SubscriptionRow,
  message: PushMessage,
  options: { urgency?: 'normal' | 'high' } = {},
): Promise<boolean> {
  const keys = await vapidKeys(ctx);
  // With the first push: it takes 13 MB that most processes never need.
  const { default: webPush } = await import('web-push');
  const short = {
    ...message,
    title: clip(message.title, MOST_TITLE),
    body: clip(message.body, MOST_BODY),
  };
  const { headers, body } = webPush.generateRequestDetails(
    { endpoint: row.endpoint, keys: { p256dh: row.p256dh, auth: row.auth } },
    JSON.stringify(short),
    {
      vapidDetails: { subject: subjectOf(ctx), ...keys },
      contentEncoding: 'aes128gcm',
      TTL: TTL_SECONDS,
      urgency: options.urgency ?? 'normal',
    },
  );
  const { privateHosts } = ctx.config.outgoing;
  const address = httpsOnly(row.endpoint);
  const answer = await postOutside(
    address,
    { headers, body: body ?? Buffer.alloc(0) },
    { ...LIMITS, privateHosts },
  );
  if (answer.status === 404 || answer.status === 410) {
    await ctx.db.delete(pushSubscriptions).where(eq(pushSubscriptions.id, row.id));
    return false;
  }
  if (answer.status < 200 || answer.status >= 300)
    throw new OutsideError(`The push service answered with an error (${answer.status}).`);
  await ctx.db
    .update(pushSubscriptions)
    .set({ lastPushAt: ctx.clock.now(), lastDeliveryId: message.tag })
    .where(eq(pushSubscriptions.id, row.id));
  return true;
}

/** Sends to all browsers of a person that have not got it yet; how many did. Throws after the last where one failed. */
export async function pushToAll(
  ctx: AppContext,
  userId: string,
  message: PushMessage,
  options: { urgency?: 'normal' | 'high' } = {},
): Promise<number> {
  const rows = await ctx.db.select().from(pushSubscriptions).where(eq(pushSubscriptions.userId, userId));
  const waiting = rows.filter(({ lastDeliveryId }) => lastDeliveryId !== message.tag);
  const sent = await Promise.allSettled(waiting.map((row) => sendPush(ctx, row, message, options)));
  const failed = sent.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  return (
    rows.length -
    waiting.length +
    sent.filter((result) => result.status === 'fulfilled' && result.value).length
  );
}

/** Also of rows that came in by another way than `addDevice`. */
function httpsOnly(endpoint: string): string {
  if (URL.parse(endpoint)?.protocol !== 'https:')
    throw new OutsideError('A push service is reached by https only.');
  return endpoint;
}

/** Whom the push service asks about us; it takes https and mailto. */
function subjectOf(ctx: AppContext): string {
  const { publicUrl } = ctx.config.http;
  if (publicUrl.startsWith('https:')) return publicUrl;
  const [address] = /[^\s<>]+@[^\s<>]+/.exec(ctx.config.mail.from) ?? [];
  return `mailto:${address ?? 'playhead@localhost'}`;
}

const clip = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
