import { and, eq, isNull, sql } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { hashPassword } from '#server/features/accounts/index.ts';
import { AppError } from '#shared/errors.ts';
import { DONE, type Done } from '#shared/ids.ts';
import type { ShareAllows, ShareLink } from '#shared/share-links.ts';
import { findEditableLink } from './access.ts';
import { assertCanMail, laterThan } from './create-link.ts';
import { presentLink } from './list-links.ts';
import { publishShare } from './publish-share.ts';
import { shareLinks } from './tables.ts';

export interface LinkChange {
  id: string;
  label?: string | undefined;
  allows?: Partial<ShareAllows> | undefined;
  password?: string | null | undefined;
  allowedDomains?: string[] | undefined;
  requiresEmailCode?: boolean | undefined;
  expiresAt?: string | null | undefined;
}

/**
 * Changes what a link allows and asks for, for those who came before too: a new password, other domains or a code
 * are asked of them as well. Throws `conflict` where it was revoked meanwhile.
 */
export async function updateLink(ctx: VerbContext, input: LinkChange): Promise<ShareLink> {
  const { link, video } = await findEditableLink(ctx, input.id);
  const { label, allows, password, allowedDomains, requiresEmailCode, expiresAt } = input;
  if (requiresEmailCode) assertCanMail(ctx);
  const change = {
    label: label ?? link.label,
    ...allows,
    ...(password === undefined
      ? {}
      : {
          passwordHash: password === null ? null : await hashPassword(password),
          passwordRevision: sql`${shareLinks.passwordRevision} + 1`,
        }),
    ...(allowedDomains === undefined ? {} : { allowedDomains: [...new Set(allowedDomains)] }),
    ...(requiresEmailCode === undefined ? {} : { requiresEmailCode }),
    ...(expiresAt === undefined ? {} : { expiresAt: laterThan(ctx.clock.now(), expiresAt) }),
  };
  const changed = await ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .update(shareLinks)
      .set(change)
      .where(and(eq(shareLinks.id, link.id), isNull(shareLinks.revokedAt)))
      .returning();
    if (!row) throw alreadyRevoked();
    await publishShare(tx, video, row.id);
    return row;
  });
  return presentLink(ctx, changed);
}

/** Ends a link for all its guests, for good. Throws `conflict` where it was revoked already. */
export async function revokeLink(ctx: VerbContext, input: { id: string }): Promise<Done> {
  const { link, video } = await findEditableLink(ctx, input.id);
  await ctx.db.transaction(async (tx) => {
    const [revoked] = await tx
      .update(shareLinks)
      .set({ revokedAt: ctx.clock.now() })
      .where(and(eq(shareLinks.id, link.id), isNull(shareLinks.revokedAt)))
      .returning();
    if (!revoked) throw alreadyRevoked();
    await publishShare(tx, video, link.id);
  });
  return DONE;
}

function alreadyRevoked(): AppError {
  return new AppError('conflict', 'This link was revoked already. Make a new one.');
}
