import { and, count, desc, eq, gt, inArray, max, sum } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { assertCanEdit, findViewableVideo, rootOf } from '#server/features/videos/index.ts';
import { ShareLinkId } from '#shared/ids.ts';
import type { ShareLink } from '#shared/share-links.ts';
import { allowsOf } from './current-guest.ts';
import { stateOf, type LinkRow } from './requirements.ts';
import { shareGuests, shareLinks } from './tables.ts';

/** The links of a video that the actor may edit, newest first; they are to all its versions. */
export async function listLinks(ctx: VerbContext, input: { slug: string }): Promise<ShareLink[]> {
  const video = await findViewableVideo(ctx, input);
  assertCanEdit(ctx, video);
  const rows = await ctx.db
    .select()
    .from(shareLinks)
    .where(eq(shareLinks.videoId, rootOf(video)))
    .orderBy(desc(shareLinks.createdAt), desc(shareLinks.id));
  return presentLinks(ctx, rows);
}

export async function presentLink(ctx: VerbContext, row: LinkRow): Promise<ShareLink> {
  const [link] = await presentLinks(ctx, [row]);
  if (!link) throw new Error('presentLinks lost a row');
  return link;
}

/** Maps rows to what those who share see, with two queries for any number of links. */
async function presentLinks(ctx: VerbContext, rows: LinkRow[]): Promise<ShareLink[]> {
  if (rows.length === 0) return [];
  const [uses, makers] = await Promise.all([
    ctx.db
      .select({
        linkId: shareGuests.linkId,
        guestCount: count(),
        openCount: sum(shareGuests.openings).mapWith(Number),
        lastUsedAt: max(shareGuests.lastSeenAt),
      })
      .from(shareGuests)
      .where(
        and(
          gt(shareGuests.openings, 0),
          inArray(
            shareGuests.linkId,
            rows.map((row) => row.id),
          ),
        ),
      )
      .groupBy(shareGuests.linkId),
    ctx.db
      .select()
      .from(users)
      .where(inArray(users.id, [...new Set(rows.map((row) => row.createdBy))])),
  ]);
  const useById = new Map(uses.map((use) => [use.linkId, use]));
  const makerById = new Map(makers.map((user) => [user.id, personOf(user)]));
  return rows.map((row) => {
    const use = useById.get(row.id);
    const createdBy = makerById.get(row.createdBy);
    if (!createdBy) throw new Error(`share link ${row.id} has no maker`);
    return {
      id: ShareLinkId.parse(row.id),
      label: row.label,
      allows: allowsOf(row),
      hasPassword: row.passwordHash !== null,
      allowedDomains: row.allowedDomains,
      requiresEmailCode: row.requiresEmailCode,
      expiresAt: row.expiresAt?.toISOString() ?? null,
      state: stateOf(row, ctx.clock.now()),
      createdBy,
      createdAt: row.createdAt.toISOString(),
      revokedAt: row.revokedAt?.toISOString() ?? null,
      guestCount: use?.guestCount ?? 0,
      openCount: use?.openCount ?? 0,
      lastUsedAt: use?.lastUsedAt?.toISOString() ?? null,
    };
  });
}
