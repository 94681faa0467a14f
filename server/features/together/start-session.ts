import { randomUUID } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import type { AppContext, VerbContext, ViewerContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { tellSession } from '#server/events/sessions.ts';
import { consumeRateLimit } from '#server/features/accounts/index.ts';
import { findViewableVideo, type VideoRow } from '#server/features/videos/index.ts';
import { AppError } from '#shared/errors.ts';
import { ParticipantId } from '#shared/ids.ts';
import type { InkColour } from '#shared/ink.ts';
import type { LiveSession } from '#shared/together.ts';
import { MOST_PARTICIPANTS } from '#shared/together-limits.ts';
import { readClock, sessionOver, type SessionRow } from './access.ts';
import { readSession } from './present.ts';
import { announce, lockSession, settleSession } from './settle-session.ts';
import { liveParticipants, liveSessions } from './tables.ts';

/** Black is for drawing on paper, not for a pointer on a picture. */
const COLOURS: InkColour[] = ['red', 'blue', 'green', 'yellow', 'white'];

export interface Joined {
  session: LiveSession;
  participantId: ParticipantId;
}

/** The session that runs on a video, put in order first; null where there is none. */
export async function getSession(ctx: ViewerContext, input: { slug: string }): Promise<LiveSession | null> {
  const video = await findViewableVideo(ctx, { slug: input.slug });
  return ctx.db.transaction(async (tx) => {
    const session = await findRunning(ctx, tx, video);
    return session && readSession(tx, session.id);
  });
}

/** Starts a session on a video; where one runs, or has just been started by somebody else, joins that. */
export async function startSession(
  ctx: VerbContext,
  input: { slug: string; positionMs: number },
): Promise<Joined> {
  const video = await findViewableVideo(ctx, { slug: input.slug });
  await limitJoining(ctx);
  return ctx.db.transaction(async (tx) => {
    const running = await findRunning(ctx, tx, video);
    if (running) return enter(ctx, tx, running, randomUUID());
    const leaderId = randomUUID();
    const atMs = await readClock(tx);
    const [started] = await tx
      .insert(liveSessions)
      .values({
        workspaceId: video.workspaceId,
        videoId: video.id,
        startedBy: ctx.actor.userId,
        leaderId,
        state: { isPlaying: false, positionMs: input.positionMs, rate: 1, atMs },
        startedAt: ctx.clock.now(),
      })
      .onConflictDoNothing()
      .returning();
    if (started) {
      await announce(tx, started);
      return enter(ctx, tx, started, leaderId);
    }
    const other = await findRunning(ctx, tx, video);
    if (!other) throw sessionOver();
    return enter(ctx, tx, other, randomUUID());
  });
}

export async function joinSession(ctx: ViewerContext, input: { sessionId: string }): Promise<Joined> {
  const [session] = await ctx.db
    .select({ videoId: liveSessions.videoId })
    .from(liveSessions)
    .where(and(eq(liveSessions.id, input.sessionId), eq(liveSessions.workspaceId, ctx.actor.workspaceId)));
  if (!session) throw new AppError('not_found', 'There is no such session.');
  await findViewableVideo(ctx, { id: session.videoId });
  await limitJoining(ctx);
  return ctx.db.transaction(async (tx) => {
    const locked = await lockSession(tx, input.sessionId);
    const settled = locked && (await settleSession(ctx, tx, locked));
    if (!settled) throw sessionOver();
    return enter(ctx, tx, settled, randomUUID());
  });
}

async function findRunning(ctx: AppContext, tx: Transaction, video: VideoRow): Promise<SessionRow | null> {
  const [running] = await tx
    .select({ id: liveSessions.id })
    .from(liveSessions)
    .where(and(eq(liveSessions.videoId, video.id), isNull(liveSessions.endedAt)));
  const locked = running ? await lockSession(tx, running.id) : null;
  return locked && settleSession(ctx, tx, locked);
}

/** Into a locked session. */
async function enter(
  ctx: ViewerContext,
  tx: Transaction,
  session: SessionRow,
  participantId: string,
): Promise<Joined> {
  const present = await tx
    .select({ colour: liveParticipants.colour })
    .from(liveParticipants)
    .where(eq(liveParticipants.sessionId, session.id));
  if (present.length >= MOST_PARTICIPANTS)
    throw new AppError('conflict', `This session is full: ${MOST_PARTICIPANTS} people are in it.`);
  const uses = (colour: InkColour) => present.filter((other) => other.colour === colour).length;
  const colour = COLOURS.reduce((best, next) => (uses(next) < uses(best) ? next : best));
  const now = ctx.clock.now();
  await tx.insert(liveParticipants).values({
    id: participantId,
    sessionId: session.id,
    userId: ctx.actor.userId,
    colour,
    joinedAt: now,
    lastSeenAt: now,
  });
  await tellSession(tx, { sessionId: session.id, kind: 'changed' });
  const joined = await readSession(tx, session.id);
  if (!joined) throw sessionOver();
  return { session: joined, participantId: ParticipantId.parse(participantId) };
}

function limitJoining(ctx: ViewerContext): Promise<void> {
  return consumeRateLimit(ctx, { key: `together:${ctx.actor.userId}`, limit: 30, windowSeconds: 60 });
}
