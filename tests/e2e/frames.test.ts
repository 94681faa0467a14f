import { commentOf } from '../support/review.ts';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VideoSlug } from '#shared/ids.ts';
import { frameMs, msOfFrame } from '#shared/frames.ts';
import { apiClient, uploadFile, type ApiClient } from '../../bin/api-client.ts';
import { startInstallation, type Installation } from '../support/installation.ts';
import { FRAME_RATES, makeNumberedVideo, numberIn } from '../support/numbered-video.ts';
import {
  hasFirefox,
  launchFirefox,
  launchPlainChromium,
  openIn,
  setUpIn,
  signInIn,
  untilIn,
} from '../support/plain-browser.ts';

const BROWSERS = [
  { name: 'Chromium', isHere: true, launch: () => launchPlainChromium([]) },
  { name: 'Firefox', isHere: hasFirefox, launch: launchFirefox },
];

let installation: Installation;
let api: ApiClient;
/** By rate, in the order of `FRAME_RATES`. */
let slugs: VideoSlug[];
beforeAll(async () => {
  const browser = await launchPlainChromium([]);
  const page = await browser.newPage();
  installation = await startInstallation({ RATE_LIMIT_FACTOR: '50' });
  await setUpIn(page, installation);
  const cookie = (await page.browserContext().cookies())
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');
  await browser.close();
  const { origin } = installation;
  api = apiClient(origin, () => ({ cookie, origin }));
  slugs = [];
  for (const rate of FRAME_RATES) slugs.push(await uploadFile(api, origin, await makeNumberedVideo(rate, 5)));
  for (const slug of slugs)
    while ((await api.videos.get({ slug })).status !== 'ready')
      await new Promise((resolve) => setTimeout(resolve, 300));
}, 120_000);
afterAll(() => installation[Symbol.asyncDispose]());

/** The number on the picture that is on the screen, once it rests. */
async function shownNumber(page: Page): Promise<number> {
  const read = () =>
    page.evaluate(() => {
      const video = document.querySelector('video');
      if (!video || video.readyState < 2 || video.seeking) return null;
      const canvas = new OffscreenCanvas(video.videoWidth, 1);
      const context = canvas.getContext('2d');
      context?.drawImage(video, 0, 40, video.videoWidth, 1, 0, 0, video.videoWidth, 1);
      const pixels = context?.getImageData(0, 0, canvas.width, 1).data ?? [];
      return Array.from({ length: canvas.width }, (_, x) => pixels[x * 4] ?? 0);
    });
  let before = -1;
  for (let same = 0; ;) {
    const row = await read();
    const number = row === null ? -1 : numberIn(row);
    same = number === before && number >= 0 ? same + 1 : 0;
    before = number;
    if (same === 3) return number;
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
}

async function comment(page: Page, text: string): Promise<void> {
  await page.focus('textarea[aria-label="Write a comment"]');
  await page.keyboard.type(text);
  await page.keyboard.down('Control');
  await page.keyboard.press('Enter');
  await page.keyboard.up('Control');
  await untilIn(
    page,
    (wanted) => [...document.querySelectorAll('article')].some((item) => item.textContent.includes(wanted)),
    text,
  );
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
}

/** Clicks the time of a comment. */
async function clickTime(page: Page, id: string): Promise<void> {
  await page.evaluate(
    (of) => document.querySelector<HTMLElement>(`#comment-${of} button.numbers`)?.click(),
    id,
  );
}

describe.each(BROWSERS)('a comment on a frame in $name', ({ name, isHere, launch }) => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    if (!isHere) return;
    browser = await launch();
    page = await browser.newPage();
    await signInIn(page, installation);
  }, 60_000);
  afterAll(() => (isHere ? browser.close() : undefined));

  it.skipIf(!isHere).for(FRAME_RATES.map((rate, i) => ({ ...rate, i })))(
    'opens on that frame again at $numerator/$denominator',
    { timeout: 90_000 },
    async ({ numerator, denominator, i }) => {
      const rate = { numerator, denominator };
      const slug = slugs[i] ?? ('' as VideoSlug);
      await openIn(page, `${installation.origin}/v/${slug}`);
      await untilIn(page, () => (document.querySelector('video')?.readyState ?? 0) >= 2);
      // Somewhere in the middle, then frame by frame.
      await page.keyboard.press('4');
      const from = await shownNumber(page);
      for (let step = 1; step <= 3; step++) {
        await page.keyboard.press('.');
        expect(await shownNumber(page)).toBe(from + step);
      }
      await page.keyboard.press(',');
      const frame = await shownNumber(page);
      expect(frame).toBe(from + 2);
      const text = `${name} sees ${frame}`;
      await comment(page, text);
      const made = await commentOf(api, slug, ({ body }) => body === text);
      expect(made?.atMs).toBe(msOfFrame(frame, rate));
      // Its link leads to that frame; and so does a click on its time from elsewhere.
      await openIn(page, `${installation.origin}/v/${slug}?comment=${made?.id}`);
      await untilIn(page, () => (document.querySelector('video')?.currentTime ?? 0) > 0);
      expect(await shownNumber(page)).toBe(frame);
      await page.keyboard.press('8');
      expect(await shownNumber(page)).toBeGreaterThan(frame + 5);
      await clickTime(page, made?.id ?? '');
      expect(await shownNumber(page)).toBe(frame);

      // A range plays from its first frame to its last, and waits there.
      const last = frame + Math.round(500 / frameMs(rate));
      const range = await api.comments.create({
        slug,
        body: `${name} range`,
        atMs: msOfFrame(frame + 2, rate),
        endMs: msOfFrame(last, rate),
      });
      await openIn(page, `${installation.origin}/v/${slug}?comment=${range.id}`);
      await untilIn(page, () => (document.querySelector('video')?.currentTime ?? 0) > 0);
      expect(await shownNumber(page)).toBe(frame + 2);
      await page.evaluate(
        (id) => document.querySelector<HTMLElement>(`#comment-${id} button.numbers`)?.click(),
        range.id,
      );
      await untilIn(page, () => document.querySelector('video')?.paused === false);
      await untilIn(page, () => document.querySelector('video')?.paused === true);
      expect(await shownNumber(page)).toBe(last);
      await api.comments.remove({ id: range.id });
    },
  );
});
