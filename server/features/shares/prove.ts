import type { ApiContext } from '#server/context.ts';
import { consumeRateLimit, giveBackTry, verifyPassword } from '#server/features/accounts/index.ts';
import { AppError } from '#shared/errors.ts';
import { assertDomain, redeemCode } from './email-codes.ts';
import { needsOf, type LinkRow } from './requirements.ts';

export interface Proofs {
  password?: string | undefined;
  email?: string | undefined;
  code?: string | undefined;
}

/** What a visitor was found to have: an address (or none), and whether it was confirmed. */
export interface Proved {
  email: string | null;
  isVerified: boolean;
  passwordRevision: number;
}

/** Checks all that a link asks for, the password first. Throws `wrong_password`, `invalid_input`, `forbidden`, `rate_limited`. */
export async function prove(ctx: ApiContext, link: LinkRow, given: Proofs): Promise<Proved> {
  const needs = needsOf(link, ctx.config.mail.smtpUrl !== null);
  const { passwordRevision } = link;
  if (needs.password) await limited(ctx, link, 'password', () => checkPassword(link, given.password));
  const { email, code } = given;
  if (!needs.email) return { email: email ?? null, isVerified: false, passwordRevision };
  if (email === undefined)
    throw new AppError('invalid_input', 'email: this link asks for your e-mail address.');
  assertDomain(link, email);
  if (!needs.code) return { email, isVerified: false, passwordRevision };
  if (code === undefined)
    throw new AppError('invalid_input', 'code: ask for a code by e-mail first, then write it here.');
  await limited(ctx, link, 'code', () => redeemCode(ctx, link, { email, code }));
  return { email, isVerified: true, passwordRevision };
}

async function checkPassword(link: LinkRow, password: string | undefined): Promise<void> {
  if (password === undefined)
    throw new AppError('wrong_password', 'password: this link asks for a password.');
  if (!(await verifyPassword({ hash: link.passwordHash ?? '', password })))
    throw new AppError('wrong_password', 'password: this is not right. Ask whoever sent you the link.');
}

/**
 * Counts a try per link and address, and per link (who guesses may have many addresses), before it is looked at; a right
 * one is given back, so that a link that many people open is not taken for a guesser.
 */
async function limited(
  ctx: ApiContext,
  link: LinkRow,
  what: 'password' | 'code',
  check: () => Promise<void>,
): Promise<void> {
  const rules = [
    { key: `share-${what}:${link.id}:${ctx.clientAddress}`, limit: 10, windowSeconds: 900 },
    { key: `share-${what}:${link.id}`, limit: 100, windowSeconds: 900 },
  ];
  for (const rule of rules) await consumeRateLimit(ctx, rule);
  await check();
  for (const { key } of rules) await giveBackTry(ctx, key);
}
