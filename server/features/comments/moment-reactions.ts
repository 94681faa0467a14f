import { randomUUID } from 'node:crypto';
import { and, asc, count, eq } from 'drizzle-orm';
import type { ViewerContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { publish } from '#server/events/publish.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { findViewableVideo, type VideoRow } from '#server/features/videos/index.ts';
import type { MomentReaction, ReactionEmoji } from '#shared/comments.ts';
import { AppError } from '#shared/errors.ts';
import { DONE, VideoId, type Done } from '#shared/ids.ts';
import { baseSlug } from '#shared/version-slugs.ts';
import { momentReactions as reactions } from './tables.ts';

/** Of one person on one video. */
const MOST_REACTIONS = 200;

/** Reactions to the moments of a video, in order of time. */
export async function listReactions(ctx: ViewerContext, input: { slug: string }): Promise<MomentReaction[]> {
  const video = await findViewableVideo(ctx, { slug: input.slug });
  const rows = await ctx.db
    .select({ reaction: reactions, user: users })
    .from(reactions)
    .innerJoin(users, eq(users.id, reactions.userId))
    .where(eq(reactions.videoId, video.id))
    .orderBy(asc(reactions.atMs), asc(reactions.createdAt));
  return rows.map(({ reaction: { id, emoji, atMs, userId }, user }) => ({
    id,
    emoji,
    atMs,
    person: personOf(user),
    isMine: userId === ctx.actor.userId,
  }));
}

export async function addReaction(
  ctx: ViewerContext,
  input: { slug: string; id?: string | undefined; emoji: ReactionEmoji; atMs: number },
): Promise<Done> {
  const video = await findViewableVideo(ctx, { slug: input.slug });
  if (video.durationMs !== null && video.status === 'ready' && input.atMs > video.durationMs)
    throw new AppError(
      'invalid_input',
      `atMs: ${input.atMs} is past the end of the video (${video.durationMs} ms).`,
    );
  await ctx.db.transaction(async (tx) => {
    const mine = and(eq(reactions.videoId, video.id), eq(reactions.userId, ctx.actor.userId));
    const [given] = await tx.select({ n: count() }).from(reactions).where(mine);
    if ((given?.n ?? 0) >= MOST_REACTIONS)
      throw new AppError('conflict', `These are ${MOST_REACTIONS} reactions already. Take some back first.`);
    const added = await tx
      .insert(reactions)
      .values({
        id: input.id ?? randomUUID(),
        videoId: video.id,
        userId: ctx.actor.userId,
        emoji: input.emoji,
        atMs: input.atMs,
        createdAt: ctx.clock.now(),
      })
      .onConflictDoNothing()
      .returning();
    if (added.length > 0) await publishReaction(tx, video);
  });
  return DONE;
}

/** Takes back a reaction of one’s own; others’ don’t exist here. */
export async function removeReaction(ctx: ViewerContext, input: { id: string }): Promise<Done> {
  await ctx.db.transaction(async (tx) => {
    const [removed] = await tx
      .delete(reactions)
      .where(and(eq(reactions.id, input.id), eq(reactions.userId, ctx.actor.userId)))
      .returning();
    if (!removed) throw new AppError('not_found', 'This reaction is gone already, or it is not yours.');
    await publishReaction(tx, await findViewableVideo(ctx, { id: removed.videoId }, { db: tx }));
  });
  return DONE;
}

async function publishReaction(tx: Transaction, video: VideoRow): Promise<void> {
  await publish(tx, video.workspaceId, {
    type: 'reaction.changed',
    videoId: VideoId.parse(video.id),
    slug: baseSlug(video.slug),
  });
}
