import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError, environment, loadConfig, type Config } from '../config.ts';
import { ensureSecret, lockDataFolder, openDataFolder } from './data-folder.ts';
import { prepareDemo } from './demo.ts';
import { startPostgres } from './start-postgres.ts';
import { superviseChild } from './supervise.ts';

/**
 * `bin/start`: one supervised tree of PostgreSQL, the server and a worker, each a process of its own. Starts in that
 * order; on Ctrl-C or SIGTERM stops in the opposite one within 5 s. External PostgreSQL and S3 are used where set.
 */
const entry = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
/** Small young generations keep an idle process small; the old one is bounded so that a leak ends here, not in swap. */
const NODE_ARGS = [
  '--max-semi-space-size=2',
  // What an upload leaves behind is collected while it is young: 30 MB of it would call for a collection of everything.
  '--scavenger-max-new-space-capacity-mb=1',
  '--disable-warning=ExperimentalWarning',
];

async function assertPortFree(config: Config): Promise<void> {
  const { host, port } = config.http;
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EADDRINUSE' ? 'is taken by another program' : `can’t be used (${error.code})`;
      reject(
        new ConfigError(`Port ${port} on ${host} ${why}. Choose another one: PORT=${port + 1} bin/start`),
      );
    });
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

async function main(): Promise<void> {
  const demo = process.argv.includes('--demo') ? prepareDemo(environment) : null;
  const config = loadConfig(demo?.env ?? environment);
  await assertPortFree(config);
  const dataDir = openDataFolder(config.dataDir);
  const unlock = lockDataFolder(dataDir);
  const stops: (() => Promise<void>)[] = [async () => demo?.remove(), async () => unlock()];

  let stopping: Promise<void> | undefined;
  const stopAll = (): Promise<void> =>
    (stopping ??= (async () => {
      for (const stop of stops.toReversed()) await stop().catch((error: unknown) => console.error(error));
    })());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void stopAll().then(() => process.exit(0)));
  }

  try {
    const secret = config.secret ?? ensureSecret(dataDir);
    let databaseUrl: string;
    if (config.database.kind === 'url') databaseUrl = config.database.url;
    else {
      const postgres = await startPostgres({ dir: join(dataDir, 'postgres') });
      databaseUrl = postgres.url;
      stops.push(async () => postgres[Symbol.asyncDispose]());
      void postgres.exited.then(async () => {
        if (stopping) return;
        console.error('PostgreSQL has ended unexpectedly. Start Playhead again; it recovers by itself.');
        await stopAll();
        process.exit(1);
      });
    }
    const env = {
      ...(demo?.env ?? environment),
      DATABASE_URL: databaseUrl,
      SECRET: secret,
      DATA_DIR: dataDir,
      PUBLIC_URL: config.http.publicUrl,
      LOG_LEVEL: environment['LOG_LEVEL'] ?? 'warn',
    };
    const say = (why: string) => console.error(why);
    const child = (name: string, script: string, nodeArgs: string[]) => {
      const supervised = superviseChild(
        { name, script: entry(script), nodeArgs: [...NODE_ARGS, ...nodeArgs], env },
        say,
      );
      return supervised;
    };
    const server = child('server', 'server/main.ts', ['--max-old-space-size=192']);
    const worker = child('worker', 'worker/main.ts', ['--max-old-space-size=192']);
    stops.push(() => Promise.all([server.stop(3500), worker.stop(3500)]).then(() => undefined));
    await Promise.all([server.started, worker.started]);
    const url = config.http.publicUrl;
    const info = await readiness(config);
    console.log(`\nPlayhead is ready: ${url}\n`);
    console.log(`Transcripts: ${info}`);
    await demo?.seed(url);
  } catch (error) {
    if (stopping) return;
    console.error(error instanceof ConfigError ? error.message : error);
    await stopAll();
    process.exit(1);
  }
}

/** Waits for `/readyz`, and says which transcriber the worker found. */
async function readiness(config: Config): Promise<string> {
  const host = config.http.host === '0.0.0.0' || config.http.host === '::' ? '127.0.0.1' : config.http.host;
  const base = `http://${host.includes(':') ? `[${host}]` : host}:${config.http.port}`;
  const deadline = Date.now() + 20_000;
  for (;;) {
    const answer = await fetch(`${base}/readyz`).catch(() => null);
    if (answer?.ok) {
      const { transcriber } = (await answer.json()) as { transcriber?: string };
      return transcriber ?? '';
    }
    if (Date.now() > deadline) throw new Error(`not ready: ${answer ? await answer.text() : 'no answer'}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

await main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
});
