import { and, eq } from 'drizzle-orm';
import type { VerbContext, ViewerContext } from '#server/context.ts';
import { tellSession } from '#server/events/sessions.ts';
import { AppError } from '#shared/errors.ts';
import { DONE, type Done } from '#shared/ids.ts';
import { findOwnParticipant, sessionOver } from './access.ts';
import { endLocked, lockSession, settleSession } from './settle-session.ts';
import { liveParticipants, liveSessions } from './tables.ts';

/** Leaves at once, without the seconds of grace that silence has. */
export async function leaveSession(ctx: ViewerContext, input: { participantId: string }): Promise<Done> {
  const { session } = await findOwnParticipant(ctx, input.participantId);
  await ctx.db.transaction(async (tx) => {
    const locked = await lockSession(tx, session.id);
    if (!locked) return;
    await tx.delete(liveParticipants).where(eq(liveParticipants.id, input.participantId));
    await tellSession(tx, { sessionId: session.id, kind: 'changed' });
    await settleSession(ctx, tx, locked);
  });
  return DONE;
}

/** Ends a session for everybody. It is its starter's: for others it does not exist, so that they leave instead. */
export async function endSession(ctx: VerbContext, input: { sessionId: string }): Promise<Done> {
  await ctx.db.transaction(async (tx) => {
    const [mine] = await tx
      .select({ id: liveSessions.id })
      .from(liveSessions)
      .where(
        and(
          eq(liveSessions.id, input.sessionId),
          eq(liveSessions.workspaceId, ctx.actor.workspaceId),
          eq(liveSessions.startedBy, ctx.actor.userId),
        ),
      );
    if (!mine) throw new AppError('not_found', 'You have started no such session. Leave it instead.');
    const locked = await lockSession(tx, mine.id);
    if (!locked) throw sessionOver();
    await endLocked(ctx, tx, locked);
  });
  return DONE;
}
