import { and, eq, sql } from 'drizzle-orm';
import type { ViewerContext } from '#server/context.ts';
import type { Queryable } from '#server/db/connect.ts';
import { AppError } from '#shared/errors.ts';
import { liveParticipants, liveSessions } from './tables.ts';

export type SessionRow = typeof liveSessions.$inferSelect;
export type ParticipantRow = typeof liveParticipants.$inferSelect;

/** The clock of all sessions, in ms since 1970: the database's. Servers may disagree about the time, it is one. */
export const clockMs = sql<number>`extract(epoch from clock_timestamp()) * 1000`.mapWith(Number);

export async function readClock(db: Queryable): Promise<number> {
  const [row] = await db.execute<{ now_ms: string }>(sql`select ${clockMs} as now_ms`);
  return Number(row?.now_ms);
}

/** A page of the actor's own in a session that runs. Throws `not_found`, after the end `gone`. */
export async function findOwnParticipant(
  ctx: ViewerContext,
  id: string,
): Promise<{ participant: ParticipantRow; session: SessionRow; nowMs: number }> {
  const [found] = await ctx.db
    .select({ participant: liveParticipants, session: liveSessions, nowMs: clockMs })
    .from(liveParticipants)
    .innerJoin(liveSessions, eq(liveSessions.id, liveParticipants.sessionId))
    .where(
      and(
        eq(liveParticipants.id, id),
        eq(liveParticipants.userId, ctx.actor.userId),
        eq(liveSessions.workspaceId, ctx.actor.workspaceId),
      ),
    );
  if (!found) throw new AppError('not_found', 'You are not in this session any more. Join it again.');
  if (found.session.endedAt) throw sessionOver();
  const { actor } = ctx;
  if (actor.kind === 'guest' && actor.grant.videoId !== found.session.videoId)
    throw new AppError('not_found', 'This session is about another video.');
  return found;
}

export function sessionOver(): AppError {
  return new AppError('gone', 'This session is over. Start a new one.');
}
