import type { ViewerContext } from '#server/context.ts';
import { AppError } from '#shared/errors.ts';
import type { LiveSession } from '#shared/together.ts';
import { findOwnParticipant, sessionOver } from './access.ts';
import { takeToken } from './message-rate.ts';
import { readSession } from './present.ts';
import { lockSession, setLeader } from './settle-session.ts';

/** Anybody in a session may take the lead from whom they saw leading; of two at once the second gets `conflict`. */
export async function takeLead(
  ctx: ViewerContext,
  input: { participantId: string; from: string },
): Promise<LiveSession> {
  const { session } = await findOwnParticipant(ctx, input.participantId);
  takeToken(ctx, `lead:${input.participantId}`, { perSecond: 0.5, burst: 6 });
  return ctx.db.transaction(async (tx) => {
    const locked = await lockSession(tx, session.id);
    if (!locked) throw sessionOver();
    if (locked.leaderId !== input.participantId) {
      if (locked.leaderId !== input.from)
        throw new AppError('conflict', 'Somebody else has just taken the lead.');
      await setLeader(tx, locked, input.participantId);
    }
    const read = await readSession(tx, session.id);
    if (!read) throw sessionOver();
    return read;
  });
}
