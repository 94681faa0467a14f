import { expect, it } from 'vitest';
import { loadConfig } from '#server/config.ts';
import { isDomainAllowed, isProved, needsOf, stateOf, type LinkRow } from './requirements.ts';
import { guestCookie, guestSecretIn } from './secrets.ts';

const OPEN = { passwordHash: null, allowedDomains: [], requiresEmailCode: false };
const ID = '0a1b2c3d-4e5f-4000-8000-000000000001';

it('asks for what the link says; for a code only where one can be mailed, or was promised', () => {
  const nothing = { password: false, name: true, email: false, code: false };
  const domains = { ...OPEN, allowedDomains: ['example.com'] };
  expect(needsOf(OPEN, true)).toEqual(nothing);
  expect(needsOf({ ...OPEN, passwordHash: 'x' }, true)).toEqual({ ...nothing, password: true });
  expect(needsOf(domains, false)).toEqual({ ...nothing, email: true });
  expect(needsOf(domains, true)).toEqual({ ...nothing, email: true, code: true });
  expect(needsOf({ ...OPEN, requiresEmailCode: true }, false)).toEqual({
    ...nothing,
    email: true,
    code: true,
  });
});

it('takes a domain as it is, not what looks like it', () => {
  expect(isDomainAllowed([], 'a@b.c')).toBe(true);
  const allowed = (email: string) => isDomainAllowed(['example.com'], email);
  expect(['a@example.com', 'a@x.example.com', 'a@example.com.evil', 'example.com'].map(allowed)).toEqual([
    true,
    false,
    false,
    true,
  ]);
});

it('asks again who proved less than the link asks for now', () => {
  const link = { ...OPEN, passwordRevision: 1 } as unknown as LinkRow;
  const guest = { email: null, isVerified: false, passwordRevision: 0 };
  expect(isProved(link, guest, true)).toBe(true);
  const locked = { ...link, passwordHash: 'x' };
  expect(isProved(locked, guest, true)).toBe(false);
  expect(isProved(locked, { ...guest, passwordRevision: 1 }, true)).toBe(true);
  const domains = { ...link, allowedDomains: ['example.com'] };
  const known = { ...guest, email: 'a@example.com' };
  expect(isProved(domains, known, false)).toBe(true);
  expect(isProved(domains, known, true)).toBe(false);
  expect(isProved(domains, { ...known, isVerified: true }, true)).toBe(true);
  expect(isProved(domains, { ...known, email: 'a@other.com', isVerified: true }, true)).toBe(false);
});

it('is revoked rather than expired, and expired from its very time on', () => {
  const now = new Date();
  const state = (expiresAt: Date | null, revokedAt: Date | null) => stateOf({ expiresAt, revokedAt }, now);
  expect([
    state(null, null),
    state(now, null),
    state(new Date(now.getTime() + 1), null),
    state(now, now),
  ]).toEqual(['open', 'expired', 'open', 'revoked']);
});

it('keeps the secret in a cookie of the link, over https alone where there is https', () => {
  const config = (PUBLIC_URL: string) => loadConfig({ PUBLIC_URL });
  expect(guestCookie(config('https://x.example'), ID, 'abc')).toBe(
    'playhead_guest_0a1b2c3d4e5f=abc; Path=/; Max-Age=15552000; HttpOnly; SameSite=Lax; Secure',
  );
  expect(guestCookie(config('http://localhost'), ID, 'abc')).not.toContain('Secure');
  const read = (cookie: string) => guestSecretIn(new Headers({ cookie }), ID);
  expect(read('a=b; playhead_guest_0a1b2c3d4e5f=abc; c=d')).toBe('abc');
  expect(read('playhead_guest_0a1b2c3d4e5e=abc')).toBeNull();
  expect(read('playhead_guest_0a1b2c3d4e5f=')).toBeNull();
});
