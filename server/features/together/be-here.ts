import { and, eq, ne } from 'drizzle-orm';
import type { ViewerContext } from '#server/context.ts';
import { tellSession } from '#server/events/sessions.ts';
import { findViewableVideo } from '#server/features/videos/index.ts';
import { findOwnParticipant, sessionOver } from './access.ts';
import { takeToken } from './message-rate.ts';
import { lockSession, settleSession } from './settle-session.ts';
import { liveParticipants } from './tables.ts';

/** Says that a page is still there, and puts the session in order: others may have gone without a word. */
export async function beHere(
  ctx: ViewerContext,
  input: { participantId: string; isFollowing: boolean },
): Promise<{ nowMs: number }> {
  const { session, nowMs } = await findOwnParticipant(ctx, input.participantId);
  takeToken(ctx, `here:${input.participantId}`, { perSecond: 4, burst: 20 });
  // Who may not see the video any more falls silent.
  await findViewableVideo(ctx, { id: session.videoId });
  await ctx.db.transaction(async (tx) => {
    const locked = await lockSession(tx, session.id);
    if (!locked) throw sessionOver();
    const mine = eq(liveParticipants.id, input.participantId);
    await tx.update(liveParticipants).set({ lastSeenAt: ctx.clock.now() }).where(mine);
    const turned = await tx
      .update(liveParticipants)
      .set({ isFollowing: input.isFollowing })
      .where(and(mine, ne(liveParticipants.isFollowing, input.isFollowing)))
      .returning({ id: liveParticipants.id });
    if (turned.length > 0) await tellSession(tx, { sessionId: session.id, kind: 'changed' });
    await settleSession(ctx, tx, locked);
  });
  return { nowMs };
}
