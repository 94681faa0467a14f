import { and, eq, isNull } from 'drizzle-orm';
import type { ViewerContext } from '#server/context.ts';
import { tellSession } from '#server/events/sessions.ts';
import { AppError } from '#shared/errors.ts';
import { ParticipantId } from '#shared/ids.ts';
import type { PlayState } from '#shared/together.ts';
import { findOwnParticipant } from './access.ts';
import { takeToken } from './message-rate.ts';
import { liveSessions } from './tables.ts';

/** A report is at most this old: whoever says otherwise has a wrong clock. */
const MOST_AGE_MS = 2000;

/** Where the leader is. Only the leader's word counts, also where the lead is taken at the same moment. */
export async function reportState(
  ctx: ViewerContext,
  input: { participantId: string; state: PlayState },
): Promise<{ nowMs: number }> {
  const { session, nowMs } = await findOwnParticipant(ctx, input.participantId);
  takeToken(ctx, `report:${input.participantId}`, { perSecond: 15, burst: 40 });
  const atMs = Math.max(nowMs - MOST_AGE_MS, Math.min(nowMs, input.state.atMs));
  const state = { ...input.state, atMs };
  await ctx.db.transaction(async (tx) => {
    const led = await tx
      .update(liveSessions)
      .set({ state })
      .where(
        and(
          eq(liveSessions.id, session.id),
          eq(liveSessions.leaderId, input.participantId),
          isNull(liveSessions.endedAt),
        ),
      )
      .returning({ id: liveSessions.id });
    if (led.length === 0) throw new AppError('conflict', 'Somebody else leads. Take the lead first.');
    await tellSession(tx, {
      sessionId: session.id,
      kind: 'message',
      from: ParticipantId.parse(input.participantId),
      message: { type: 'state', state },
    });
  });
  return { nowMs };
}
