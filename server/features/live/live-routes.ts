import { Hono } from 'hono';
import { streamSSE, type SSEStreamingApi } from 'hono/streaming';
import { signedIn, type ApiContext, type VerbContext } from '#server/context.ts';
import type { PublishedEvent } from '#server/events/publish.ts';
import type { LiveFeed } from '#server/events/subscribe.ts';
import { findViewableVideo } from '#server/features/videos/index.ts';
import { eventsSince } from './catch-up.ts';

const KEEPALIVE_MS = 20_000;
/** Who may view a video is asked once in this time for an open page, not for each event. */
const ACCESS_CACHE_MS = 15_000;
/** A page that reads slower than it is written to is cut off; it reconnects and catches up. */
const MOST_WAITING = 500;

/**
 * `GET /events`: server-sent events of the caller's workspace. Each has an id; a page that reconnects with `Last-Event-ID`
 * gets what it missed. `event: reset` means: too much was missed, load everything again.
 */
export function liveRoutes(feed: LiveFeed, apiContext: (request: Request) => Promise<ApiContext>): Hono {
  const app = new Hono();
  app.get('/', async (c) => {
    const ctx = signedIn(await apiContext(c.req.raw));
    const lastEventId = Number(c.req.header('last-event-id') ?? c.req.query('lastEventId') ?? Number.NaN);
    c.header('x-accel-buffering', 'no');
    return streamSSE(c, (stream) => serve(ctx, feed, stream, lastEventId));
  });
  return app;
}

async function serve(
  ctx: VerbContext,
  feed: LiveFeed,
  stream: SSEStreamingApi,
  lastEventId: number,
): Promise<void> {
  const mayHear = accessCheck(ctx);
  const waiting: (PublishedEvent | 'reset')[] = [];
  let wake: () => void = () => undefined;
  const push = (item: PublishedEvent | 'reset') => {
    waiting.push(item);
    wake();
  };
  const unsubscribe = feed.subscribe(ctx.actor.workspaceId, push);
  const unsubscribeReconnect = feed.onReconnect(() => push('reset'));
  const stop = () => {
    unsubscribe();
    unsubscribeReconnect();
    wake();
  };
  stream.onAbort(stop);
  try {
    await stream.writeSSE({ event: 'hello', data: '{}', retry: 2000 });
    if (Number.isSafeInteger(lastEventId)) {
      const missed = await eventsSince(ctx, ctx.actor.workspaceId, lastEventId);
      waiting.unshift(...(missed ?? (['reset'] as const)));
    }
    while (!stream.aborted && waiting.length <= MOST_WAITING) {
      const item = waiting.shift();
      if (item === 'reset') await stream.writeSSE({ event: 'reset', data: '{}' });
      else if (item) {
        if (await mayHear(item))
          await stream.writeSSE({ id: String(item.id), data: JSON.stringify(item.event) });
      } else if ((await nextOrTimeout((resolve) => (wake = resolve))) === 'timeout' && !stream.aborted) {
        await stream.write(': keepalive\n\n');
      }
    }
  } finally {
    stop();
  }
}

function nextOrTimeout(onWake: (resolve: () => void) => void): Promise<'woken' | 'timeout'> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve('timeout'), KEEPALIVE_MS);
    onWake(() => {
      clearTimeout(timer);
      resolve('woken');
    });
  });
}

/** An event about a video is heard by those who may view it, deleted or not (its deletion is an event too). */
function accessCheck(ctx: VerbContext): (event: PublishedEvent) => Promise<boolean> {
  const known = new Map<string, { at: number; isAllowed: boolean }>();
  return async ({ videoId }) => {
    if (videoId === null) return true;
    const now = Date.now();
    const cached = known.get(videoId);
    if (cached && now - cached.at < ACCESS_CACHE_MS) return cached.isAllowed;
    const isAllowed = await findViewableVideo(ctx, { id: videoId }, { includeDeleted: true }).then(
      () => true,
      () => false,
    );
    if (known.size > 500) known.clear();
    known.set(videoId, { at: now, isAllowed });
    return isAllowed;
  };
}
