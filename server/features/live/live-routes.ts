import { Hono } from 'hono';
import { streamSSE, type SSEStreamingApi } from 'hono/streaming';
import { viewer, type ApiContext, type ViewerContext } from '#server/context.ts';
import type { PublishedEvent } from '#server/events/publish.ts';
import type { LiveFeed } from '#server/events/subscribe.ts';
import { eventsOfPage, eventsSince } from './catch-up.ts';
import { hearingOf } from './hearing.ts';
import { News } from './news.ts';

const KEEPALIVE_MS = 20_000;
/** A page that reads slower than it is written to is cut off; it reconnects and catches up. */
const MOST_WAITING = 500;

/**
 * `GET /events`: server-sent events of the caller's workspace. Each has an id; a page that reconnects with `Last-Event-ID`
 * gets what it missed; one that is new says how long ago it began to ask (`?age=`, in ms), and gets what has happened since. `event: reset` means: too much was missed (or what a link allows has changed), load everything again.
 * A guest (`?share=<linkId>`) hears of the one video; `event: ended` means that the link has ended, and so does the stream.
 */
export function liveRoutes(feed: LiveFeed, apiContext: (request: Request) => Promise<ApiContext>): Hono {
  const app = new Hono();
  const news = new News();
  app.get('/', async (c) => {
    const ctx = viewer(await apiContext(c.req.raw));
    const lastEventId = Number(c.req.header('last-event-id') ?? c.req.query('lastEventId') ?? Number.NaN);
    const ageMs = Number(c.req.query('age') ?? Number.NaN);
    c.header('x-accel-buffering', 'no');
    return streamSSE(c, (stream) => serve(ctx, { feed, news }, stream, { lastEventId, ageMs }));
  });
  return app;
}

async function serve(
  ctx: ViewerContext,
  { feed, news }: { feed: LiveFeed; news: News },
  stream: SSEStreamingApi,
  { lastEventId, ageMs }: { lastEventId: number; ageMs: number },
): Promise<void> {
  const hearing = hearingOf(ctx);
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
    const { workspaceId } = ctx.actor;
    if (Number.isSafeInteger(lastEventId))
      waiting.unshift(...((await eventsSince(ctx, workspaceId, lastEventId)) ?? ['reset' as const]));
    else if (ageMs >= 0)
      waiting.unshift(...((await eventsOfPage(ctx, workspaceId, ageMs)) ?? ['reset' as const]));
    while (!stream.aborted && waiting.length <= MOST_WAITING) {
      const item = waiting.shift();
      if (item === 'reset') await stream.writeSSE({ event: 'reset', data: '{}' });
      else if (item) {
        const answer = await hearing.of(item);
        if (answer === 'yes')
          await stream.writeSSE({ id: String(item.id), data: JSON.stringify(await news.of(ctx, item)) });
        else if (answer !== 'no') await stream.writeSSE({ event: answer, data: '{}' });
        if (answer === 'ended') return;
      } else if ((await nextOrTimeout((resolve) => (wake = resolve))) === 'timeout' && !stream.aborted) {
        const state = await hearing.now();
        if (state === 'open') await stream.write(': keepalive\n\n');
        else await stream.writeSSE({ event: state, data: '{}' });
        if (state === 'ended') return;
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
