import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { freePort } from '#server/embedded/start-postgres.ts';
import { tempFolder } from '../support/browser.ts';
import { startEmbedded as start, untilReady as ready } from '../support/embedded.ts';
import { PASSWORD } from '../support/factories.ts';

/** Processes whose command line names a folder. */
function processesOf(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
        return `${readFileSync(`/proc/${pid}/cmdline`, 'utf8')}${environment}`.includes(folder);
      } catch {
        return false;
      }
    });
}

describe('the embedded installation', () => {
  it(
    'starts, keeps its data over a kill -9, starts again, and stops without a trace',
    { timeout: 90_000 },
    async () => {
      await using folder = await tempFolder();
      await chmod(folder.path, 0o711);
      const port = await freePort();
      const env = { DATA_DIR: folder.path, PORT: String(port), TRANSCRIBER: 'none' };
      const first = start(env);
      await ready(first);
      expect(first.output()).toContain(`http://localhost:${port}`);
      const origin = `http://localhost:${port}`;
      const setUp = await fetch(`${origin}/api/setup`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'O', email: 'o@example.com', password: PASSWORD, workspaceName: 'W' }),
      });
      expect(setUp.status).toBe(200);
      const again = start({ ...env, PORT: String(await freePort()) });
      expect(await again.exited).toBe(1);
      expect(again.output()).toMatch(/already running on DATA_DIR/);

      first.child.kill('SIGKILL');
      await first.exited;
      const second = start(env);
      await ready(second);
      const system = (await (await fetch(`${origin}/api/system`)).json()) as { needsSetup: boolean };
      expect(system.needsSetup).toBe(false);
      expect((await fetch(`${origin}/readyz`)).status).toBe(200);
      const stoppingAt = Date.now();
      second.child.kill('SIGINT');
      expect(await second.exited).toBe(0);
      expect(Date.now() - stoppingAt).toBeLessThan(5000);
      expect(processesOf(folder.path)).toEqual([]);
    },
  );

  it(
    'says in one sentence that a port is taken, a folder can’t be used, a setting is wrong',
    { timeout: 30_000 },
    async () => {
      await using folder = await tempFolder();
      const taken = createServer().listen(0, '127.0.0.1');
      await once(taken, 'listening');
      const address = taken.address();
      const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
      const cases = [
        {
          env: { PORT: String(port), DATA_DIR: folder.path },
          text: /^Port \d+ on 127\.0\.0\.1 is taken by another program\. Choose another one: PORT=\d+ bin\/start$/,
        },
        {
          env: { PORT: String(await freePort()), DATA_DIR: '/etc/passwd/playhead' },
          text: /^DATA_DIR \/etc\/passwd\/playhead can’t be written to/,
        },
        { env: { DATABASE_URL: 'postgres://localhost/x' }, text: /SECRET is required/ },
      ];
      for (const { env, text } of cases) {
        const started = start(env as unknown as Record<string, string>);
        expect(await started.exited).toBe(1);
        expect(started.output().trim()).toMatch(text);
      }
      taken.close();
    },
  );
});
