import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserId, type VideoSlug } from '#shared/ids.ts';
import { faults } from '../support/axe.ts';
import { openAs } from '../support/browser.ts';
import { ffmpeg } from '../support/media.ts';
import { startReview, type Review } from '../support/review.ts';

/** Where pictures of the pages are kept to be looked at. */
const PICTURES = process.env['PLAYHEAD_PICTURES'];
const PATIENTLY = { timeout: 15_000 };
const ACROSS_JOBS = { timeout: 60_000 };

let review: Review;
let file: string;
beforeAll(async () => {
  review = await startReview();
  file = await withAnInsertion();
}, 120_000);
afterAll(() => review[Symbol.asyncDispose]());

/** The clip of the review, with three other seconds put in at the fourth. */
async function withAnInsertion(): Promise<string> {
  const path = join(mkdtempSync(join(tmpdir(), 'playhead-version-')), 'next.mp4');
  const clip = 'testsrc2=size=640x360:rate=30:duration=10';
  await ffmpeg([
    ...['-f', 'lavfi', '-i', clip, '-f', 'lavfi', '-i', 'smptebars=size=640x360:rate=30:duration=3'],
    ...['-f', 'lavfi', '-i', clip, '-filter_complex'],
    '[0]trim=end=4,setpts=PTS-STARTPTS[a];[2]trim=start=4,setpts=PTS-STARTPTS[b];[a][1][b]concat=n=3',
    ...['-pix_fmt', 'yuv420p', '-preset', 'ultrafast', path],
  ]);
  return path;
}

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

const at = (n: number) => `${review.slug}.${n}` as VideoSlug;
const positionOf = (page: Page) => page.evaluate(() => document.querySelector('video')?.currentTime ?? 0);
const isPaused = (page: Page) => page.evaluate(() => document.querySelector('video')?.paused);
const versionButton = (page: Page, n: number) =>
  page.getByRole('button', { name: `v${n} : show other versions` });

describe('a new version', () => {
  it(
    'is uploaded from the page of the video, takes its place, and asks for what has changed',
    { timeout: 180_000 },
    async () => {
      const { api, slug, owner, member } = review;
      const { page } = owner;
      const mia = await review.apiOf(member.page);
      await mia.comments.create({ slug, body: 'Too dark here', atMs: 2000 });
      const recipientIds = [UserId.parse((await mia.accounts.me()).user.id)];
      await api.acknowledgements.ask({ slug, recipientIds, note: null });
      await mia.acknowledgements.acknowledge({ slug });

      await review.open(page);
      await page.getByRole('button', { name: 'New version' }).click();
      const dialog = page.getByRole('dialog');
      await expect.poll(() => faults(page)).toEqual([]);
      await picture(page, 'new-version');
      await dialog.getByLabel('File of the new version').setInputFiles(file);
      await dialog.getByText('Uploaded. Version 2 is processed now').waitFor(ACROSS_JOBS);
      await dialog.getByRole('button', { name: 'Done' }).click();

      // The page is of the new version by itself, under the same address.
      await versionButton(page, 2).waitFor(ACROSS_JOBS);
      expect(new URL(page.url()).pathname).toBe(`/v/${slug}`);
      const thread = page.getByRole('article').filter({ hasText: 'Too dark here' });
      await thread.getByRole('link', { name: 'from version 1' }).waitFor(PATIENTLY);

      const parts = page.getByRole('region', { name: 'What changed' });
      await parts.getByText('One part changed since version 1').waitFor(ACROSS_JOBS);
      await expect.poll(() => page.getByTestId('change').count(), PATIENTLY).toBe(1);
      await expect.poll(() => faults(page)).toEqual([]);
      await picture(page, 'version-2');
      await parts.getByRole('button', { name: 'Play what changed' }).click();
      await expect.poll(() => positionOf(page), PATIENTLY).toBeGreaterThan(3);
      await expect.poll(() => isPaused(page), PATIENTLY).toBe(true);
      expect(Math.abs((await positionOf(page)) - 7)).toBeLessThanOrEqual(1);
      await page.keyboard.press('0');
      await page.keyboard.press('v');
      await expect.poll(async () => Math.abs((await positionOf(page)) - 4), PATIENTLY).toBeLessThanOrEqual(1);

      // Who acknowledged the first one is asked for the rest.
      await review.open(member.page);
      const asked = member.page.getByRole('region', { name: 'Asked of you' });
      await asked.getByText('New version since you acknowledged version 1').waitFor(ACROSS_JOBS);
      await asked.getByRole('button', { name: 'Play what changed' }).click();
      await expect.poll(() => positionOf(member.page), PATIENTLY).toBeGreaterThan(3);
      await expect.poll(() => faults(member.page)).toEqual([]);
      await picture(member.page, 'asked-again');
      // What she watches counts for the version that she sees.
      const watchers = async (n: number) =>
        (await api.playback.viewers({ slug: at(n) })).map(({ name }) => name);
      await expect.poll(() => watchers(2), ACROSS_JOBS).toContain('Mia Member');
      expect(await watchers(1)).toEqual([]);
      await asked.getByRole('button', { name: 'Acknowledge', exact: true }).click();
      await member.page.getByText('You acknowledged this').waitFor(PATIENTLY);
      const entries = async (n: number) => (await api.acknowledgements.ledger({ slug: at(n) })).entries;
      for (const n of [1, 2])
        expect((await entries(n)).map(({ acknowledgedAt }) => acknowledgedAt !== null)).toEqual([true]);
      expect([...owner.errors, ...member.errors]).toEqual([]);
    },
  );

  it('is looked at and changed back by keys alone', { timeout: 60_000 }, async () => {
    const { slug, owner } = review;
    const { page } = owner;
    await review.open(page);
    await versionButton(page, 2).focus();
    await page.keyboard.press('Enter');
    const menu = page.getByRole('menu');
    await menu.getByRole('menuitem', { name: /^Version 2 current shown here/ }).waitFor(PATIENTLY);
    await picture(page, 'version-menu');
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    // The menu takes the focus in its own time.
    await expect.poll(focused, PATIENTLY).toMatch(/^Version 2/);
    await page.keyboard.press('ArrowDown');
    await expect.poll(focused, PATIENTLY).toMatch(/^Version 1/);
    await page.keyboard.press('Enter');
    await page.getByText('This is version 1 of 2').waitFor(PATIENTLY);
    expect(new URL(page.url()).pathname).toBe(`/v/${at(1)}`);
    // On its own version a thread comes from nowhere else.
    await page.getByRole('article').filter({ hasText: 'Too dark here' }).waitFor(PATIENTLY);
    expect(await page.getByRole('link', { name: 'from version 1' }).count()).toBe(0);
    await expect.poll(() => faults(page)).toEqual([]);
    await picture(page, 'version-1');
    await versionButton(page, 1).press('Enter');
    await menu.getByRole('menuitem', { name: 'Make version 1 current' }).press('Enter');
    await page.getByText('The link shows version 1 now').waitFor(PATIENTLY);
    expect((await review.api.videos.get({ slug })).version.number).toBe(1);
    await page.goto(`/v/${at(2)}`);
    await versionButton(page, 2).press('Enter');
    await menu.getByRole('menuitem', { name: 'Make version 2 current' }).press('Enter');
    await page.getByText('The link shows version 2 now').waitFor(PATIENTLY);
  });

  it('is begun with a recording, too', { timeout: 60_000 }, async () => {
    const { slug, owner } = review;
    const { page } = owner;
    await review.open(page);
    await versionButton(page, 2).click();
    await page.getByRole('menuitem', { name: 'New version…' }).click();
    await page.getByRole('button', { name: 'Record it' }).click();
    await page.getByRole('heading', { name: 'New version' }).waitFor(PATIENTLY);
    await page.getByRole('radio', { name: 'Camera', exact: true }).click();
    expect(await page.getByLabel('Title').count()).toBe(0);
    await page.getByRole('button', { name: 'Start recording' }).click();
    const timer = page.getByRole('timer');
    await expect.poll(() => timer.textContent(), { timeout: 30_000 }).toContain('0:03');
    await page.getByRole('button', { name: 'Stop' }).click();
    await versionButton(page, 3).waitFor(ACROSS_JOBS);
    expect(new URL(page.url()).pathname).toBe(`/v/${at(3)}`);
    await expect
      .poll(async () => (await review.api.videos.get({ slug })).version.number, ACROSS_JOBS)
      .toBe(3);
    await versionButton(page, 3).click();
    await page.getByRole('menuitem', { name: 'Delete version 3' }).click();
    await page.getByText('Version 3 deleted').waitFor(PATIENTLY);
    await versionButton(page, 2).waitFor(PATIENTLY);
    await expect.poll(() => new URL(page.url()).pathname, PATIENTLY).toBe(`/v/${slug}`);
  });

  it('is seen on a phone in the dark, and by a guest', { timeout: 60_000 }, async () => {
    const { slug, api, browser, installation, member } = review;
    const context = await browser.newContext({
      baseURL: installation.origin,
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
      colorScheme: 'dark',
      storageState: await member.context.storageState(),
    });
    const phone = await context.newPage();
    await phone.goto(`/v/${slug}`);
    await phone.getByRole('button', { name: 'Play what changed' }).first().waitFor(PATIENTLY);
    await picture(phone, 'phone');
    await versionButton(phone, 2).tap();
    await phone.getByRole('menuitem', { name: /^Version 1/ }).waitFor(PATIENTLY);
    await picture(phone, 'phone-menu');
    await phone.getByRole('menuitem', { name: /^Version 1/ }).tap();
    await phone.getByText('This is version 1 of 2').waitFor(PATIENTLY);
    await expect.poll(() => faults(phone)).toEqual([]);
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await picture(phone, 'phone-version-1');
    await context.close();

    const { url } = await api.shareLinks.create({ slug, label: 'Client' });
    const guest = await openAs(browser, installation.origin);
    await guest.page.goto(url);
    await guest.page.getByLabel('Your name').fill('Gus Guest');
    await guest.page.getByRole('button', { name: 'Watch' }).click();
    await versionButton(guest.page, 2).click();
    await guest.page.getByRole('menuitem', { name: /^Version 1/ }).click();
    await guest.page.getByText('This is version 1 of 2').waitFor(PATIENTLY);
    await guest.page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2);
    await guest.page.getByRole('button', { name: 'Go to the current one' }).click();
    await versionButton(guest.page, 2).waitFor(PATIENTLY);
    expect(guest.errors).toEqual([]);
    await guest.context.close();
  });
});
