import { and, asc, eq, isNull, lt } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { publish } from '#server/events/publish.ts';
import { tellSession } from '#server/events/sessions.ts';
import { videos } from '#server/features/videos/tables.ts';
import { VideoId } from '#shared/ids.ts';
import { baseSlug } from '#shared/version-slugs.ts';
import type { SessionRow } from './access.ts';
import { liveParticipants, liveSessions } from './tables.ts';

/** Who says nothing for this long is gone: four times “still here” missed. */
export const SILENT_MS = 20_000;

const FORGOTTEN_MS = 24 * 3_600_000;

/** The session, locked: changes of who is there and who leads come one after the other. Null where it is over. */
export async function lockSession(tx: Transaction, sessionId: string): Promise<SessionRow | null> {
  const [session] = await tx.select().from(liveSessions).where(eq(liveSessions.id, sessionId)).for('update');
  return session && !session.endedAt ? session : null;
}

/**
 * Puts a locked session in order: who is silent is out; where the leader is gone, whoever was there longest leads; with
 * nobody left it ends. Answers the session as it is then, null where it has ended.
 */
export async function settleSession(
  ctx: AppContext,
  tx: Transaction,
  session: SessionRow,
): Promise<SessionRow | null> {
  const now = ctx.clock.now();
  const inSession = eq(liveParticipants.sessionId, session.id);
  const silent = await tx
    .delete(liveParticipants)
    .where(and(inSession, lt(liveParticipants.lastSeenAt, new Date(now.getTime() - SILENT_MS))))
    .returning({ id: liveParticipants.id });
  const present = await tx
    .select({ id: liveParticipants.id })
    .from(liveParticipants)
    .where(inSession)
    .orderBy(asc(liveParticipants.joinedAt), asc(liveParticipants.id));
  const [longest] = present;
  if (!longest) {
    await endLocked(ctx, tx, session);
    return null;
  }
  if (present.some(({ id }) => id === session.leaderId)) {
    if (silent.length > 0) await tellSession(tx, { sessionId: session.id, kind: 'changed' });
    return session;
  }
  return setLeader(tx, session, longest.id);
}

export async function setLeader(
  tx: Transaction,
  session: SessionRow,
  leaderId: string,
): Promise<SessionRow | null> {
  const [led] = await tx
    .update(liveSessions)
    .set({ leaderId })
    .where(
      and(
        eq(liveSessions.id, session.id),
        eq(liveSessions.leaderId, session.leaderId),
        isNull(liveSessions.endedAt),
      ),
    )
    .returning();
  if (!led) return null;
  await announce(tx, led);
  return led;
}

export async function endLocked(ctx: AppContext, tx: Transaction, session: SessionRow): Promise<void> {
  await tx.delete(liveParticipants).where(eq(liveParticipants.sessionId, session.id));
  const ended = await tx
    .update(liveSessions)
    .set({ endedAt: ctx.clock.now() })
    .where(and(eq(liveSessions.id, session.id), isNull(liveSessions.endedAt)))
    .returning({ id: liveSessions.id });
  if (ended.length > 0) await announce(tx, session);
}

/** That it began, ended, or is led by somebody else concerns the open pages of the video too; who comes and goes does not. */
export async function announce(tx: Transaction, session: SessionRow): Promise<void> {
  await tellSession(tx, { sessionId: session.id, kind: 'changed' });
  const [video] = await tx.select({ slug: videos.slug }).from(videos).where(eq(videos.id, session.videoId));
  if (!video) return;
  await publish(tx, session.workspaceId, {
    type: 'together.changed',
    videoId: VideoId.parse(session.videoId),
    slug: baseSlug(video.slug),
  });
}

/** Ends what nobody is in any more, also where nobody looks, and forgets what ended a day ago: who was where is no record. */
export async function endSilentSessions(ctx: AppContext): Promise<void> {
  const dayAgo = new Date(ctx.clock.now().getTime() - FORGOTTEN_MS);
  await ctx.db.delete(liveSessions).where(lt(liveSessions.endedAt, dayAgo));
  const running = await ctx.db
    .select({ id: liveSessions.id })
    .from(liveSessions)
    .where(isNull(liveSessions.endedAt));
  for (const { id } of running) {
    await ctx.db.transaction(async (tx) => {
      const session = await lockSession(tx, id);
      if (session) await settleSession(ctx, tx, session);
    });
  }
}
