import { execa } from 'execa';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startInstallation, type Installation } from '../support/installation.ts';
import {
  fetcherIn,
  hasFirefox,
  launchFirefox,
  launchPlainChromium,
  openIn,
  setUpIn,
  startIn,
  stopIn,
  untilIn,
  untilRecordedIn,
} from '../support/plain-browser.ts';
import { fakeCapture } from '../support/browser.ts';
import { makeCaptureFiles } from '../support/media.ts';
import { fetchRecording } from '../support/recorder.ts';

interface VideoJson {
  status: string;
  durationMs: number;
  hasAudio?: boolean;
}

async function untilReady(page: Page, installation: Installation, slug: string): Promise<VideoJson> {
  const get = fetcherIn(page, installation);
  const read = async () => (await (await get(`/api/videos/${slug}`)).json()) as VideoJson;
  await expect.poll(async () => (await read()).status, { timeout: 60_000, interval: 500 }).toBe('ready');
  return read();
}

/** A browser without WebCodecs. */
function withoutWebCodecs(): void {
  Reflect.deleteProperty(window, 'VideoEncoder');
}

describe.skipIf(!hasFirefox)('Firefox', () => {
  let installation: Installation;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    [installation, browser] = await Promise.all([startInstallation(), launchFirefox()]);
    page = await browser.newPage();
    await setUpIn(page, installation);
  });
  afterAll(async () => {
    await browser.close();
    await installation[Symbol.asyncDispose]();
  });

  it('records through the same spool, and the link plays at once', { timeout: 120_000 }, async () => {
    await startIn(page, installation, { mode: 'Camera' });
    await untilRecordedIn(page, 8);
    const slug = await stopIn(page);
    const { runs, durationMs } = await fetchRecording(fetcherIn(page, installation), slug);
    expect(durationMs).toBeGreaterThan(7000);
    const { stdout } = await execa('ffprobe', [
      ...['-v', 'error', '-show_entries', 'stream=codec_name', '-of', 'csv=p=0', runs[0] ?? ''],
    ]);
    expect(stdout.trim().split('\n')).toEqual(['h264', 'aac']);
    expect((await untilReady(page, installation, slug)).durationMs).toBeGreaterThan(7000);
  });

  it('records with MediaRecorder where WebCodecs is missing', { timeout: 120_000 }, async () => {
    const other = await browser.newPage();
    await other.evaluateOnNewDocument(withoutWebCodecs);
    await openIn(other, `${installation.origin}/record`);
    await startIn(other, installation, { mode: 'Camera' });
    await untilRecordedIn(other, 6);
    const slug = await stopIn(other);
    const video = await untilReady(other, installation, slug);
    expect(video.durationMs).toBeGreaterThan(5000);
  });
});

describe('Chromium without WebCodecs', () => {
  it('records screen and camera with MediaRecorder', { timeout: 120_000 }, async () => {
    await using installation = await startInstallation();
    const browser = await launchPlainChromium(fakeCapture(await makeCaptureFiles()));
    try {
      const page = await browser.newPage();
      await page.evaluateOnNewDocument(withoutWebCodecs);
      await setUpIn(page, installation);
      await startIn(page, installation, { mode: 'Screen + camera' });
      await untilIn(page, () => document.body.textContent.includes('can’t make live segments'));
      await untilRecordedIn(page, 6);
      const slug = await stopIn(page);
      const video = await untilReady(page, installation, slug);
      expect(video.durationMs).toBeGreaterThan(5000);
      expect(video.durationMs).toBeLessThan(9000);
    } finally {
      await browser.close();
    }
  });
});
