import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser, openAs } from '../support/browser.ts';
import { startInstallation, type Installation } from '../support/installation.ts';
import { recordedSeconds, startRecording, stopRecording, untilRecorded } from '../support/recorder.ts';
import { welcome } from './journey.ts';

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

it('what was drawn while recording is taken into a comment, as ink', { timeout: 90_000 }, async () => {
  const { page, errors } = owner;
  await startRecording(page, { mode: 'Camera', title: 'Drawn over' });
  await untilRecorded(page, 1);
  await page.keyboard.press('d');
  const box = (await page.getByTestId('ink').boundingBox()) ?? { x: 0, y: 0, width: 1, height: 1 };
  for (const [tool, y] of [
    ['Arrow', 0.3],
    ['Spotlight', 0.6],
  ] as const) {
    await page.getByRole('radio', { name: tool }).click();
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * (y + 0.2), { steps: 8 });
    await page.mouse.up();
  }
  const drawnAt = await recordedSeconds(page);
  await untilRecorded(page, drawnAt + 2);
  const slug = await stopRecording(page);
  await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2);
  await page.evaluate((at) => {
    const video = document.querySelector('video');
    if (video) video.currentTime = at;
  }, drawnAt + 0.9);
  const layer = page.getByTestId('ink').getByTestId('annotation');
  await layer.locator('svg path[fill-rule=evenodd]').waitFor({ state: 'attached' });
  const arrow = await layer.locator('svg g path').first().boundingBox();
  await page.getByRole('button', { name: 'Copy to a comment' }).click();
  await page.getByRole('toolbar', { name: 'Drawing' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('A drawing of 2 objects').waitFor();
  await page.getByLabel('Write a comment').fill('As I drew it');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('article').getByText('As I drew it').waitFor();
  const list = async () =>
    (await (await page.request.get(`/api/videos/${slug}/comments`)).json()) as {
      ink: { tool: string; points: [number, number, number][] }[];
    }[];
  await expect.poll(async () => (await list()).length).toBe(1);
  const [comment] = await list();
  expect(comment?.ink.map(({ tool }) => tool)).toEqual(['arrow', 'spotlight']);
  const [from, to] = comment?.ink[0]?.points ?? [];
  for (const [i, wanted] of [0.3, 0.3, 0.6, 0.5].entries())
    expect(
      Math.abs(([...(from ?? []).slice(0, 2), ...(to ?? []).slice(0, 2)][i] ?? 9) - wanted),
    ).toBeLessThan(0.01);
  // Both lie in the same place: one renderer shows them.
  const copies = page.getByTestId('picture').locator('> [data-testid=annotation] svg g path');
  const copy = await copies.first().boundingBox();
  expect(Math.abs((copy?.x ?? 0) - (arrow?.x ?? 9))).toBeLessThan(1);
  expect(Math.abs((copy?.width ?? 0) - (arrow?.width ?? 9))).toBeLessThan(1);
  expect(errors.filter((error) => !/ERR_|net::/.test(error))).toEqual([]);
});
