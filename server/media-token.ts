import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { requireSecret, type Config } from './config.ts';
import type { RespondentContext, ViewerContext } from './context.ts';

/** How long a media URL lives. Players ask for a new token before. */
export const MEDIA_TOKEN_MS = 4 * 3600_000;
/** Times are rounded to this, so that the same poster keeps the same URL for a while and browsers can cache it. */
const ROUND_MS = 30 * 60_000;

export interface MediaGrant {
  videoId: string;
  userId: string;
  /** Of a guest: the link that must still hold. */
  linkId: string | null;
  /** Of the guest of a video request: the request that must still be open. */
  requestId: string | null;
  expiresAt: Date;
}

type Payload = [
  videoId: string,
  userId: string,
  expiresAt: number,
  linkId?: string | null,
  requestId?: string | null,
];

const keys = new Map<string, Buffer>();

function keyOf(config: Config): Buffer {
  const secret = requireSecret(config);
  const known = keys.get(secret);
  if (known) return known;
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'playhead media token', 32));
  keys.set(secret, key);
  return key;
}

/** A signed, expiring permission to fetch the media of one video: `<payload>.<HMAC-SHA256>`, both base64url. */
export function mediaToken(ctx: ViewerContext | RespondentContext, videoId: string): string {
  const expiresAt = mediaTokenExpiry(ctx.clock.now());
  const { actor } = ctx;
  const linkId = actor.kind === 'guest' ? actor.grant.linkId : null;
  const of: Payload = [videoId, actor.userId, expiresAt.getTime(), linkId];
  if (actor.kind === 'respondent') of.push(actor.requestId);
  const payload = Buffer.from(JSON.stringify(of)).toString('base64url');
  return `${payload}.${createHmac('sha256', keyOf(ctx.config)).update(payload).digest('base64url')}`;
}

/** When a token made now ends: between 4 h and 4.5 h from now. */
export function mediaTokenExpiry(now: Date): Date {
  return new Date(Math.ceil((now.getTime() + MEDIA_TOKEN_MS) / ROUND_MS) * ROUND_MS);
}

/** The grant of a token; `null` where it is forged or has expired. */
export function verifyMediaToken(config: Config, token: string, now: Date): MediaGrant | null {
  const [payload = '', signature = ''] = token.split('.');
  const expected = createHmac('sha256', keyOf(config)).update(payload).digest();
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  // What tokens of earlier versions do not have, and most have not.
  const [videoId, userId, expiresAt, linkId = null, requestId = null] = JSON.parse(
    Buffer.from(payload, 'base64url').toString(),
  ) as Payload;
  return expiresAt > now.getTime()
    ? { videoId, userId, linkId, requestId, expiresAt: new Date(expiresAt) }
    : null;
}
