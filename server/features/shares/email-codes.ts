import { and, eq, gt, lt, sql } from 'drizzle-orm';
import type { ApiContext } from '#server/context.ts';
import { consumeRateLimit } from '#server/features/accounts/index.ts';
import { enqueueMail } from '#server/features/notifications/index.ts';
import { AppError } from '#shared/errors.ts';
import { DONE, type Done } from '#shared/ids.ts';
import { findLinkByToken } from './access.ts';
import { isDomainAllowed, needsOf, type LinkRow } from './requirements.ts';
import { codeHash, isSameHash, newCode } from './secrets.ts';
import { shareCodes } from './tables.ts';

/*
 * A code: asked for → (10 minutes, 5 tries) right: deleted | wrong: counted | replaced by the next one that is asked for.
 */
const VALID_MS = 10 * 60_000;
const MOST_TRIES = 5;

/** Mails a code to an address that may come. Throws `forbidden` for others, and `rate_limited`. */
export async function requestCode(ctx: ApiContext, input: { token: string; email: string }): Promise<Done> {
  const { link, workspaceName } = await findLinkByToken(ctx, input.token);
  const canMail = ctx.config.mail.smtpUrl !== null;
  if (!needsOf(link, canMail).code)
    throw new AppError('invalid_input', 'This link asks for no code. Open it without one.');
  if (!canMail)
    throw new AppError(
      'unavailable',
      'This installation sends no e-mail now. Ask whoever sent you the link.',
    );
  assertDomain(link, input.email);
  const { email } = input;
  for (const [key, limit] of [
    [`share-code-mail:address:${ctx.clientAddress}`, 30],
    [`share-code-mail:link:${link.id}`, 300],
    [`share-code-mail:email:${email}`, 5],
  ] as const)
    await consumeRateLimit(ctx, { key, limit, windowSeconds: 3600 });
  const code = newCode();
  const now = ctx.clock.now();
  const row = {
    codeHash: codeHash(ctx.config, { linkId: link.id, email, code }),
    tries: 0,
    expiresAt: new Date(now.getTime() + VALID_MS),
    createdAt: now,
  };
  await ctx.db.transaction(async (tx) => {
    await tx.delete(shareCodes).where(and(eq(shareCodes.linkId, link.id), lt(shareCodes.expiresAt, now)));
    await tx
      .insert(shareCodes)
      .values({ linkId: link.id, email, ...row })
      .onConflictDoUpdate({ target: [shareCodes.linkId, shareCodes.email], set: row });
    // Not the title of the video: nobody has proved anything yet.
    await enqueueMail(tx, ctx, {
      to: email,
      subject: `${code} is your code`,
      text: `Your code to watch a video that ${workspaceName} shares with you:\n\n${code}\n\nIt is valid for 10 minutes. If you did not ask for it, there is nothing to do.\n`,
    });
  });
  return DONE;
}

/** Throws `forbidden` for an address at a domain that may not come. */
export function assertDomain(link: LinkRow, email: string): void {
  if (!isDomainAllowed(link.allowedDomains, email)) {
    throw new AppError(
      'forbidden',
      `email: this link is not for addresses at ${email.split('@').at(-1)}. Use the address that it was sent to.`,
    );
  }
}

/** Uses a code up. Throws `invalid_input` where it is wrong, has expired, or was tried too often. */
export async function redeemCode(
  ctx: ApiContext,
  link: LinkRow,
  given: { email: string; code: string },
): Promise<void> {
  // Counted before it is looked at, in one statement: tries at the same time are as many as tries in a row.
  const [row] = await ctx.db
    .update(shareCodes)
    .set({ tries: sql`${shareCodes.tries} + 1` })
    .where(
      and(
        eq(shareCodes.linkId, link.id),
        eq(shareCodes.email, given.email),
        lt(shareCodes.tries, MOST_TRIES),
        gt(shareCodes.expiresAt, ctx.clock.now()),
      ),
    )
    .returning();
  if (!row) throw new AppError('invalid_input', 'code: this code is not valid any more. Ask for a new one.');
  const hash = codeHash(ctx.config, { linkId: link.id, ...given });
  if (!isSameHash(hash, row.codeHash)) {
    const left = MOST_TRIES - row.tries;
    throw new AppError(
      'invalid_input',
      left > 0
        ? `code: this is not the code of the latest mail. ${left} more tries.`
        : 'code: this is not the code of the latest mail. Ask for a new one.',
      { triesLeft: left },
    );
  }
  const [used] = await ctx.db
    .delete(shareCodes)
    .where(and(eq(shareCodes.id, row.id), eq(shareCodes.codeHash, hash)))
    .returning();
  if (!used) throw new AppError('invalid_input', 'code: this code was used already. Ask for a new one.');
}
