import { and, eq, lt, sql } from 'drizzle-orm';
import type { AppContext, GuestActor } from '#server/context.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { videos } from '#server/features/videos/tables.ts';
import { AppError } from '#shared/errors.ts';
import { UserId, WorkspaceId } from '#shared/ids.ts';
import type { ShareAllows } from '#shared/share-links.ts';
import { assertOpen, isProved, type GuestRow, type LinkRow } from './requirements.ts';
import { guestSecretIn, hashOf } from './secrets.ts';
import { shareGuests, shareLinks } from './tables.ts';

const SEEN_EVERY_MS = 60_000;

/** Who comes by a link, as far as its database row tells: by their id, or by the secret of their cookie. */
export type GuestKey = { linkId: string } & ({ userId: string } | { secret: string });

export function allowsOf(link: LinkRow): ShareAllows {
  const { canComment, canApprove, canDownload, canSeeTranscript, hasWatermark } = link;
  return { canComment, canApprove, canDownload, canSeeTranscript, hasWatermark };
}

export async function findGuest(ctx: AppContext, by: GuestKey) {
  const [found] = await ctx.db
    .select({ guest: shareGuests, link: shareLinks, user: users, video: { deletedAt: videos.deletedAt } })
    .from(shareGuests)
    .innerJoin(shareLinks, eq(shareLinks.id, shareGuests.linkId))
    .innerJoin(
      videos,
      and(
        sql`coalesce(${videos.versionOf}, ${videos.id}) = ${shareLinks.videoId}`,
        eq(videos.isCurrent, true),
      ),
    )
    .innerJoin(users, eq(users.id, shareGuests.userId))
    .where(
      and(
        eq(shareGuests.linkId, by.linkId),
        'secret' in by ? eq(shareGuests.secretHash, hashOf(by.secret)) : eq(shareGuests.userId, by.userId),
      ),
    );
  return found ?? null;
}

/**
 * The guest, where link and video still stand and what the guest proved is still what the link asks for. Throws `gone`
 * or `unauthenticated`. Asked at every request, and by media and open pages again and again.
 */
export async function currentGuest(ctx: AppContext, by: GuestKey): Promise<GuestActor> {
  const found = await findGuest(ctx, by);
  if (!found) throw notIn();
  const { guest, link, user, video } = found;
  assertOpen(link, video, ctx.clock.now());
  if (!isProved(link, guest, ctx.config.mail.smtpUrl !== null))
    throw new AppError('unauthenticated', 'This link asks for more than before. Open it again.');
  return {
    kind: 'guest',
    userId: UserId.parse(guest.userId),
    name: user.name,
    person: personOf(user),
    isVerified: guest.isVerified,
    workspaceId: WorkspaceId.parse(link.workspaceId),
    scopes: null,
    grant: { linkId: link.id, videoId: link.videoId, ...allowsOf(link) },
  };
}

/** Who asks, of a request that names a link: its guest by the cookie, or nobody. Never the member who is signed in. */
export async function resolveGuest(ctx: AppContext, linkId: string, headers: Headers): Promise<GuestActor> {
  const secret = /^[0-9a-f-]{36}$/.test(linkId) ? guestSecretIn(headers, linkId) : null;
  if (secret === null) throw notIn();
  const actor = await currentGuest(ctx, { linkId, secret });
  await noteSeen(ctx, { linkId, userId: actor.userId });
  return actor;
}

async function noteSeen(ctx: AppContext, of: Pick<GuestRow, 'linkId' | 'userId'>): Promise<void> {
  const now = ctx.clock.now();
  const stale = new Date(now.getTime() - SEEN_EVERY_MS);
  await ctx.db
    .update(shareGuests)
    .set({ lastSeenAt: now })
    .where(
      and(
        eq(shareGuests.linkId, of.linkId),
        eq(shareGuests.userId, of.userId),
        lt(shareGuests.lastSeenAt, stale),
      ),
    );
}

function notIn(): AppError {
  return new AppError('unauthenticated', 'This browser has not come in by this link. Open the link first.');
}
