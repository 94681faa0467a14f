import { loadConfig } from '#server/config.ts';
import { createContext } from '#server/context.ts';
import { migrateDatabase } from '#server/db/migrate.ts';
import { runFfmpeg } from './ffmpeg/run-ffmpeg.ts';
import { runWorker } from './run-worker.ts';

/** How long running jobs may go on after SIGTERM before they are given back. */
const GRACE_MS = 500;

/** The worker process: takes jobs until SIGTERM, then ends ffmpeg and gives back what it was at. */
const config = loadConfig();
if (config.database.kind !== 'url')
  throw new Error('worker/main.ts needs DATABASE_URL; bin/start gives it one.');
const ctx = await createContext(config, { role: 'worker', databaseUrl: config.database.url });
await runFfmpeg(['-version'], { cwd: '.', signal: AbortSignal.timeout(10_000), timeoutMs: 10_000 }).catch(
  () => {
    ctx.log.fatal('ffmpeg is missing. Install it: apt-get install -y ffmpeg');
    process.exit(78);
  },
);
await migrateDatabase(ctx.db);
await ctx.storage.prepare([new URL(config.http.publicUrl).origin]);
await runWorker(ctx);
process.send?.({ type: 'ready' });

let isStopping = false;
async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  await ctx.queue.stopWork(GRACE_MS);
  await ctx[Symbol.asyncDispose]();
  process.exit(0);
}
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());
// A supervisor that died must not leave us behind.
process.on('disconnect', () => void stop());
