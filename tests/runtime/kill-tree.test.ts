import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { freePort } from '#server/embedded/start-postgres.ts';
import { apiClient } from '../../bin/api-client.ts';
import { tempFolder } from '../support/browser.ts';
import { startEmbedded, untilReady } from '../support/embedded.ts';
import { PASSWORD } from '../support/factories.ts';
import { makeClip } from '../support/media.ts';

const CLI = join(import.meta.dirname, '../../bin/playhead.ts');

describe('the whole tree killed in mid-upload', () => {
  it(
    'goes on with the upload after a restart, and the command line sees it through',
    { timeout: 120_000 },
    async () => {
      await using folder = await tempFolder();
      await chmod(folder.path, 0o711);
      const url = `http://localhost:${await freePort()}`;
      const env = { DATA_DIR: folder.path, PORT: new URL(url).port };
      const first = startEmbedded(env);
      await untilReady(first);

      const setUp = await fetch(`${url}/api/setup`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          name: 'Olive',
          email: 'olive@example.com',
          password: PASSWORD,
          workspaceName: 'W',
        }),
      });
      const cookie = setUp.headers
        .getSetCookie()
        .map((line) => line.split(';')[0])
        .join('; ');
      const { secret } = await apiClient(url, () => ({ cookie })).apiKeys.create({
        name: 'test',
        scopes: ['read', 'write'],
      });
      const api = apiClient(url, () => ({ authorization: `Bearer ${secret}` }));

      // Two parts: the first arrives, then everything is killed.
      const clip = await readFile(
        await makeClip({
          seconds: 8,
          size: '1280x720',
          output: [
            '-b:v',
            '12M',
            '-minrate',
            '12M',
            '-maxrate',
            '12M',
            '-bufsize',
            '12M',
            '-x264-params',
            'nal-hrd=cbr',
          ],
        }),
      );
      const ticket = await api.uploads.create({ fileName: 'cut.mp4', sizeBytes: clip.length });
      expect(ticket.partCount).toBeGreaterThan(1);
      const send = async (partNumber: number) => {
        const [put] = await api.uploads.signParts({ videoId: ticket.videoId, partNumbers: [partNumber] });
        const body = clip.subarray(
          (partNumber - 1) * ticket.partSizeBytes,
          partNumber * ticket.partSizeBytes,
        );
        return fetch(new URL(put?.url ?? '', url), { method: 'PUT', headers: put?.headers ?? {}, body });
      };
      expect((await send(1)).status).toBe(200);
      const cutOff = send(2).catch(() => null);
      first.child.kill('SIGKILL');
      await Promise.all([once(first.child, 'exit'), cutOff]).catch(() => undefined);

      const second = startEmbedded(env);
      await untilReady(second);
      const arrived = (await api.uploads.listParts({ videoId: ticket.videoId })).parts.map(
        (part) => part.partNumber,
      );
      expect(arrived).toContain(1);
      for (let part = 1; part <= ticket.partCount; part++) if (!arrived.includes(part)) await send(part);
      await api.uploads.complete({ videoId: ticket.videoId });
      await expect
        .poll(async () => (await api.videos.get({ slug: ticket.slug })).status, {
          timeout: 60_000,
          interval: 300,
        })
        .toBe('ready');

      const cli = async (...args: string[]) => {
        const options = { env: { PATH: process.env['PATH'], PLAYHEAD_URL: url, PLAYHEAD_TOKEN: secret } };
        return promisify(execFile)(process.execPath, [CLI, ...args], options).then(
          ({ stdout }) => ({ code: 0, stdout }),
          (error: { code: number; stdout: string }) => ({ code: error.code, stdout: error.stdout }),
        );
      };
      const good = await cli(
        'upload',
        await makeClip({ seconds: 2, speech: true }),
        '--title',
        'From CI',
        '--wait',
        '--json',
      );
      expect(good.code).toBe(0);
      expect(JSON.parse(good.stdout)).toMatchObject({
        status: 'ready',
        failure: null,
        width: 640,
        height: 360,
        renditions: [{ name: '360p' }],
      });
      const bad = await cli('upload', join(import.meta.dirname, 'kill-tree.test.ts'), '--wait', '--json');
      expect(bad.code).toBe(1);
      expect(JSON.parse(bad.stdout)).toMatchObject({ status: 'failed', failure: { code: 'not_a_video' } });
      expect((await cli('comment', ticket.slug, '--at', '0:03', 'From a script')).code).toBe(0);
      expect((await cli('ack', ticket.slug)).code).toBe(1);
      expect((await cli('nonsense')).code).toBe(2);
      second.child.kill('SIGTERM');
      expect(await second.exited).toBe(0);
    },
  );
});
