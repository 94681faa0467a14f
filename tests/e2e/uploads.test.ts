import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { execa } from 'execa';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openAs } from '../support/browser.ts';
import { PASSWORD } from '../support/factories.ts';
import { PASS, startFaultProxy, type FaultProxy } from '../support/fault-proxy.ts';
import { startInstallation, type Installation } from '../support/installation.ts';
import { makeClip } from '../support/media.ts';
import { fetcherOf, startRecording, stopRecording, untilRecorded } from '../support/recorder.ts';
import { welcome } from './journey.ts';

let proxy: FaultProxy;
let installation: Installation;
let browser: Browser;
let page: Page;
let clip: string;
beforeAll(async () => {
  proxy = await startFaultProxy();
  [installation, browser] = await Promise.all([
    startInstallation({ PUBLIC_URL: proxy.origin }),
    launchBrowser(),
  ]);
  proxy.target = `http://127.0.0.1:${installation.port}`;
  ({ page } = await openAs(browser, proxy.origin));
  await welcome(page);
  // Noise does not compress: a file of several parts.
  clip = await makeClip({
    seconds: 30,
    size: '640x360',
    name: 'Noise.mp4',
    output: ['-vf', 'noise=alls=80:allf=t', '-b:v', '8M', '-minrate', '8M', '-bufsize', '1M'],
  });
});
afterAll(async () => {
  await browser.close();
  await installation[Symbol.asyncDispose]();
  await proxy[Symbol.asyncDispose]();
});
afterEach(() => {
  proxy.fault = () => PASS;
  proxy.bytesPerSecond = null;
});

const puts = () =>
  proxy.seen
    .filter(({ path }) => /\/api\/uploads\/[^/]+\/sign$/.test(path))
    .reduce((sum, { body }) => sum + (JSON.parse(body) as { partNumbers: number[] }).partNumbers.length, 0);

/** Parts that have arrived, as the browser remembers them for a reload. */
const arrivedBytes = () =>
  page.evaluate(() => {
    const all = JSON.parse(localStorage.getItem('playhead.uploads') ?? '[]') as { sentBytes: number }[];
    return Math.max(0, ...all.map(({ sentBytes }) => sentBytes));
  });

async function expectSame(slug: string): Promise<void> {
  const get = fetcherOf(page);
  const { mediaToken } = (await (await get(`/api/videos/${slug}/playback`)).json()) as { mediaToken: string };
  const stored = Buffer.from(await (await get(`/media/${mediaToken}/original`)).arrayBuffer());
  const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex');
  expect(md5(stored)).toBe(md5(await readFile(clip)));
}

const latestSlug = async () =>
  ((await (await fetcherOf(page)('/api/videos')).json()) as { items: { slug: string }[] }).items[0]?.slug ??
  '';

describe('a file', () => {
  it(
    'is paused, goes on, and arrives byte for byte though connections break',
    { timeout: 90_000 },
    async () => {
      let count = 0;
      proxy.fault = ({ method, path }) =>
        method === 'PUT' && path.startsWith('/storage/') && count++ % 3 === 0 ? { kind: 'reset' } : PASS;
      // Slow enough to be paused in the middle, however slow the computer is.
      proxy.bytesPerSecond = 1_000_000;
      await page.goto('/upload');
      await page.getByLabel('Video files').setInputFiles(clip);
      await page.getByText(/MB\/s/).waitFor();
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.getByText(/Paused at \d+ %/).waitFor();
      await page.waitForTimeout(1000);
      const before = puts();
      await page.waitForTimeout(1500);
      expect(puts()).toBe(before);
      proxy.bytesPerSecond = null;
      await page.getByRole('button', { name: 'Resume' }).click();
      await page.getByText('Uploaded. It plays already').waitFor({ timeout: 40_000 });
      await expectSame(await latestSlug());
    },
  );

  it(
    'goes on after a reload when the same file is picked again, without sending twice',
    { timeout: 90_000 },
    async () => {
      proxy.bytesPerSecond = 3_000_000;
      await page.goto('/upload');
      proxy.seen = [];
      await page.getByLabel('Video files').setInputFiles(clip);
      await expect.poll(arrivedBytes, { timeout: 30_000 }).toBeGreaterThan(0);
      const slug = await latestSlug();
      page.once('dialog', (dialog) => void dialog.accept());
      await page.goto('/upload');
      await page.getByText(/“Noise.mp4” was interrupted at \d+ %/).waitFor();
      proxy.seen = [];
      proxy.bytesPerSecond = null;
      await page.getByLabel('Video files').setInputFiles(clip);
      await page.getByText('Uploaded. It plays already').waitFor({ timeout: 40_000 });
      expect(await latestSlug()).toBe(slug);
      const parts = Math.ceil((await readFile(clip)).byteLength / (8 * 1024 * 1024));
      expect(puts()).toBeLessThan(parts);
      await expectSame(slug);
    },
  );

  it('waits for its person to sign in again, and goes on', { timeout: 90_000 }, async () => {
    proxy.bytesPerSecond = 3_000_000;
    await page.goto('/upload');
    await page.getByLabel('Video files').setInputFiles(clip);
    await page.getByText(/MB\/s/).waitFor();
    await page.context().clearCookies();
    const dialog = page.getByRole('dialog', { name: 'Sign in again' });
    await dialog.waitFor({ timeout: 20_000 });
    proxy.bytesPerSecond = null;
    await dialog.getByLabel('Password').fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Uploaded. It plays already').waitFor({ timeout: 40_000 });
    expect(await dialog.count()).toBe(0);
    await expectSame(await latestSlug());
  });

  it('can be dropped and pasted, several at once', { timeout: 60_000 }, async () => {
    await page.goto('/upload');
    const small = [...(await readFile(await makeClip({ seconds: 1, size: '160x90', name: 'a.mp4' })))];
    await page.evaluate((bytes) => {
      const file = (name: string) => new File([new Uint8Array(bytes)], name, { type: 'video/mp4' });
      const data = new DataTransfer();
      for (const name of ['Dropped 1.mp4', 'Dropped 2.mp4']) data.items.add(file(name));
      const zone = [...document.querySelectorAll('div')].findLast((d) =>
        d.textContent.startsWith('Drop videos here'),
      );
      zone?.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
      const pasted = new DataTransfer();
      pasted.items.add(file('Pasted.mp4'));
      window.dispatchEvent(new ClipboardEvent('paste', { clipboardData: pasted }));
    }, small);
    await expect
      .poll(() => page.getByText('Uploaded. It plays already').count(), { timeout: 30_000 })
      .toBe(3);
  });
});

describe('a range of a recording', () => {
  it('is exported as MP4 and GIF in the browser, and can be cancelled', { timeout: 120_000 }, async () => {
    await startRecording(page, { title: 'To export' });
    await untilRecorded(page, 7);
    await stopRecording(page);
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Export a range…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export a range' });
    await dialog.getByLabel('From').fill('0:03');
    await dialog.getByLabel('To').fill('0:05.5');
    for (const [format, codec] of [
      ['mp4', 'h264'],
      ['gif', 'gif'],
    ] as const) {
      await dialog.getByLabel('Format').selectOption(format);
      await dialog.getByRole('button', { name: /^(Export|Make it once more)$/ }).click();
      const link = dialog.getByRole('link', { name: `Save ${format.toUpperCase()}` });
      await link.waitFor({ timeout: 60_000 });
      const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
      expect(download.suggestedFilename()).toBe(`To export.${format}`);
      const { stdout } = await execa('ffprobe', [
        ...['-v', 'error', '-select_streams', 'v', '-show_entries', 'stream=codec_name:format=duration'],
        ...['-of', 'csv=p=0', await download.path()],
      ]);
      const [name, seconds] = stdout.trim().split('\n');
      expect(name).toBe(codec);
      expect(Math.abs(Number(seconds) - 2.5)).toBeLessThan(0.3);
    }
    proxy.fault = ({ path }) => (path.startsWith('/media/') ? { kind: 'delay', ms: 1500 } : PASS);
    await dialog.getByRole('button', { name: 'Make it once more' }).click();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.getByRole('button', { name: 'Export', exact: true }).waitFor();
    await page.waitForTimeout(4000);
    expect(await dialog.getByRole('link').count()).toBe(0);
  });
});
