import { Hono } from 'hono';
import { streamSSE, type SSEStreamingApi } from 'hono/streaming';
import * as z from 'zod';
import { viewer, type ApiContext, type ViewerContext } from '#server/context.ts';
import type { SessionNotice } from '#server/events/sessions.ts';
import type { LiveFeed } from '#server/events/subscribe.ts';
import { AppError } from '#shared/errors.ts';
import { findOwnParticipant, type ParticipantRow } from './access.ts';
import { readSession } from './present.ts';

/** A page answers each ping with “still here”: timers of a hidden tab are slowed down, what it hears is not. */
const PING_MS = 5000;
/** Lasers of a page that reads slower than it is written to are dropped; one that is further behind is cut off. */
const MOST_LASERS_WAITING = 40;
const MOST_WAITING = 300;

/**
 * `GET /events/together?participant=`: what is said in a session, to one of its pages. `session`: who is there and who leads,
 * first of all and after each change; `message`: of others; `gone`: join again; `ended`: the session is over.
 */
export function togetherRoutes(feed: LiveFeed, apiContext: (request: Request) => Promise<ApiContext>): Hono {
  const app = new Hono();
  app.get('/', async (c) => {
    const ctx = viewer(await apiContext(c.req.raw));
    const id = z.uuid().safeParse(c.req.query('participant'));
    if (!id.success) throw new AppError('invalid_input', 'participant: must be the id that joining gave.');
    const { participant } = await findOwnParticipant(ctx, id.data);
    c.header('x-accel-buffering', 'no');
    return streamSSE(c, (stream) => serve(ctx, feed, stream, participant));
  });
  return app;
}

async function serve(
  ctx: ViewerContext,
  feed: LiveFeed,
  stream: SSEStreamingApi,
  { id, sessionId }: ParticipantRow,
): Promise<void> {
  const waiting: SessionNotice[] = [{ sessionId, kind: 'changed' }];
  let wake: () => void = () => undefined;
  const push = (notice: SessionNotice) => {
    if (notice.kind === 'message' && notice.from === id) return;
    const isBehind = waiting.length >= MOST_LASERS_WAITING;
    if (isBehind && notice.kind === 'message' && notice.message.type === 'laser') return;
    waiting.push(notice);
    wake();
  };
  const unsubscribe = feed.subscribeToSession(sessionId, push);
  const unsubscribeReconnect = feed.onReconnect(() => push({ sessionId, kind: 'changed' }));
  const stop = () => {
    unsubscribe();
    unsubscribeReconnect();
    wake();
  };
  stream.onAbort(stop);
  let pingAt = Date.now() + PING_MS;
  try {
    await stream.write('retry: 1000\n\n');
    while (!stream.aborted && waiting.length <= MOST_WAITING) {
      const notice = waiting.shift();
      if (Date.now() >= pingAt) {
        pingAt = Date.now() + PING_MS;
        await stream.writeSSE({ event: 'ping', data: '{}' });
      }
      if (notice?.kind === 'message') {
        const { from, message } = notice;
        await stream.writeSSE({ event: 'message', data: JSON.stringify({ from, message }) });
      } else if (notice) {
        // Several changes at once are one to whoever looks after the last of them.
        if (waiting.some(({ kind }) => kind === 'changed')) continue;
        const session = await readSession(ctx.db, sessionId);
        const isIn = session?.participants.some((participant) => participant.id === id);
        const event = session === null ? 'ended' : isIn ? 'session' : 'gone';
        await stream.writeSSE({ event, data: JSON.stringify(session) });
        if (event !== 'session') return;
      } else {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, Math.max(0, pingAt - Date.now()));
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    }
  } finally {
    stop();
  }
}
