import { createHash, createHmac, hkdfSync, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { requireSecret, type Config } from '#server/config.ts';

const COOKIE_SECONDS = 180 * 24 * 3600;

/** 256 random bits, for a link or for a guest's cookie; only their SHA-256 is stored, as nobody can guess them. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Rows are found by this, so that no comparison of ours sees the secret itself. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Six digits, each as likely. */
export function newCode(): string {
  return String(randomInt(1_000_000)).padStart(6, '0');
}

/** Bound to link and address, with a key of the installation: a copy of the database alone tells no code. */
export function codeHash(config: Config, of: { linkId: string; email: string; code: string }): string {
  const key = Buffer.from(hkdfSync('sha256', requireSecret(config), '', 'playhead share code', 32));
  return createHmac('sha256', key)
    .update(JSON.stringify([of.linkId, of.email, of.code]))
    .digest('hex');
}

/** Compares in constant time. */
export function isSameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** One cookie a link, so that a browser can be a guest of several; link ids are random from the first digit. */
function cookieName(linkId: string): string {
  return `playhead_guest_${linkId.replaceAll('-', '').slice(0, 12)}`;
}

export function guestSecretIn(headers: Headers, linkId: string): string | null {
  const prefix = `${cookieName(linkId)}=`;
  const pairs = (headers.get('cookie') ?? '').split(/;\s*/);
  return pairs.find((pair) => pair.startsWith(prefix))?.slice(prefix.length) || null;
}

/** Lax: the link is followed from mails and chats, and no other site can act with the cookie. */
export function guestCookie(config: Config, linkId: string, secret: string): string {
  const secure = config.http.publicUrl.startsWith('https:') ? '; Secure' : '';
  return `${cookieName(linkId)}=${secret}; Path=/; Max-Age=${COOKIE_SECONDS}; HttpOnly; SameSite=Lax${secure}`;
}
