import { and, eq, sql } from 'drizzle-orm';
import type { ApiContext, VerbContext } from '#server/context.ts';
import { consumeRateLimit } from '#server/features/accounts/index.ts';
import { assertCanEdit, findViewableVideo, type VideoRow } from '#server/features/videos/index.ts';
import { videos } from '#server/features/videos/tables.ts';
import { workspaces } from '#server/features/workspaces/tables.ts';
import { AppError } from '#shared/errors.ts';
import { assertOpen, type LinkRow } from './requirements.ts';
import { hashOf } from './secrets.ts';
import { shareLinks } from './tables.ts';

/** A link and its video, where the actor may edit the video; `not_found` where they can't see it. */
export async function findEditableLink(
  ctx: VerbContext,
  id: string,
): Promise<{ link: LinkRow; video: VideoRow }> {
  const [link] = await ctx.db
    .select()
    .from(shareLinks)
    .where(and(eq(shareLinks.id, id), eq(shareLinks.workspaceId, ctx.actor.workspaceId)));
  if (!link) throw new AppError('not_found', 'This share link does not exist.');
  // A link of a deleted video can still be looked at and revoked: the video may be restored.
  const video = await findViewableVideo(ctx, { id: link.videoId }, { includeDeleted: true });
  assertCanEdit(ctx, video);
  return { link, video };
}

export interface OpenLink {
  link: LinkRow;
  video: VideoRow;
  workspaceName: string;
}

/** Tokens of whatever kind are guessed out of one purse. Throws `rate_limited`. */
export function countTokenTry(ctx: ApiContext): Promise<void> {
  return consumeRateLimit(ctx, {
    key: `share:address:${ctx.clientAddress}`,
    limit: 300,
    windowSeconds: 300,
  });
}

/** The link behind a visitor's token. Counts the try; throws `not_found`, and `gone` where the link has ended. */
export async function findLinkByToken(ctx: ApiContext, token: string): Promise<OpenLink> {
  await countTokenTry(ctx);
  const [found] = await ctx.db
    .select({ link: shareLinks, video: videos, workspaceName: workspaces.name })
    .from(shareLinks)
    // A link is to a video in all its versions; what it opens is the current one.
    .innerJoin(
      videos,
      and(
        sql`coalesce(${videos.versionOf}, ${videos.id}) = ${shareLinks.videoId}`,
        eq(videos.isCurrent, true),
      ),
    )
    .innerJoin(workspaces, eq(workspaces.id, shareLinks.workspaceId))
    .where(eq(shareLinks.tokenHash, hashOf(token)));
  if (!found) throw new AppError('not_found', 'This link does not exist. Check that you have all of it.');
  assertOpen(found.link, found.video, ctx.clock.now());
  return found;
}
