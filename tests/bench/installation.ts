import { once } from 'node:events';
import { chmod } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { freePort } from '#server/embedded/start-postgres.ts';
import { apiClient, type ApiClient } from '../../bin/api-client.ts';
import { tempFolder } from '../support/browser.ts';

const MAIN = join(import.meta.dirname, '../../server/embedded/main.ts');
export const BENCH_PERSON = {
  name: 'Bench',
  email: 'bench@example.com',
  password: 'a walk in the tall grass',
};

export interface BenchInstallation extends AsyncDisposable {
  url: string;
  dataDir: string;
  pid: number;
  cookie: string;
  api: ApiClient;
  readyAfterMs: number;
}

/** The embedded installation as `bin/start` runs it, with an owner. */
export async function startBenchInstallation(): Promise<BenchInstallation> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await tempFolder());
  await chmod(folder.path, 0o711);
  const url = `http://localhost:${await freePort()}`;
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['--max-semi-space-size=1', '--max-old-space-size=64', MAIN], {
    env: {
      PATH: process.env['PATH'] ?? '',
      PORT: new URL(url).port,
      DATA_DIR: folder.path,
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  stack.defer(async () => {
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  });
  let output = '';
  for await (const chunk of child.stdout) {
    output += String(chunk);
    if (output.includes('Transcripts:')) break;
  }
  const readyAfterMs = performance.now() - startedAt;
  const { workspaceName, ...person } = { ...BENCH_PERSON, workspaceName: 'Bench' };
  const setUp = await fetch(`${url}/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...person, workspaceName }),
  });
  const cookie = setUp.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const owned = stack.move();
  return {
    url,
    dataDir: folder.path,
    pid: child.pid ?? 0,
    cookie,
    api: apiClient(url, () => ({ cookie })),
    readyAfterMs,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** The worker is on this machine too: its transcode of one recording must not take the processor from the next. */
export async function untilProcessed({ api }: BenchInstallation): Promise<void> {
  const isBusy = async () => (await api.videos.list({})).items.some(({ status }) => status === 'processing');
  while (await isBusy()) await new Promise((resolve) => setTimeout(resolve, 300));
}
