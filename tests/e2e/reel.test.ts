import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { VideoSlug } from '#shared/ids.ts';
import type { Edition } from '#shared/series.ts';
import type { ApiClient } from '../../bin/api-client.ts';
import { faults } from '../support/axe.ts';
import { BLOCKED, DONE, makeAskingSeries, say, uploadReady } from '../support/reel.ts';
import { startReview, type Review } from '../support/review.ts';
import { inviteAndJoin } from './journey.ts';

const shots = process.env['PLAYHEAD_SHOTS'];
if (shots) mkdirSync(shots, { recursive: true });

let review: Review;
let mia: ApiClient;
let ben: ApiClient;
let benPage: Page;
let weekly: Edition;
let spoken: VideoSlug;
let second: VideoSlug;

beforeAll(async () => {
  review = await startReview();
  const { origin } = review.installation;
  mia = await review.apiOf(review.member.page);
  const visitor = await inviteAndJoin(review.browser, origin, review.owner.page, 'Ben Builder');
  benPage = visitor.page;
  ben = await review.apiOf(benPage);
  weekly = await makeAskingSeries(review.api, 'Weekly', [mia, ben]);
  // Three seconds of speech, then silence; and a tone of six.
  spoken = review.slug;
  second = await uploadReady(ben, origin, { seconds: 6 });
  await say(review.api, weekly, spoken, [
    { promptId: DONE, atMs: 0 },
    { promptId: BLOCKED, atMs: 2000 },
  ]);
  await say(mia, weekly, null, [{ promptId: DONE, text: 'The roof is on.' }]);
  await say(ben, weekly, second, []);
}, 150_000);
afterAll(() => review?.[Symbol.asyncDispose]());

const reelOf = (page: Page) => page.getByRole('group', { name: 'Reel of all updates' });
const current = (page: Page) => page.locator('ol[aria-label="Chapters"] [aria-current="true"]');
const shoot = async (page: Page, name: string) => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
};

it(
  'plays everybody by person and prompt, skips silences, and counts as watched',
  { timeout: 120_000 },
  async () => {
    const { page } = review.member;
    await page.goto(`/series/${weekly.seriesId}`);
    const reel = reelOf(page);
    await reel.getByText('Olive Owner').first().waitFor();
    await expect.poll(() => page.getByRole('list', { name: 'Chapters' }).getByRole('button').count()).toBe(5);
    await expect.poll(() => faults(page)).toEqual([]);
    await shoot(page, 'reel');
    await reel.focus();
    await page.keyboard.press('k');
    // From its first chapter into its second without a stop, over the silence, to what Mia wrote.
    await expect.poll(() => current(page).textContent(), { timeout: 20_000 }).toContain('What blocks you?');
    await reel.getByText('The roof is on.').waitFor({ timeout: 20_000 });
    await shoot(page, 'reel-card');
    // And by itself on to Ben.
    await expect.poll(() => current(page).textContent(), { timeout: 30_000 }).toContain('Ben Builder');
    await reel.getByRole('button', { name: 'Play the reel' }).waitFor({ timeout: 30_000 });
    const me = (await mia.accounts.me()).user.id;
    const watchedMs = async (slug: VideoSlug) =>
      (await mia.playback.viewers({ slug })).find(({ userId }) => userId === me)?.watchedMs ?? 0;
    await expect.poll(() => watchedMs(spoken), { timeout: 15_000 }).toBeGreaterThan(1500);
    // Ten seconds long, of which most is silent: what was skipped is no evidence.
    expect(await watchedMs(spoken)).toBeLessThan(7000);
    const entries = async () => (await mia.reel.edition({ id: weekly.seriesId })).entries;
    await expect
      .poll(async () => (await entries()).map(({ isSeen }) => isSeen), { timeout: 15_000 })
      .toEqual([true, true, true]);
  },
);

it(
  'is moved in by keys alone; the speed stays; cards wait for who reads them',
  { timeout: 120_000 },
  async () => {
    const { page } = review.owner;
    await page.goto(`/series/${weekly.seriesId}`);
    const reel = reelOf(page);
    await reel.focus();
    await page.keyboard.press('s');
    await expect.poll(() => reel.getByLabel('Skip silences').isChecked()).toBe(false);
    await page.keyboard.press('n');
    await reel.getByText('The roof is on.').waitFor();
    // Into the card: it waits.
    await reel.getByRole('button', { name: 'Go on' }).focus();
    await reel.getByText('Waits while you read').waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => current(page).textContent()).toContain('Ben Builder');
    // Back to the beginning of Ben's first, where that is two seconds ago.
    await expect
      .poll(async () => {
        if ((await current(page).textContent())?.includes('Ben')) await page.keyboard.press('p');
        return current(page).textContent();
      })
      .toContain('Mia Member');
    await reel.focus();
    await page.keyboard.press('p');
    await expect.poll(() => current(page).textContent()).toContain('What is done?');
    await page.keyboard.press('Shift+N');
    await expect.poll(() => current(page).textContent()).toContain('What blocks you?');
    await page.keyboard.press('k');
    await page.keyboard.press('Shift+P');
    await expect.poll(() => current(page).textContent()).toContain('What is done?');
    await page.keyboard.press('k');
    await page.keyboard.press('>');
    await expect.poll(() => reel.getByLabel('Speed').inputValue()).toBe('1.25');
    await page.reload();
    await expect.poll(() => reelOf(page).getByLabel('Speed').inputValue()).toBe('1.25');
    await expect.poll(() => reelOf(page).getByLabel('Skip silences').isChecked()).toBe(false);
    expect(review.owner.errors).toEqual([]);
  },
);

it(
  'fits what there is time for, and turns an ask that does not fit into text',
  { timeout: 120_000 },
  async () => {
    const { origin } = review.installation;
    const long = await uploadReady(ben, origin, { seconds: 150, size: '160x90', rate: '5' });
    const { user } = await review.api.accounts.me();
    for (const slug of [second, long])
      await ben.acknowledgements.ask({
        slug,
        recipientIds: [user.id as never],
        kind: 'watch',
        note: 'Before Monday',
      });
    const demo = await makeAskingSeries(review.api, 'Demo', [mia, ben]);
    await say(ben, demo, long, []);
    const { page } = review.owner;
    await page.goto(`/series/${demo.seriesId}`);
    await page.getByRole('button', { name: '5 min', exact: true }).click();
    await reelOf(page).getByText('Asked of you').waitFor();
    await page.getByRole('button', { name: 'Pause the reel' }).waitFor();
    expect(await page.getByRole('region', { name: 'Asked of you, without the video' }).count()).toBe(0);
    await shoot(page, 'reel-five');
    await page.getByRole('button', { name: 'Everything' }).click();
    await reelOf(page).waitFor();
  },
);
