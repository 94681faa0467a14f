import { Hono } from 'hono';
import type { AppContext } from '#server/context.ts';
import { readTranscriberInfo } from '#server/features/workspaces/index.ts';

/** `GET /healthz`: the process lives. `GET /readyz`: everything that it needs answers; 503 with what is missing. */
export function healthRoutes(ctx: AppContext): Hono {
  const app = new Hono();
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', async (c) => {
    const checks = await Promise.all([
      outcomeOf('database', ctx.connection.sql`select 1`),
      outcomeOf('storage', ctx.storage.check()),
      outcomeOf('queue', ctx.queue.check()),
      outcomeOf('worker', workerIsReady(ctx)),
    ]);
    const isReady = checks.every((check) => check.isOk);
    const transcriber = await readTranscriberInfo(ctx).catch(() => null);
    const body = {
      status: isReady ? 'ready' : 'not_ready',
      transcriber: transcriber ? [transcriber.name, transcriber.hint].filter(Boolean).join('. ') : 'unknown',
      checks: Object.fromEntries(checks.map((check) => [check.name, check.isOk ? 'ok' : check.message])),
    };
    return c.json(body, isReady ? 200 : 503);
  });
  return app;
}

/** A worker says what it found (ffmpeg, transcriber) when it starts; it does not start without ffmpeg. */
async function workerIsReady(ctx: AppContext): Promise<void> {
  if (!(await readTranscriberInfo(ctx)))
    throw new Error('No worker has reported ffmpeg yet; start worker/main.ts.');
}

async function outcomeOf(name: string, check: PromiseLike<unknown>) {
  try {
    await withTimeout(check, 3000);
    return { name, isOk: true as const };
  } catch (error) {
    return { name, isOk: false as const, message: error instanceof Error ? error.message : 'failed' };
  }
}

async function withTimeout<T>(work: PromiseLike<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
