import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import type { ApiContext } from '#server/context.ts';
import { consumeRateLimit, personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { AppError } from '#shared/errors.ts';
import { ShareLinkId } from '#shared/ids.ts';
import { baseSlug } from '#shared/version-slugs.ts';
import { GUEST_DOMAIN } from '#shared/people.ts';
import type { SharePreview, ShareSession } from '#shared/share-links.ts';
import { findLinkByToken, type OpenLink } from './access.ts';
import { allowsOf, findGuest } from './current-guest.ts';
import { prove, type Proofs, type Proved } from './prove.ts';
import { publishShare } from './publish-share.ts';
import { isProved, needsOf, type GuestRow } from './requirements.ts';
import { guestCookie, guestSecretIn, hashOf, newSecret } from './secrets.ts';
import { shareGuests } from './tables.ts';
import { comeAsAsked } from './come-as-asked.ts';

type UserRow = typeof users.$inferSelect;
/** Who was let in, and the secret of their cookie. */
interface In {
  user: UserRow;
  secret: string;
}
interface Known extends In {
  guest: GuestRow;
  isProved: boolean;
}

/** What a visitor is asked for. Who was here before and still has what the link asks for is asked for nothing. */
export async function previewLink(ctx: ApiContext, input: { token: string }): Promise<SharePreview> {
  const open = await findLinkByToken(ctx, input.token);
  const known = await knownGuest(ctx, open);
  const isIn = known?.isProved === true;
  const needs = isIn
    ? { password: false, name: false, email: false, code: false }
    : { ...needsOf(open.link, ctx.config.mail.smtpUrl !== null), name: known === null };
  return {
    workspaceName: open.workspaceName,
    title: needs.password || needs.email ? null : open.video.title,
    needs,
    guest: isIn ? personOf(known.user) : null,
  };
}

/**
 * Lets a visitor in as a guest, and sends the cookie that proves it from then on. A browser that was here before stays the
 * same guest, also where it has to prove more than then.
 */
export async function openLink(
  ctx: ApiContext,
  input: { token: string; name?: string | undefined } & Proofs,
): Promise<ShareSession> {
  const open = await findLinkByToken(ctx, input.token);
  const known = await knownGuest(ctx, open);
  const { name } = input;
  if (known === null && name === undefined)
    throw new AppError('invalid_input', 'name: write your name, so that others know who you are.');
  const { user, secret } = known?.isProved
    ? await comeAgain(ctx, open, known, null)
    : await letIn(ctx, open, known, name ?? known?.user.name ?? '', await prove(ctx, open.link, input));
  ctx.responseHeaders.append('set-cookie', guestCookie(ctx.config, open.link.id, secret));
  return {
    linkId: ShareLinkId.parse(open.link.id),
    slug: baseSlug(open.video.slug),
    workspaceName: open.workspaceName,
    guest: personOf(user),
    allows: allowsOf(open.link),
    expiresAt: open.link.expiresAt?.toISOString() ?? null,
  };
}

async function knownGuest(ctx: ApiContext, { link }: OpenLink): Promise<Known | null> {
  const secret = guestSecretIn(ctx.headers, link.id);
  const found = secret === null ? null : await findGuest(ctx, { linkId: link.id, secret });
  if (!found || secret === null) return null;
  const { guest, user } = found;
  return { guest, user, secret, isProved: isProved(link, guest, ctx.config.mail.smtpUrl !== null) };
}

/** The guest that this browser was; but who confirms another address than before is somebody else. */
function letIn(
  ctx: ApiContext,
  open: OpenLink,
  known: Known | null,
  name: string,
  proved: Proved,
): Promise<In> {
  const before = known?.guest;
  if (!known || (before?.isVerified && proved.email !== null && proved.email !== before.email))
    return comeIn(ctx, open, { name, proved });
  return comeAgain(ctx, open, known, proved);
}

async function comeIn(
  ctx: ApiContext,
  { link, video }: OpenLink,
  visitor: { name: string; proved: Proved },
): Promise<In> {
  await consumeRateLimit(ctx, {
    key: `share-guest:${link.id}:${ctx.clientAddress}`,
    limit: 200,
    windowSeconds: 3600,
  });
  const now = ctx.clock.now();
  const secret = newSecret();
  return ctx.db.transaction(async (tx) => {
    const asked = await comeAsAsked(tx, ctx, link, { ...visitor, secret });
    if (asked) {
      await publishShare(tx, video, link.id);
      return { user: asked, secret };
    }
    const [user] = await tx
      .insert(users)
      .values({
        name: visitor.name,
        email: `guest-${randomUUID()}@${GUEST_DOMAIN}`,
        emailVerified: visitor.proved.isVerified,
        isGuest: true,
        createdAt: now,
      })
      .returning();
    if (!user) throw new Error('insert into users returned no row');
    await tx.insert(shareGuests).values({
      linkId: link.id,
      userId: user.id,
      secretHash: hashOf(secret),
      name: visitor.name,
      ...visitor.proved,
      createdAt: now,
      lastSeenAt: now,
    });
    await publishShare(tx, video, link.id);
    return { user, secret };
  });
}

async function comeAgain(
  ctx: ApiContext,
  { link, video }: OpenLink,
  { guest, user, secret }: Known,
  proved: Proved | null,
): Promise<In> {
  // An address that was confirmed once stays so where the link asks for none any more.
  const { email, isVerified } = proved === null || proved.email === null || guest.isVerified ? guest : proved;
  const passwordRevision = proved?.passwordRevision ?? guest.passwordRevision;
  await ctx.db.transaction(async (tx) => {
    await tx
      .update(shareGuests)
      .set({
        email,
        isVerified,
        passwordRevision,
        openings: sql`${shareGuests.openings} + 1`,
        lastSeenAt: ctx.clock.now(),
      })
      .where(eq(shareGuests.id, guest.id));
    await tx.update(users).set({ emailVerified: isVerified }).where(eq(users.id, user.id));
    await publishShare(tx, video, link.id);
  });
  return { user: { ...user, emailVerified: isVerified }, secret };
}
