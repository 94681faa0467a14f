import { and, eq, isNull, ne, or } from 'drizzle-orm';
import type { RespondentContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { playbackOfTake } from '#server/features/playback/index.ts';
import { publishVideo, type VideoRow } from '#server/features/videos/index.ts';
import { videos } from '#server/features/videos/tables.ts';
import { AppError } from '#shared/errors.ts';
import { DONE, type Done } from '#shared/ids.ts';
import type { Playback } from '#shared/playback.ts';
import type { AskedGuest } from '#shared/video-requests.ts';
import { holdOpen, type RequestRow } from './access.ts';
import { assertWhole, setAnswer, type Answer } from './answer-request.ts';
import { askedOf, isOwnRecording, isOwnTake } from './asked-guest.ts';
import { videoRequestLines as lines } from './tables.ts';

export async function playTake(ctx: RespondentContext, input: { slug: string }): Promise<Playback> {
  const [video] = await ctx.db
    .select()
    .from(videos)
    .where(and(eq(videos.slug, input.slug), isOwnRecording(ctx)));
  if (!video) throw notYours();
  return playbackOfTake(ctx, video);
}

/**
 * A guest's answer: what they have recorded becomes a video of who asked, in place of what they sent before. The first who answers
 * by a link is its guest; `conflict` for all others, and for the later of two answers.
 */
export async function sendAnswer(ctx: RespondentContext, input: Answer): Promise<AskedGuest> {
  return ctx.db.transaction(async (tx) => {
    const request = await holdOpen(tx, ctx.actor.requestId);
    const video = input.video === null ? null : await handOver(tx, ctx, request, input.video);
    const isGuests = and(eq(lines.requestId, request.id), isNull(lines.userId));
    const mayAnswer = and(isGuests, or(isNull(lines.guestId), eq(lines.guestId, ctx.actor.userId)));
    const answer = { ...input, videoId: video?.id ?? null, guestId: ctx.actor.userId };
    await setAnswer(tx, ctx, request, mayAnswer, answer);
    await forgetOthers(tx, ctx, video);
    return askedOf(ctx, tx);
  });
}

/** Thrown away before it was sent; what was sent is replaced, not deleted, by a guest. */
export async function discardTake(ctx: RespondentContext, input: { slug: string }): Promise<Done> {
  const [gone] = await ctx.db
    .update(videos)
    .set({ deletedAt: ctx.clock.now() })
    .where(and(eq(videos.slug, input.slug), isOwnTake(ctx)))
    .returning({ id: videos.id });
  if (!gone) throw notYours();
  return DONE;
}

async function handOver(
  tx: Transaction,
  ctx: RespondentContext,
  request: RequestRow,
  slug: string,
): Promise<VideoRow> {
  const [take] = await tx
    .select()
    .from(videos)
    .where(and(eq(videos.slug, slug), isOwnRecording(ctx)))
    .for('update');
  if (!take) throw notYours();
  assertWhole(take);
  const [video] = await tx
    .update(videos)
    .set({ kind: 'video', title: `${ctx.actor.name}: ${request.title}`.slice(0, 200) })
    .where(eq(videos.id, take.id))
    .returning();
  if (!video) throw new Error('a locked take vanished');
  await publishVideo(tx, video);
  return video;
}

/** One answer of a guest is kept; what it replaces can be restored by who asked, as any deleted video. */
async function forgetOthers(tx: Transaction, ctx: RespondentContext, sent: VideoRow | null): Promise<void> {
  const others = await tx
    .update(videos)
    .set({ deletedAt: ctx.clock.now() })
    .where(and(isOwnRecording(ctx), sent ? ne(videos.id, sent.id) : undefined))
    .returning();
  for (const video of others) await publishVideo(tx, video);
}

function notYours(): AppError {
  return new AppError('not_found', 'This recording does not exist, or it is not yours.');
}
