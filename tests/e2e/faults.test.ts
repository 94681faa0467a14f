import { once } from 'node:events';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openAs } from '../support/browser.ts';
import { PASSWORD } from '../support/factories.ts';
import { PASS, spooledHashes, startFaultProxy, type FaultProxy } from '../support/fault-proxy.ts';
import { startInstallation, type Installation } from '../support/installation.ts';
import {
  fetcherOf,
  fetchRecording,
  recordedSeconds,
  startRecording,
  stopRecording,
  untilRecorded,
} from '../support/recorder.ts';
import { welcome } from './journey.ts';

let proxy: FaultProxy;
let installation: Installation;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  proxy = await startFaultProxy();
  [installation, browser] = await Promise.all([
    startInstallation({ PUBLIC_URL: proxy.origin }),
    launchBrowser(),
  ]);
  proxy.target = `http://127.0.0.1:${installation.port}`;
  const owner = await openAs(browser, proxy.origin);
  page = owner.page;
  await welcome(page);
});
afterAll(async () => {
  await browser.close();
  await installation[Symbol.asyncDispose]();
  await proxy[Symbol.asyncDispose]();
});
afterEach(() => {
  proxy.fault = () => PASS;
  proxy.isDown = false;
  proxy.bytesPerSecond = null;
});

const isPut = ({ method, path }: { method: string; path: string }) =>
  method === 'PUT' && path.startsWith('/storage/');

/** MD5 of each segment by `kind-index`, as the recorder's journal on this device has them. */
async function journalHashes(): Promise<Map<string, string>> {
  const lines = await page.evaluate(async () => {
    const home = await navigator.storage.getDirectory();
    const recordings = await home.getDirectoryHandle('recordings');
    for await (const folder of recordings.values() as AsyncIterable<FileSystemDirectoryHandle>)
      return (await (await folder.getFileHandle('journal')).getFile()).text();
    return '';
  });
  const entries = lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { type: string; kind: string; index: number; md5: string })
    .filter(({ type }) => type === 'segment');
  return new Map(entries.map(({ kind, index, md5 }) => [`${kind}-${index}`, md5]));
}

/** What is stored is byte for byte what the spool held, in order and without a hole. */
async function expectComplete(slug: string, seconds: number): Promise<void> {
  const recorded = await fetchRecording(fetcherOf(page), slug);
  const spooled = spooledHashes(proxy);
  const media = [...spooled.keys()].filter((name) => name.startsWith('media-')).length;
  expect(recorded.hashes).toHaveLength(spooled.size);
  expect(recorded.hashes).toEqual([
    spooled.get('init-0'),
    ...Array.from({ length: media }, (_, i) => spooled.get(`media-${i}`)),
  ]);
  expect(recorded.durationMs).toBeGreaterThan((seconds - 1) * 1000);
  // Nothing stays behind on the device.
  const left = await page.evaluate(async () => {
    const home = await navigator.storage.getDirectory();
    const names: string[] = [];
    for await (const name of (await home.getDirectoryHandle('recordings', { create: true })).keys())
      names.push(name);
    return names;
  });
  expect(left).toEqual([]);
}

async function begin(title: string): Promise<void> {
  proxy.seen = [];
  await startRecording(page, { title, quality: '720p' });
}

describe('a recording arrives whole', () => {
  it('when connections break in the middle of segments', { timeout: 60_000 }, async () => {
    let puts = 0;
    proxy.fault = (request) => (isPut(request) && puts++ % 2 === 0 ? { kind: 'reset' } : PASS);
    await begin('Resets');
    await untilRecorded(page, 6);
    await expectComplete(await stopRecording(page), 6);
    expect(puts).toBeGreaterThan(6);
  });

  it('when server and store answer 429, 413, 500 and 503 for a while', { timeout: 90_000 }, async () => {
    const answers = [413, 500, 429, 503, 502, 500];
    const seen = new Set<number>();
    let count = 0;
    proxy.fault = (request) => {
      if (!isPut(request) && !/\/(sign|segments)$/.test(request.path)) return PASS;
      if (count++ % 2 === 0) return PASS;
      const status = answers.pop();
      if (status === undefined) return PASS;
      seen.add(status);
      return { kind: 'status', status, headers: status === 429 ? { 'retry-after': '1' } : {} };
    };
    await begin('Errors');
    await untilRecorded(page, 8);
    await expectComplete(await stopRecording(page, 60_000), 8);
    expect(seen.size).toBe(5);
  });

  it('when signatures have expired', { timeout: 60_000 }, async () => {
    let refused = 0;
    proxy.fault = (request) =>
      isPut(request) && refused < 3 ? (refused++, { kind: 'status', status: 403 }) : PASS;
    await begin('Expired');
    await untilRecorded(page, 5);
    await expectComplete(await stopRecording(page), 5);
    expect(refused).toBe(3);
  });

  it(
    'when there is no way to the server for a while, and the recorder says so',
    { timeout: 90_000 },
    async () => {
      await begin('Offline');
      await untilRecorded(page, 3);
      proxy.isDown = true;
      await page.getByText('The server can’t be reached right now').first().waitFor({ timeout: 15_000 });
      const before = await recordedSeconds(page);
      await untilRecorded(page, before + 4);
      proxy.isDown = false;
      await page.locator('[data-delivery=sending]').waitFor({ timeout: 20_000 });
      await expectComplete(await stopRecording(page), before + 4);
    },
  );

  it('when the server was not there at all from start to stop', { timeout: 90_000 }, async () => {
    await page.goto('/record');
    await page.getByRole('button', { name: 'Start recording' }).and(page.locator(':enabled')).waitFor();
    // Who opens the page and chooses takes this long; meanwhile it loads what it will need.
    await page.waitForTimeout(2500);
    proxy.seen = [];
    proxy.isDown = true;
    await page.getByRole('radio', { name: 'Camera', exact: true }).click();
    await page.getByRole('button', { name: 'Start recording' }).click();
    await untilRecorded(page, 4);
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('heading', { name: 'Your recording is kept on this device' }).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save a copy' }).click();
    expect((await download).suggestedFilename()).toBe('Recording.mp4');
    proxy.isDown = false;
    await page.getByRole('heading', { name: 'Your recording is safe' }).waitFor({ timeout: 40_000 });
    await expectComplete(/\/v\/(\w+)/.exec(page.url())?.[1] ?? '', 4);
  });

  it('when the server is restarted', { timeout: 90_000 }, async () => {
    await begin('Restart');
    await untilRecorded(page, 3);
    installation.server.kill('SIGKILL');
    await once(installation.server, 'exit');
    await untilRecorded(page, 6);
    await installation.startServer(installation.port);
    await expectComplete(await stopRecording(page, 40_000), 6);
  });

  it('when the store is out while the server answers', { timeout: 90_000 }, async () => {
    proxy.fault = (request) => (isPut(request) ? { kind: 'status', status: 503 } : PASS);
    await begin('Outage');
    await untilRecorded(page, 7);
    await page.getByText('The server is busy').first().waitFor();
    const kept = await journalHashes();
    expect(kept.size).toBeGreaterThanOrEqual(3);
    proxy.fault = () => PASS;
    await expectComplete(await stopRecording(page), 7);
    for (const [name, md5] of kept) expect(spooledHashes(proxy).get(name)).toBe(md5);
  });

  it('when every answer takes its time', { timeout: 90_000 }, async () => {
    proxy.fault = ({ path }) =>
      /^\/(storage|api\/recordings)\//.test(path) ? { kind: 'delay', ms: 900 } : PASS;
    await begin('Slow answers');
    await untilRecorded(page, 6);
    await expectComplete(await stopRecording(page), 6);
  });

  it('but for what this device has lost itself, and says so', { timeout: 90_000 }, async () => {
    proxy.fault = (request) => (isPut(request) ? { kind: 'status', status: 503 } : PASS);
    await begin('Lost');
    await untilRecorded(page, 7);
    await page.evaluate(async () => {
      const home = await navigator.storage.getDirectory();
      const recordings = await home.getDirectoryHandle('recordings');
      for await (const folder of recordings.values() as AsyncIterable<FileSystemDirectoryHandle>)
        await folder.removeEntry('media-1');
    });
    proxy.fault = () => PASS;
    const slug = await stopRecording(page);
    await page.getByText('About 2 s are missing').waitFor();
    const { playlist, hashes } = await fetchRecording(fetcherOf(page), slug);
    expect(playlist.match(/#EXT-X-DISCONTINUITY/g)).toHaveLength(1);
    expect(hashes).not.toContain(spooledHashes(proxy).get('media-1'));
  });

  it(
    'from two tabs at once, both of which are closed before anything has arrived',
    { timeout: 120_000 },
    async () => {
      const { context: other } = await openAs(browser, proxy.origin);
      await other.addCookies(await page.context().cookies());
      proxy.fault = (request) => (isPut(request) ? { kind: 'reset' } : PASS);
      const tabs = [await other.newPage(), await other.newPage()];
      for (const [i, tab] of tabs.entries())
        await startRecording(tab, { title: `Tab ${i}`, quality: '720p' });
      for (const tab of tabs) await untilRecorded(tab, 6);
      for (const tab of tabs) await tab.close({ runBeforeUnload: false });
      proxy.fault = () => PASS;
      const next = await other.newPage();
      await next.goto('/');
      const finish = next.getByRole('button', { name: 'Finish the upload' });
      await expect.poll(() => finish.count(), { timeout: 10_000 }).toBe(2);
      await finish.first().click();
      await finish.last().click();
      const recordings = async () => {
        const { items } = (await (await next.request.get('/api/videos')).json()) as {
          items: { slug: string; title: string; status: string }[];
        };
        return items.filter(({ title }) => title.startsWith('Tab '));
      };
      const isArrived = async () => (await recordings()).every(({ status }) => status !== 'recording');
      await expect.poll(isArrived, { timeout: 30_000 }).toBe(true);
      const arrived = await recordings();
      expect(arrived).toHaveLength(2);
      for (const { slug } of arrived)
        expect((await fetchRecording(fetcherOf(next), slug)).durationMs).toBeGreaterThan(3900);
      await other.close();
    },
  );

  it('over a line of 256 kbit/s', { timeout: 150_000 }, async () => {
    proxy.bytesPerSecond = 32_000;
    await begin('Slow');
    await untilRecorded(page, 4);
    const slug = await stopRecording(page, 120_000);
    proxy.bytesPerSecond = null;
    await expectComplete(slug, 4);
  });

  it('when the session ends, after signing in again without leaving', { timeout: 90_000 }, async () => {
    await begin('Signed out');
    await untilRecorded(page, 3);
    await page.context().clearCookies();
    // A call that was on its way and lost has its 30 s first.
    await page.getByRole('dialog', { name: 'Sign in again' }).waitFor({ timeout: 40_000 });
    const before = await recordedSeconds(page);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await untilRecorded(page, Math.max(6, before + 2));
    await expectComplete(await stopRecording(page), 6);
  });

  it('with a clock that is days wrong', { timeout: 60_000 }, async () => {
    await page.addInitScript(() => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + 3 * 24 * 3600_000;
    });
    await begin('Wrong clock');
    await untilRecorded(page, 4);
    await expectComplete(await stopRecording(page), 4);
  });

  it('as far as it fits when the device is full, and says so', { timeout: 60_000 }, async () => {
    await begin('Full');
    await untilRecorded(page, 3);
    proxy.isDown = true;
    const session = await page.context().newCDPSession(page);
    await session.send('Storage.overrideQuotaForOrigin', { origin: proxy.origin, quotaSize: 900_000 });
    await page.getByText('This device has no space left.').first().waitFor({ timeout: 40_000 });
    proxy.isDown = false;
    await page.getByRole('heading', { name: 'Your recording is safe' }).waitFor({ timeout: 40_000 });
    await session.send('Storage.overrideQuotaForOrigin', { origin: proxy.origin });
    await expectComplete(/\/v\/(\w+)/.exec(page.url())?.[1] ?? '', 3);
  });
});
