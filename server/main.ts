import { serve } from '@hono/node-server';
import { createApp } from './app.ts';
import { loadConfig } from './config.ts';
import { createContext } from './context.ts';
import { migrateDatabase } from './db/migrate.ts';
import { openLiveFeed } from './events/subscribe.ts';
import { makeServerKeys } from './features/channels/index.ts';

/**
 * The server process. Starts: config → database (migrated) → storage (prepared) → HTTP. On SIGTERM it stops intake, ends
 * open event streams, waits for running requests for at most 3 s, and closes what it opened.
 */
const config = loadConfig();
if (config.database.kind !== 'url')
  throw new Error('server/main.ts needs DATABASE_URL; bin/start gives it one.');
const ctx = await createContext(config, { role: 'server', databaseUrl: config.database.url });
await migrateDatabase(ctx.db);
await ctx.storage.prepare([new URL(config.http.publicUrl).origin]);
await makeServerKeys(ctx);
const feed = await openLiveFeed(ctx.connection.sql, ctx.log);
const app = createApp(ctx, feed);

const server = serve({ fetch: app.fetch, port: config.http.port, hostname: config.http.host }, (info) => {
  ctx.log.info({ address: info.address, port: info.port }, 'listening');
  process.send?.({ type: 'listening', port: info.port });
});
server.on('error', (error: NodeJS.ErrnoException) => {
  ctx.log.fatal({ err: error }, 'cannot listen');
  process.exit(1);
});

let isStopping = false;
async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  const closed = new Promise((resolve) => server.close(resolve));
  await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 3000).unref())]);
  if ('closeAllConnections' in server) server.closeAllConnections();
  await feed[Symbol.asyncDispose]();
  await ctx[Symbol.asyncDispose]();
  process.exit(0);
}
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());
// A supervisor that died must not leave us behind.
process.on('disconnect', () => void stop());
