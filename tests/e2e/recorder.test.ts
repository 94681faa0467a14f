import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openAs } from '../support/browser.ts';
import { startInstallation, type Installation } from '../support/installation.ts';
import {
  fetcherOf,
  fetchRecording,
  recordedSeconds,
  slugOf,
  startRecording,
  stopRecording,
  untilRecorded,
} from '../support/recorder.ts';
import { expectPlaying, welcome } from './journey.ts';

let installation: Installation;
let browser: Browser;
let page: Page;
let errors: string[];
beforeAll(async () => {
  [installation, browser] = await Promise.all([startInstallation(), launchBrowser()]);
  const owner = await openAs(browser, installation.origin);
  ({ page, errors } = owner);
  await welcome(page);
});
afterAll(async () => {
  await browser.close();
  await installation[Symbol.asyncDispose]();
});

const strokesOf = async (slug: string) =>
  (await (await page.request.get(`/api/videos/${slug}/strokes`)).json()) as {
    tool: string;
    startMs: number;
  }[];

/** Average colour of a spot of the preview, 0–1 of the picture. */
function colourAt(x: number, y: number): Promise<number[]> {
  return page
    .locator('canvas[role=img]')
    .first()
    .evaluate(
      (element, at) => {
        const canvas = element as HTMLCanvasElement;
        const context = canvas.getContext('2d');
        const place = [Math.round(at.x * canvas.width), Math.round(at.y * canvas.height)] as const;
        return [...(context?.getImageData(...place, 1, 1).data ?? [])];
      },
      { x, y },
    );
}

describe('while recording', () => {
  it('ten seconds are recorded over, with what was drawn in them', { timeout: 90_000 }, async () => {
    await startRecording(page, { mode: 'Screen + camera', title: 'Over again' });
    await untilRecorded(page, 3);
    await page.keyboard.press('d');
    const ink = page.getByTestId('ink');
    const box = (await ink.boundingBox()) ?? { x: 0, y: 0, width: 1, height: 1 };
    const draw = async (tool: string) => {
      await page.getByRole('radio', { name: tool }).click();
      await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.3);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.5, { steps: 8 });
      await page.mouse.up();
    };
    await draw('Arrow');
    // However long drawing took: the arrow stays before what is recorded over, the box is within it.
    const arrowAt = await recordedSeconds(page);
    await untilRecorded(page, arrowAt + 7);
    await draw('Box');
    await untilRecorded(page, arrowAt + 13);
    await page.keyboard.press('r');
    await page.getByText('Paused', { exact: true }).waitFor();
    const resumedAt = await recordedSeconds(page);
    expect(resumedAt).toBeGreaterThanOrEqual(arrowAt);
    expect(resumedAt).toBeLessThanOrEqual(arrowAt + 6);
    await page.getByRole('button', { name: 'Resume' }).click();
    await untilRecorded(page, resumedAt + 4);
    await draw('Spotlight');
    const slug = await stopRecording(page);
    const { durationMs, playlist } = await fetchRecording(fetcherOf(page), slug);
    expect(durationMs).toBeGreaterThan((resumedAt + 3.5) * 1000);
    expect(durationMs).toBeLessThan((resumedAt + 8) * 1000);
    expect(playlist).toContain('#EXT-X-DISCONTINUITY');
    expect((await strokesOf(slug)).map(({ tool }) => tool)).toEqual(['arrow', 'spotlight']);
    // The viewer sees the drawing at its time, and can switch it off.
    await expectPlaying(page);
    await page.getByRole('button', { name: 'Hide the drawings' }).click();
    expect(await page.getByTestId('ink').count()).toBe(0);
    // It is processed as one video of that length.
    await expect
      .poll(async () => (await (await page.request.get(`/api/videos/${slug}`)).json()) as object, {
        timeout: 60_000,
        interval: 500,
      })
      .toMatchObject({ status: 'ready' });
    const video = (await (await page.request.get(`/api/videos/${slug}`)).json()) as { durationMs: number };
    expect(Math.abs(video.durationMs - durationMs)).toBeLessThan(400);
  });

  it('the camera moves, changes its shape, fills the picture and hides', { timeout: 60_000 }, async () => {
    await startRecording(page, { mode: 'Screen + camera', title: 'Layouts' });
    await untilRecorded(page, 1);
    const handle = page.getByRole('slider', { name: /^Camera/ });
    const before = (await handle.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.mouse.move(before.x + before.width / 2, before.y + before.height / 2);
    await page.mouse.down();
    await page.mouse.move(before.x + before.width / 2 + 300, before.y + before.height / 2 - 200, {
      steps: 6,
    });
    await page.mouse.up();
    const after = (await handle.boundingBox()) ?? before;
    expect(after.x - before.x).toBeGreaterThan(200);
    expect(before.y - after.y).toBeGreaterThan(100);
    await handle.focus();
    await page.keyboard.press('+');
    expect((await handle.boundingBox())?.height).toBeGreaterThan(after.height);
    const corner = () => colourAt(0.02, 0.5);
    const screen = await corner();
    await page.keyboard.press('f');
    await expect.poll(corner, { timeout: 5000 }).not.toEqual(screen);
    await page.keyboard.press('f');
    await page.keyboard.press('b');
    await expect
      .poll(() => page.getByRole('button', { name: 'Rounded square' }).getAttribute('aria-pressed'))
      .toBe('true');
    await page.keyboard.press('h');
    await expect.poll(() => handle.count()).toBe(0);
    const slug = await stopRecording(page);
    expect((await fetchRecording(fetcherOf(page), slug)).playlist).not.toContain('DISCONTINUITY');
    // The next one begins as this one was set, with the camera in sight.
    await page.goto('/record');
    await page.getByRole('radio', { name: 'Screen + camera', checked: true }).waitFor();
    await page.getByRole('button', { name: 'Rounded square', pressed: true }).waitFor();
  });

  it(
    'goes on while other pages are looked at, and the next one can begin from there',
    { timeout: 60_000 },
    async () => {
      await startRecording(page, { title: 'Wandering' });
      await untilRecorded(page, 1);
      const nav = page.getByRole('navigation', { name: 'Main' });
      await nav.getByRole('link', { name: 'Library' }).click();
      await page.getByRole('link', { name: /Recording 0:0\d: back to it/ }).click();
      await untilRecorded(page, 4);
      await stopRecording(page);
      await nav.getByRole('link', { name: 'Record' }).click();
      await page.getByRole('button', { name: 'Start recording' }).waitFor();
      expect(new URL(page.url()).pathname).toBe('/record');
    },
  );

  it('a pause is cut out', { timeout: 60_000 }, async () => {
    await startRecording(page, { title: 'Paused' });
    await untilRecorded(page, 3);
    await page.keyboard.press('p');
    await page.waitForTimeout(4000);
    const at = await recordedSeconds(page);
    await page.keyboard.press('p');
    await untilRecorded(page, at + 3);
    const slug = await stopRecording(page);
    const { durationMs, playlist } = await fetchRecording(fetcherOf(page), slug);
    expect(Math.abs(durationMs - (at + 3) * 1000)).toBeLessThan(1500);
    expect(playlist).not.toContain('DISCONTINUITY');
  });

  it('starting over keeps the link, not the take', { timeout: 60_000 }, async () => {
    await startRecording(page, { title: 'Anew' });
    await untilRecorded(page, 5);
    await page.getByRole('button', { name: 'Start over' }).click();
    await expect.poll(() => recordedSeconds(page), { timeout: 10_000 }).toBe(0);
    await untilRecorded(page, 3);
    const slug = await stopRecording(page);
    const { durationMs } = await fetchRecording(fetcherOf(page), slug);
    expect(durationMs).toBeGreaterThan(2500);
    expect(durationMs).toBeLessThan(5000);
  });

  it(
    'what was thrown away comes back within half a minute, and is gone otherwise',
    { timeout: 60_000 },
    async () => {
      await startRecording(page, { title: 'Kept after all' });
      await untilRecorded(page, 3);
      await page.getByRole('button', { name: 'Throw away' }).click();
      await page.getByRole('heading', { name: 'Thrown away' }).waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByRole('heading', { name: 'Your recording is safe' }).waitFor({ timeout: 20_000 });
      expect((await fetchRecording(fetcherOf(page), slugOf(page))).durationMs).toBeGreaterThan(2000);

      await startRecording(page, { title: 'Gone' });
      await untilRecorded(page, 2);
      await page.getByRole('button', { name: 'Throw away' }).click();
      await page.getByRole('button', { name: 'Record anew' }).click();
      await page.getByRole('button', { name: 'Start recording' }).waitFor();
      const titles = async () => {
        const { items } = (await (await page.request.get('/api/videos')).json()) as {
          items: { title: string }[];
        };
        return items.map(({ title }) => title);
      };
      await expect.poll(titles, { timeout: 10_000 }).not.toContain('Gone');
      expect(await titles()).toContain('Kept after all');
    },
  );

  it('the controls float over other windows, with their keys', { timeout: 60_000 }, async () => {
    await startRecording(page, { mode: 'Screen + camera', title: 'Floating' });
    await page.getByRole('button', { name: 'Float the controls over other windows' }).click();
    const floating = await page.waitForFunction(
      () =>
        (window as Window & { documentPictureInPicture?: { window: Window | null } }).documentPictureInPicture
          ?.window ?? null,
    );
    const clock = () =>
      floating.evaluate((view) => view?.document.querySelector('[role=timer]')?.textContent ?? '');
    await expect.poll(clock, { timeout: 10_000 }).toMatch(/0:0[1-9]/);
    await floating.evaluate((view) =>
      view?.dispatchEvent(new KeyboardEvent('keydown', { key: 'p', bubbles: true })),
    );
    await page.getByText('Paused', { exact: true }).first().waitFor();
    await floating.evaluate((view) => {
      const all = [...(view?.document.querySelectorAll('button') ?? [])];
      all.find((button) => button.textContent.startsWith('Resume'))?.click();
    });
    await untilRecorded(page, 3);
    const slug = await stopRecording(page);
    expect((await fetchRecording(fetcherOf(page), slug)).durationMs).toBeGreaterThan(2000);
  });

  it(
    'an unplugged microphone and a silent one are said, and the recording goes on',
    { timeout: 60_000 },
    async () => {
      await page.addInitScript(() => {
        const original = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        const tracks: MediaStreamTrack[] = [];
        Object.assign(window, { __tracks: tracks, __silent: false });
        navigator.mediaDevices.getUserMedia = async (wish) => {
          const stream = await original(wish);
          tracks.push(...stream.getAudioTracks());
          if ((window as unknown as { __silent: boolean }).__silent)
            for (const track of stream.getAudioTracks()) track.enabled = false;
          return stream;
        };
      });
      await page.goto('/record');
      await startRecording(page, { title: 'Unplugged' });
      await untilRecorded(page, 2);
      // A device that goes away ends its track and says so.
      await page.evaluate(() => {
        const { __tracks } = window as unknown as { __tracks: MediaStreamTrack[] };
        Object.assign(window, { __silent: true });
        const track = __tracks.at(-1);
        track?.stop();
        track?.dispatchEvent(new Event('ended'));
      });
      await page.getByText(/Your microphone was unplugged. Recording goes on with/).waitFor();
      const at = await recordedSeconds(page);
      await page.getByText('Your microphone is silent').waitFor({ timeout: 7000 });
      const shown = await recordedSeconds(page);
      expect(shown - at).toBeLessThanOrEqual(6);
      const slug = await stopRecording(page);
      expect((await fetchRecording(fetcherOf(page), slug)).durationMs).toBeGreaterThanOrEqual(shown * 1000);
    },
  );

  it('the longest recording of the workspace is kept to', { timeout: 120_000 }, async () => {
    await page.request.patch('/api/workspace', {
      data: { maxRecordingMinutes: 1 },
      headers: { origin: installation.origin },
    });
    await page.goto('/record');
    await startRecording(page, { title: 'Limited' });
    await page.getByRole('heading', { name: 'Your recording is safe' }).waitFor({ timeout: 80_000 });
    const { durationMs } = await fetchRecording(fetcherOf(page), slugOf(page));
    expect(Math.abs(durationMs - 60_000)).toBeLessThan(1500);
    await page.request.patch('/api/workspace', {
      data: { maxRecordingMinutes: 120 },
      headers: { origin: installation.origin },
    });
  });

  it('left no error behind', () => {
    expect(errors).toEqual([]);
  });
});
