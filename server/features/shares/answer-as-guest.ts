import type { GuestContext } from '#server/context.ts';
import { consumeRateLimit } from '#server/features/accounts/index.ts';
import { findViewableVideo } from '#server/features/videos/index.ts';
import type { GuestAnswer, GuestAnswerKind } from '#shared/share-links.ts';
import { presentAnswer } from './list-guests.ts';
import { publishShare } from './publish-share.ts';
import { guestAnswers } from './tables.ts';

/** Puts a guest's answer on record, beside those before; whether their address was confirmed is part of it. */
export async function answerAsGuest(
  ctx: GuestContext,
  input: { answer: GuestAnswerKind; note: string | null },
): Promise<GuestAnswer> {
  const { userId, grant, isVerified } = ctx.actor;
  await consumeRateLimit(ctx, { key: `guest-answer:${userId}`, limit: 30, windowSeconds: 3600 });
  const video = await findViewableVideo(ctx, { id: grant.videoId });
  return ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .insert(guestAnswers)
      .values({
        workspaceId: video.workspaceId,
        videoId: video.id,
        linkId: grant.linkId,
        userId,
        answer: input.answer,
        note: input.note === '' ? null : input.note,
        isVerified,
        answeredAt: ctx.clock.now(),
      })
      .returning();
    if (!row) throw new Error('insert into guest_answers returned no row');
    await publishShare(tx, video, grant.linkId);
    return presentAnswer(row);
  });
}
