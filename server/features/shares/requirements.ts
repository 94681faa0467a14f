import { AppError } from '#shared/errors.ts';
import type { ShareLink, ShareNeeds } from '#shared/share-links.ts';
import type { shareGuests, shareLinks } from './tables.ts';

export type LinkRow = typeof shareLinks.$inferSelect;
export type GuestRow = typeof shareGuests.$inferSelect;

export function stateOf(link: Pick<LinkRow, 'revokedAt' | 'expiresAt'>, now: Date): ShareLink['state'] {
  if (link.revokedAt !== null) return 'revoked';
  return link.expiresAt !== null && link.expiresAt <= now ? 'expired' : 'open';
}

/** Throws `gone` where the link was revoked, has expired, or its video was deleted. */
export function assertOpen(
  link: Pick<LinkRow, 'revokedAt' | 'expiresAt'>,
  video: { deletedAt: Date | null },
  now: Date,
): void {
  const state = video.deletedAt === null ? stateOf(link, now) : 'deleted';
  if (state === 'open') return;
  const why = {
    revoked: 'This link was withdrawn.',
    expired: 'This link has expired.',
    deleted: 'The video of this link was deleted.',
  }[state];
  throw new AppError('gone', `${why} Ask whoever sent it to you for a new one.`);
}

/**
 * What a visitor has to give. Where mail can be sent, an allowed domain counts for an address that was confirmed by a
 * code alone; where none can be, the address that a guest writes is all there is (and is shown as such).
 */
export function needsOf(
  link: Pick<LinkRow, 'passwordHash' | 'allowedDomains' | 'requiresEmailCode'>,
  canMail: boolean,
): ShareNeeds {
  const hasDomains = link.allowedDomains.length > 0;
  const code = link.requiresEmailCode || (hasDomains && canMail);
  return { password: link.passwordHash !== null, name: true, email: hasDomains || code, code };
}

export function isDomainAllowed(allowedDomains: string[], email: string): boolean {
  return allowedDomains.length === 0 || allowedDomains.includes(email.split('@').at(-1) ?? '');
}

/** True where what a guest proved when they came is still all that the link asks for. */
export function isProved(
  link: LinkRow,
  guest: Pick<GuestRow, 'email' | 'isVerified' | 'passwordRevision'>,
  canMail: boolean,
): boolean {
  const needs = needsOf(link, canMail);
  if (needs.password && guest.passwordRevision !== link.passwordRevision) return false;
  if (needs.code && !guest.isVerified) return false;
  return !needs.email || (guest.email !== null && isDomainAllowed(link.allowedDomains, guest.email));
}
