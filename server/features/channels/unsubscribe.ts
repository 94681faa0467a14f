import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { eq } from 'drizzle-orm';
import * as z from 'zod';
import { requireSecret, type Config } from '#server/config.ts';
import type { AppContext } from '#server/context.ts';
import { users } from '#server/features/accounts/tables.ts';
import { CHANNEL_CATEGORIES } from '#shared/channels.ts';
import { UserId } from '#shared/ids.ts';
import { stopDigest, switchChannel } from './choices.ts';

/** What a mail's unsubscribe link switches off. */
export const MailCategory = z.enum([...CHANNEL_CATEGORIES, 'digest']);
export type MailCategory = z.infer<typeof MailCategory>;

const Payload = z.tuple([UserId, MailCategory]);

/**
 * Says that whoever has it got a mail of this kind: `<payload>.<HMAC-SHA256>`, both base64url. It never expires, as mails don't, and
 * can do nothing but switch the kind off.
 */
export function unsubscribeToken(config: Config, userId: string, category: MailCategory): string {
  const payload = Buffer.from(JSON.stringify([userId, category])).toString('base64url');
  return `${payload}.${signatureOf(config, payload).toString('base64url')}`;
}

export function unsubscribeUrl(config: Config, userId: string, category: MailCategory): string {
  return `${config.http.publicUrl}/unsubscribe/${unsubscribeToken(config, userId, category)}`;
}

/** Null where it is forged. */
export function readUnsubscribeToken(
  config: Config,
  token: string,
): { userId: UserId; category: MailCategory } | null {
  const [payload = '', signature = '', ...rest] = token.split('.');
  const expected = signatureOf(config, payload);
  const given = Buffer.from(signature, 'base64url');
  if (rest.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const [userId, category] = Payload.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  return { userId, category };
}

/** Idempotent, as mail programs may ask twice. */
export async function unsubscribe(
  ctx: AppContext,
  { userId, category }: { userId: UserId; category: MailCategory },
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const [user] = await tx.select({ id: users.id }).from(users).where(eq(users.id, userId));
    if (!user) return;
    if (category === 'digest') await stopDigest(tx, userId);
    else await switchChannel(tx, { userId, channel: 'email', category, isOn: false });
  });
}

function signatureOf(config: Config, payload: string): Buffer {
  const key = Buffer.from(hkdfSync('sha256', requireSecret(config), '', 'playhead unsubscribe token', 32));
  return createHmac('sha256', key).update(payload).digest();
}
