import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { UserId, type VideoSlug } from '#shared/ids.ts';
import { uploadFile } from '../../bin/api-client.ts';
import { faults } from '../support/axe.ts';
import { makeClip } from '../support/media.ts';
import { startReview, type Review } from '../support/review.ts';
import { inviteAndJoin } from './journey.ts';

const NAMES = { mia: 'Mia Member', tara: 'Tara Tokyo', nia: 'Nia Newyork' };
const DAY_MS = 86_400_000;
const shots = process.env['PLAYHEAD_SHOTS'];

let review: Review;
let owner: Page;
let mia: Page;
let tara: Page;
let nia: Page;
let slug: VideoSlug;
let other: VideoSlug;
beforeAll(async () => {
  review = await startReview();
  const { browser, installation, api } = review;
  slug = review.slug;
  await api.videos.update({ slug, title: 'Launch film' });
  other = await uploadFile(api, installation.origin, await makeClip({ seconds: 2, size: '320x180' }));
  await api.videos.update({ slug: other, title: 'Weekly update' });
  owner = review.owner.page;
  const join = (name: string) => inviteAndJoin(browser, installation.origin, owner, name);
  const [tokyo, newYork] = [await join(NAMES.tara), await join(NAMES.nia)];
  mia = await elsewhere(review.member.page, 'Europe/Berlin');
  tara = await elsewhere(tokyo.page, 'Asia/Tokyo');
  nia = await elsewhere(newYork.page, 'America/New_York');
}, 120_000);
afterAll(() => review[Symbol.asyncDispose]());

/** The same person, in a browser that is there; so do they work. */
async function elsewhere(page: Page, timeZone: string): Promise<Page> {
  const context = await review.browser.newContext({
    baseURL: review.installation.origin,
    timezoneId: timeZone,
    viewport: { width: 1360, height: 850 },
    storageState: await page.context().storageState(),
  });
  const there = await context.newPage();
  await (await review.apiOf(there)).peopleTime.update({ timeZone });
  return there;
}

describe('asking three people in three zones', () => {
  it('from a dialog: one acknowledges, one hands over, one is away', { timeout: 120_000 }, async () => {
    const isoDay = (ms: number) => new Date(ms).toISOString().slice(0, 10);
    await (
      await review.apiOf(nia)
    ).peopleTime.addAway({
      kind: 'days',
      firstDay: isoDay(Date.now() - DAY_MS),
      lastDay: isoDay(Date.now() + 9 * DAY_MS),
      note: 'Surgery',
    });
    await review.open(owner);
    await owner.getByRole('tab', { name: /Acknowledged/ }).click();
    await owner.getByRole('button', { name: 'Ask for an acknowledgement' }).click();
    expect(await owner.getByLabel('Due').inputValue()).toBe('24');
    for (const name of Object.values(NAMES)) await owner.getByRole('checkbox', { name }).check();
    await owner.getByLabel('Note (optional)').fill('Before we ship');
    await expect.poll(() => faults(owner)).toEqual([]);
    if (shots) await owner.screenshot({ path: `${shots}/ask-dialog.png` });
    await owner.getByRole('button', { name: 'Ask 3 people' }).click();
    await owner.getByText('0 of 3 acknowledged').waitFor();
    await owner
      .getByText(/Not reminded yet · next .* their time/)
      .first()
      .waitFor();

    await mia.goto(`/v/${slug}`);
    await mia.getByText(/asks you to acknowledge this by .*your time/).waitFor();
    await mia.getByRole('button', { name: 'Acknowledge', exact: true }).click();
    await owner.getByText('1 of 3 acknowledged').waitFor();

    await tara.goto('/asks');
    await tara.getByRole('link', { name: /Asks 1 waiting for you/ }).waitFor();
    await tara.getByRole('button', { name: 'Answer…' }).click();
    await tara.getByRole('radio', { name: /Not me/ }).check();
    await tara.getByLabel('Who instead').selectOption({ label: 'Mia Member' });
    await tara.getByLabel('A word (optional)').fill('Mia knows it');
    await tara.getByRole('button', { name: 'Send' }).click();
    await tara.getByText('Nothing waits for you').waitFor();

    await owner.goto('/asks?tab=made');
    const missing = owner.getByRole('list', { name: 'Missing: Launch film' });
    await missing.getByText(NAMES.nia).waitFor();
    await missing.getByText(/Away until .* your time/).waitFor();
    await owner.getByText('1 of 2 answered · 1 missing').waitFor();
    expect(await owner.getByText('Surgery').count()).toBe(0);
    await owner.getByRole('link', { name: 'As a table' }).click();
    const row = (name: string) => owner.getByRole('row', { name: new RegExp(name) });
    await row(NAMES.tara).getByText('Handed over').waitFor();
    await row(NAMES.mia).getByText('Acknowledged').waitFor();
    await row(NAMES.nia).getByText('Missing').waitFor();
    const download = owner.waitForEvent('download');
    await owner.getByRole('button', { name: 'Export CSV' }).click();
    expect((await download).suggestedFilename()).toBe(`asks-${slug}.csv`);
  });

  it('is extended and withdrawn by who asked', { timeout: 60_000 }, async () => {
    await owner.goto('/asks?tab=made');
    const missing = owner.getByRole('list', { name: 'Missing: Launch film' });
    const due = () => missing.locator('time').first().getAttribute('datetime');
    await missing.waitFor();
    const before = (await due()) ?? '';
    await owner.getByRole('button', { name: 'Extend by…' }).click();
    await owner.getByLabel('Extend by', { exact: true }).selectOption('24');
    await owner.getByRole('button', { name: 'Extend', exact: true }).click();
    await expect.poll(due).not.toBe(before);
    expect(Date.parse((await due()) ?? '')).toBeGreaterThan(Date.parse(before) + DAY_MS);
    await owner.getByRole('button', { name: 'Withdraw…' }).click();
    await owner.getByRole('button', { name: 'Withdraw', exact: true }).click();
    await owner.getByText('Closed').waitFor();
  });
});

describe('the other kinds', () => {
  it('are decided, approved, and watched without a button that claims it', { timeout: 90_000 }, async () => {
    const ask = async (kind: string) => {
      await owner.goto(`/v/${other}`);
      await owner.getByRole('tab', { name: /Acknowledged|Answered/ }).click();
      await owner.getByRole('button', { name: /Ask for an acknowledgement|Add people/ }).click();
      await owner.getByLabel('Ask them to').selectOption(kind);
      await owner.getByRole('checkbox', { name: NAMES.tara }).check();
    };
    await ask('decide');
    await owner.getByLabel('Option 1').fill('Blue');
    await owner.getByLabel('Option 2').fill('Green');
    await owner.getByRole('button', { name: 'Ask', exact: true }).click();
    await tara.goto(`/v/${other}`);
    await tara.getByRole('radio', { name: 'Green' }).check();
    await expect.poll(() => faults(tara)).toEqual([]);
    if (shots) await tara.screenshot({ path: `${shots}/decide.png` });
    await tara.getByRole('button', { name: 'Decide' }).click();
    await tara.getByText('You decided: Green').waitFor();

    await ask('approve');
    await owner.getByRole('button', { name: 'Ask', exact: true }).click();
    await tara.getByRole('button', { name: 'Ask for changes' }).click();
    await tara.getByLabel('Which changes').fill('Louder');
    await tara.getByRole('button', { name: 'Send' }).click();
    await tara.getByText('You asked for changes').waitFor();
    await owner.getByText('Asked for changes').waitFor();

    await ask('watch');
    await owner.getByRole('button', { name: 'Ask', exact: true }).click();
    await tara.getByText(/Watched \d+ %. It is answered by itself/).waitFor();
    expect(await tara.getByRole('button', { name: 'Acknowledge' }).count()).toBe(0);
    await tara.getByRole('button', { name: 'Play', exact: true }).click();
    await tara.getByText('You watched this').waitFor({ timeout: 20_000 });
    await owner.getByText('Watched', { exact: true }).waitFor();
  });

  it('are asked of guests by e-mail, whose links are shown once', { timeout: 60_000 }, async () => {
    await owner.goto(`/v/${other}`);
    await owner.getByRole('tab', { name: /Acknowledged|Answered/ }).click();
    await owner.getByRole('button', { name: /Ask for an acknowledgement|Add people/ }).click();
    await owner.getByLabel('Guests, by e-mail').fill('gus@client.example, ann@client.example');
    await owner.getByRole('button', { name: 'Ask 2 people' }).click();
    const dialog = owner.getByRole('dialog', { name: 'Guests are asked' });
    await dialog.getByText('gus@client.example').waitFor();
    expect(await dialog.getByRole('button', { name: 'Copy link' }).count()).toBe(2);
    await expect.poll(() => faults(owner)).toEqual([]);
    await dialog.getByRole('button', { name: 'Done' }).click();
    await owner.getByText('ann@client.example (guest)').waitFor();
  });
});

describe('what I owe', () => {
  it(
    'is answered by keyboard alone, several at once where each was opened',
    { timeout: 90_000 },
    async () => {
      const { api } = review;
      const { user } = await (await review.apiOf(tara)).accounts.me();
      const [recipientIds, due] = [[UserId.parse(user.id)], { kind: 'workingHours', hours: 8 } as const];
      const slugs = await Promise.all(
        ['First', 'Second', 'Third'].map(async (title) => {
          const clip = await makeClip({ seconds: 2, size: '320x180' });
          const made = await uploadFile(api, review.installation.origin, clip);
          await api.videos.update({ slug: made, title });
          return made;
        }),
      );
      for (const made of slugs) await api.acknowledgements.ask({ slug: made, recipientIds, due });
      const hers = await review.apiOf(tara);
      for (const made of slugs.slice(0, 2))
        await hers.playback.reportWatched({
          slug: made,
          session: randomUUID(),
          sequence: 0,
          rate: 1,
          ranges: [{ startMs: 0, endMs: 500 }],
          positionMs: 500,
        });
      await tara.goto('/asks');
      const list = tara.getByRole('list', { name: 'What I owe' });
      await expect.poll(() => list.getByRole('listitem').count()).toBe(3);
      await list
        .getByText(/by .* your time \(in/)
        .first()
        .waitFor();
      expect(await list.getByText('Not opened yet').count()).toBe(1);
      expect(await list.getByRole('checkbox', { name: 'Select Third' }).isDisabled()).toBe(true);
      for (const key of ['j', 'x', 'j', 'x', 'j', 'x']) await tara.keyboard.press(key);
      await tara.getByText('Open it first').waitFor();
      await tara.getByRole('button', { name: 'Acknowledge 2 selected' }).focus();
      await tara.keyboard.press('Enter');
      await expect.poll(() => list.getByRole('listitem').count()).toBe(1);
      await tara.keyboard.press('j');
      await tara.keyboard.press('Enter');
      await tara.getByRole('dialog', { name: 'Third' }).waitFor();
      await tara.keyboard.press('Enter');
      await tara.getByText('Nothing waits for you').waitFor();
    },
  );
});

it('fits a phone, in light and dark, and has no fault that axe finds', { timeout: 120_000 }, async () => {
  const { api, browser, installation } = review;
  const memberIds = await Promise.all(
    [mia, tara].map(async (page) => UserId.parse((await (await review.apiOf(page)).accounts.me()).user.id)),
  );
  await api.groups.create({ name: 'Film crew', memberIds });
  const me = UserId.parse((await api.accounts.me()).user.id);
  const due = { kind: 'workingHours', hours: 4 } as const;
  for (const [of, kind] of [
    [slug, 'approve'],
    [other, 'acknowledge'],
  ] as const) {
    const note = 'Look at the end, please';
    await api.acknowledgements.ask({ slug: of, recipientIds: [me, ...memberIds], kind, due, note });
  }
  const storageState = await review.owner.context.storageState();
  for (const width of [1360, 390]) {
    const context = await browser.newContext({
      baseURL: installation.origin,
      viewport: { width, height: 850 },
      hasTouch: width === 390,
      storageState,
    });
    const page = await context.newPage();
    for (const theme of ['light', 'dark']) {
      await page.goto('/');
      await page.evaluate((name) => localStorage.setItem('playhead.theme', name), theme);
      for (const [path, sign] of [
        ['/asks', 'Look at the end, please'],
        ['/asks?tab=made', 'Launch film'],
        ['/asks?tab=team', 'Open asks of each person'],
        ['/asks?tab=times', 'Hidden: fewer than 5'],
        [`/v/${slug}/asks`, 'Tara Tokyo'],
        ['/settings/groups', 'Film crew'],
      ] as const) {
        await page.goto(path);
        await page.locator('main').getByText(sign).first().waitFor();
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        expect([path, theme, await faults(page)]).toEqual([path, theme, []]);
        const tabs = page.getByRole('navigation', { name: 'Asks' }).locator('[aria-current=page]');
        expect(await tabs.count()).toBe(path.startsWith('/asks') ? 1 : 0);
        const name = path.replaceAll(/\W+/g, '-').replace(slug, 'video');
        if (shots) await page.screenshot({ path: `${shots}/asks${name}-${width}-${theme}.png` });
      }
    }
    await page.goto(`/v/${slug}`);
    await page.getByRole('tab', { name: /Answered/ }).click();
    await page.getByText('0 of 3 answered').waitFor();
    await expect.poll(() => faults(page)).toEqual([]);
    if (shots) await page.screenshot({ path: `${shots}/panel-${width}.png`, fullPage: true });
    await page.getByRole('button', { name: 'Add people' }).click();
    await page.getByLabel('Ask them to').selectOption('decide');
    await page.getByRole('checkbox', { name: /Film crew/ }).check();
    await expect.poll(() => faults(page)).toEqual([]);
    if (shots) await page.screenshot({ path: `${shots}/add-people-${width}.png` });
    await context.close();
  }
  expect(review.owner.errors).toEqual([]);
});
