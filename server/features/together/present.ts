import { asc, eq } from 'drizzle-orm';
import type { Queryable } from '#server/db/connect.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { LiveSessionId, ParticipantId, UserId } from '#shared/ids.ts';
import type { LiveSession } from '#shared/together.ts';
import { liveParticipants, liveSessions } from './tables.ts';

/** A session that runs, with who is there; null once it is over. */
export async function readSession(db: Queryable, sessionId: string): Promise<LiveSession | null> {
  const [session] = await db.select().from(liveSessions).where(eq(liveSessions.id, sessionId));
  if (!session || session.endedAt) return null;
  const rows = await db
    .select({ participant: liveParticipants, user: users })
    .from(liveParticipants)
    .innerJoin(users, eq(users.id, liveParticipants.userId))
    .where(eq(liveParticipants.sessionId, sessionId))
    .orderBy(asc(liveParticipants.joinedAt), asc(liveParticipants.id));
  return {
    id: LiveSessionId.parse(session.id),
    startedBy: UserId.parse(session.startedBy),
    leaderId: ParticipantId.parse(session.leaderId),
    state: session.state,
    participants: rows.map(({ participant: { id, colour, isFollowing, joinedAt }, user }) => ({
      id: ParticipantId.parse(id),
      person: personOf(user),
      colour,
      isFollowing,
      joinedAt: joinedAt.toISOString(),
    })),
  };
}
