import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Edition } from '#shared/series.ts';
import type { ApiClient } from '../../bin/api-client.ts';
import { faults } from '../support/axe.ts';
import { DONE, makeAskingSeries, say, uploadReady } from '../support/reel.ts';
import { startReview, type Review } from '../support/review.ts';

const shots = process.env['PLAYHEAD_SHOTS'];
if (shots) mkdirSync(shots, { recursive: true });

let review: Review;
let mia: ApiClient;
let demo: Edition;
let weekly: Edition;

beforeAll(async () => {
  review = await startReview();
  mia = await review.apiOf(review.member.page);
  weekly = await makeAskingSeries(review.api, 'Weekly', [mia]);
  demo = await makeAskingSeries(review.api, 'Demo', [mia]);
  const clip = await uploadReady(review.api, review.installation.origin, { seconds: 4 });
  await say(review.api, demo, clip, [{ promptId: DONE, atMs: 0 }]);
  await say(review.api, weekly, null, [{ promptId: DONE, text: 'Everything that was planned.' }]);
}, 150_000);
afterAll(() => review?.[Symbol.asyncDispose]());

const shoot = async (page: Page, name: string) => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
};
const reelOf = (page: Page) => page.getByRole('group', { name: /^Reel of/ });
const current = (page: Page) => page.locator('ol[aria-label="Chapters"] [aria-current="true"]');
/** A finger that goes over the reel. */
async function swipe(page: Page, toX: number): Promise<void> {
  const box = await reelOf(page).boundingBox();
  if (!box) throw new Error('there is no reel');
  const session = await page.context().newCDPSession(page);
  const y = box.y + 100;
  const x = box.x + box.width / 2;
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at: number) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x: at, y }],
    });
  await touch('touchStart', x);
  await touch('touchMove', x + toX / 2);
  await touch('touchMove', x + toX);
  await touch('touchEnd', x + toX);
  await session.detach();
}

it(
  'plays what is new in all series, with the keyboard alone, and is over then',
  { timeout: 120_000 },
  async () => {
    const { page } = review.member;
    await page.goto('/updates');
    const link = page.getByRole('link', { name: 'Catch up 2 new' });
    await link.waitFor();
    await expect.poll(() => faults(page)).toEqual([]);
    await link.focus();
    await page.keyboard.press('Enter');
    await page.getByText('2 new updates since your last visit').waitFor();
    const reel = reelOf(page);
    // By series: “Demo” goes before “Weekly”.
    await expect.poll(() => current(page).textContent()).toContain('Olive Owner');
    await reel.getByText('Demo').waitFor();
    await expect.poll(() => faults(page)).toEqual([]);
    await shoot(page, 'catch-up');
    await reel.focus();
    await page.keyboard.press('Space');
    await reel.getByText('Everything that was planned.').waitFor({ timeout: 30_000 });
    await page.getByText('That was everything. Next time it begins after this.').waitFor({ timeout: 30_000 });
    await expect.poll(() => faults(page)).toEqual([]);
    await page.reload();
    await page.getByText('You are up to date').waitFor();
    await expect.poll(() => faults(page)).toEqual([]);
    await shoot(page, 'up-to-date');
    // What I said myself is nothing new to me.
    await say(mia, weekly, null, [{ promptId: DONE, text: 'The roof' }]);
    await page.reload();
    await page.getByText('You are up to date').waitFor();
    expect(review.member.errors).toEqual([]);
  },
);

it('is dismissed by who has no time', { timeout: 60_000 }, async () => {
  const { page } = review.owner;
  await page.goto('/catch-up');
  await page.getByText('1 new update since your last visit').waitFor();
  await page.getByRole('button', { name: 'I am up to date' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('You are up to date').waitFor();
  await page.reload();
  await page.getByText('You are up to date').waitFor();
  expect((await review.api.reel.catchUp()).entries).toEqual([]);
});

it('is played and moved in with fingers on a phone, in both themes', { timeout: 120_000 }, async () => {
  await say(mia, demo, null, [{ promptId: DONE, text: 'A first sketch of the new roof.' }]);
  const state = await review.owner.context.storageState();
  const context = await review.browser.newContext({
    baseURL: review.installation.origin,
    storageState: state,
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  for (const [path, theme] of [
    ['/catch-up', 'dark'],
    [`/series/${demo.seriesId}`, 'light'],
    [`/series/${demo.seriesId}`, 'dark'],
  ] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.goto(path);
    await reelOf(page).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await expect.poll(() => faults(page)).toEqual([]);
    await shoot(page, `phone${path.startsWith('/series') ? '-series' : '-catch-up'}-${theme}`);
  }
  // Olive's video, then what Mia wrote.
  await expect.poll(() => current(page).textContent()).toContain('Olive Owner');
  await swipe(page, -200);
  await reelOf(page).getByText('A first sketch of the new roof.').waitFor();
  await swipe(page, 200);
  await expect.poll(() => current(page).textContent()).toContain('Olive Owner');
  await page.getByRole('button', { name: 'Pause the reel' }).tap();
  await page
    .getByRole('list', { name: 'Chapters' })
    .getByRole('button', { name: /^Mia Member/ })
    .tap();
  await reelOf(page).getByText('A first sketch of the new roof.').waitFor();
  await page.getByRole('button', { name: '2 min', exact: true }).tap();
  await reelOf(page).or(page.getByText('You have seen everything here')).first().waitFor();
  await context.close();
});
