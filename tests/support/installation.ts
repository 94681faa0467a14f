import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '#server/embedded/start-postgres.ts';
import { createTestDatabase } from './test-database.ts';
import { tempFolder } from './browser.ts';

const ROOT = join(import.meta.dirname, '../..');

export interface Installation extends AsyncDisposable {
  origin: string;
  env: Record<string, string>;
  /** Where the first server listens. */
  port: number;
  server: ChildProcess;
  worker: ChildProcess;
  startWorker(): Promise<ChildProcess>;
  startServer(port: number): Promise<ChildProcess>;
  databaseUrl: string;
  dataDir: string;
}

/** A real server and a real worker, each a process, on a database of their own. */
export async function startInstallation(environment: Record<string, string> = {}): Promise<Installation> {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await createTestDatabase());
  const folder = stack.use(await tempFolder());
  const children: ChildProcess[] = [];
  stack.defer(async () => void (await Promise.all(children.map(end))));
  const port = await freePort();
  const origin = environment['PUBLIC_URL'] ?? `http://localhost:${port}`;
  const env: Record<string, string> = {
    PATH: process.env['PATH'] ?? '',
    DATABASE_URL: database.url,
    DATA_DIR: folder.path,
    SECRET: 'a secret of the browser tests, long enough',
    PUBLIC_URL: origin,
    LOG_LEVEL: process.env['PLAYHEAD_TEST_LOG'] ?? 'error',
    ...environment,
  };
  const start = async (script: string, extra: Record<string, string>) => {
    const child = fork(join(ROOT, script), {
      env: { ...env, ...extra },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    children.push(child);
    const failed = once(child, 'exit').then(() => Promise.reject(new Error(`${script} ended at start`)));
    await Promise.race([once(child, 'message'), failed]);
    failed.catch(() => undefined);
    return child;
  };
  const server = await start('server/main.ts', { PORT: String(port) });
  const startWorker = () => start('worker/main.ts', {});
  const worker = await startWorker();
  const owned = stack.move();
  return {
    origin,
    env,
    port,
    server,
    worker,
    startWorker,
    startServer: (other) => start('server/main.ts', { PORT: String(other) }),
    databaseUrl: database.url,
    dataDir: folder.path,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 6000);
  await exited;
  clearTimeout(timer);
}
