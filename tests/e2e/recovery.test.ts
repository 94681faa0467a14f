import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openAs } from '../support/browser.ts';
import { startInstallation, type Installation } from '../support/installation.ts';
import { makeClip } from '../support/media.ts';
import { expectPlaying, welcome } from './journey.ts';

let installation: Installation;
let browser: Browser;
let owner: Awaited<ReturnType<typeof openAs>>;
beforeAll(async () => {
  [installation, browser] = await Promise.all([startInstallation(), launchBrowser()]);
  owner = await openAs(browser, installation.origin);
  await welcome(owner.page);
});
afterAll(async () => {
  await browser.close();
  await installation[Symbol.asyncDispose]();
});

interface VideoJson {
  slug: string;
  status: string;
  durationMs: number | null;
}
const latest = async (): Promise<VideoJson | undefined> => {
  const { items } = (await (await owner.page.request.get('/api/videos')).json()) as { items: VideoJson[] };
  return items[0];
};

describe('an uploaded file', () => {
  it(
    'plays from the original as soon as it has arrived, and from the rendition without a reload',
    { timeout: 90_000 },
    async () => {
      const { page } = owner;
      const path = await makeClip({ seconds: 20, size: '1280x720', name: 'Walkthrough.mp4' });
      await page.goto('/upload');
      await page.getByLabel('Video files').setInputFiles(path);
      await page.getByText('Uploaded. It plays already').waitFor();
      const from = Date.now();
      await page.getByRole('link', { name: 'Open the video' }).click();
      await expect
        .poll(
          () =>
            page
              .locator('video')
              .first()
              .evaluate((v) => (v as HTMLVideoElement).readyState),
          { interval: 20, timeout: 5000 },
        )
        .toBeGreaterThanOrEqual(2);
      console.log(`upload end → first frame of the original: ${Date.now() - from} ms`);
      await expectPlaying(page);
      await expect.poll(async () => (await latest())?.status, { timeout: 60_000 }).toBe('ready');
      const at = await page
        .locator('video')
        .first()
        .evaluate((v) => (v as HTMLVideoElement).currentTime);
      await expect
        .poll(
          () =>
            page
              .locator('video')
              .first()
              .evaluate((v) => (v as HTMLVideoElement).currentSrc),
          { timeout: 15_000 },
        )
        .toMatch(/^blob:/);
      await expect
        .poll(
          () =>
            page
              .locator('video')
              .first()
              .evaluate((v) => (v as HTMLVideoElement).currentTime),
          { timeout: 10_000 },
        )
        .toBeGreaterThan(at);
    },
  );

  it('that is no video fails with a sentence and a retry', { timeout: 120_000 }, async () => {
    const { page } = owner;
    await page.goto('/upload');
    await page.getByLabel('Video files').setInputFiles({
      name: 'page.mp4',
      mimeType: 'video/mp4',
      buffer: Buffer.from('<!doctype html><title>no</title>'),
    });
    await page.getByText('Uploaded. It plays already').waitFor();
    await page.getByRole('link', { name: 'Open the video' }).click();
    // The worker may still be at the one before.
    await page.getByText('This file is not a video that can be read.').waitFor({ timeout: 90_000 });
    await expect.poll(() => page.getByRole('button', { name: 'Retry' }).count()).toBe(1);
  });
});

describe('after something was killed', () => {
  it('a transcode whose worker died is taken up again', { timeout: 180_000 }, async () => {
    const { page } = owner;
    const path = await makeClip({ seconds: 40, size: '1920x1080', name: 'Long.mp4' });
    await page.goto('/upload');
    await page.getByLabel('Video files').setInputFiles(path);
    await page.getByText('Uploaded. It plays already').waitFor({ timeout: 30_000 });
    const progress = async () => {
      const video = await latest();
      const detail = (await (await page.request.get(`/api/videos/${video?.slug}`)).json()) as {
        progress: { step: string; percent: number } | null;
      };
      return detail.progress?.step;
    };
    await expect.poll(progress, { timeout: 30_000, interval: 100 }).toBe('transcoding');
    installation.worker.kill('SIGKILL');
    await installation.startWorker();
    await expect
      .poll(async () => (await latest())?.status, { timeout: 150_000, interval: 500 })
      .toBe('ready');
  });

  it('a recording whose tab was closed is finished at the next visit', { timeout: 90_000 }, async () => {
    const { context } = owner;
    const page = await context.newPage();
    await page.goto('/record');
    await page.getByRole('radio', { name: 'Camera', exact: true }).click();
    await page.getByLabel('Title').fill('Cut off');
    await page.getByRole('button', { name: 'Start recording' }).click();
    // The store is out of reach from the second segment on.
    await page.getByRole('timer').getByText('0:02').waitFor({ timeout: 20_000 });
    await page.route('**/storage/**', (route) => route.abort());
    await page.getByRole('timer').getByText('0:07').waitFor({ timeout: 20_000 });
    const before = await latest();
    expect(before?.status).toBe('recording');
    await page.close({ runBeforeUnload: false });

    const next = await context.newPage();
    await next.goto('/');
    await next.getByText(/Finish uploading your recording from/).waitFor();
    await next.getByRole('button', { name: 'Finish the upload' }).click();
    await next.getByText(/Your recording from .* is complete/).waitFor({ timeout: 30_000 });
    await expect.poll(async () => (await latest())?.status, { timeout: 60_000 }).toBe('ready');
    const video = await latest();
    expect(video?.slug).toBe(before?.slug);
    expect(video?.durationMs).toBeGreaterThanOrEqual(3900);
    await next.goto(`/v/${video?.slug}`);
    await expectPlaying(next);
  });
});
