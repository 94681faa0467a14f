import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { faults } from '../support/axe.ts';
import { openAs } from '../support/browser.ts';
import { startReview, type Review } from '../support/review.ts';
import { startSmtpInbox, type SmtpInbox } from '../support/smtp-inbox.ts';
import { inviteAndJoin } from './journey.ts';

const ACROSS_JOBS = { timeout: 90_000 };

let smtp: SmtpInbox;
let refuses: number | null = null;
let review: Review;
beforeAll(async () => {
  smtp = await startSmtpInbox({ refuses: () => refuses });
  review = await startReview({ SMTP_URL: smtp.url });
}, 120_000);
afterAll(async () => {
  await review?.[Symbol.asyncDispose]();
  await smtp?.[Symbol.asyncDispose]();
});

const shots = process.env['PLAYHEAD_SHOTS'];
/** Without a fault under axe, light and dark, on a desk and on a phone; with pictures to look at. */
async function looksRight(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const [device, width, height] of [
      ['desk', 1360, 850],
      ['phone', 390, 844],
    ] as const) {
      await page.setViewportSize({ width, height });
      await expect
        .poll(() => page.evaluate(() => document.documentElement.scrollWidth))
        .toBeLessThanOrEqual(width);
      await expect.poll(() => faults(page)).toEqual([]);
      if (shots) await page.screenshot({ path: `${shots}/${name}-${colorScheme}-${device}.png` });
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1360, height: 850 });
}

it('insights show five viewers in sum, and follow what happens', { timeout: 120_000 }, async () => {
  const { browser, installation, api, slug, owner } = review;
  const people = [await review.apiOf(review.member.page)];
  for (const name of ['Tara Tokyo', 'Nia Newyork', 'Ben Berlin', 'Ann Accra'])
    people.push(
      await review.apiOf((await inviteAndJoin(browser, installation.origin, owner.page, name)).page),
    );
  await review.open(owner.page);
  await owner.page.getByRole('tab', { name: 'Insights' }).click();
  const panel = owner.page.getByRole('region', { name: 'Insights' });
  await panel.getByText('once at least five people have').waitFor();
  for (const person of people) {
    const report = { slug, session: randomUUID(), rate: 1 };
    await person.playback.reportWatched({ ...report, sequence: 0, ranges: [], positionMs: 0 });
    let [sequence, watchedMs] = [0, 0];
    // No more counts than the time that has passed: what is left is said again.
    const reportRest = async () => {
      const ranges = [{ startMs: watchedMs, endMs: 2000 }];
      const next = { ...report, sequence: ++sequence, ranges, positionMs: 2000 };
      return (watchedMs += (await person.playback.reportWatched(next)).watchedMs);
    };
    await expect.poll(reportRest, { timeout: 20_000, interval: 400 }).toBe(2000);
  }
  await panel.getByText('5 viewers', { exact: true }).waitFor();
  await panel.getByRole('img', { name: 'Viewers over time: at most 5 viewers' }).waitFor();
  await people[0]?.comments.create({ slug, body: 'Here', atMs: 1000 });
  await panel.getByRole('img', { name: 'Comments by minute: at most 1 comments' }).waitFor();
  await looksRight(owner.page, 'insights');
  expect(await api.playback.viewers({ slug })).toEqual([]);
});

it(
  'a guest decides by the link that they get, and it is shown beside the others',
  { timeout: 120_000 },
  async () => {
    const { browser, installation, owner } = review;
    const { page } = owner;
    await review.open(page);
    await page.getByRole('tab', { name: /Acknowledged/ }).click();
    await page.getByRole('button', { name: 'Ask for an acknowledgement' }).click();
    const dialog = page.getByRole('dialog', { name: 'Ask for an answer' });
    await dialog.getByLabel('Ask them to').selectOption('decide');
    await dialog.getByLabel('Option 1').fill('Warm');
    await dialog.getByLabel('Option 2').fill('Cold');
    await dialog.getByLabel('Guests, by e-mail (optional)').fill('gus@client.example');
    await dialog.getByLabel('Note (optional)').fill('Which grade?');
    await dialog.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.getByRole('dialog', { name: 'Guests are asked' }).waitFor();
    await expect.poll(() => smtp.counts.get('gus@client.example'), ACROSS_JOBS).toBe(1);
    const mail = smtp.mails.find(({ to }) => to === 'gus@client.example')?.text ?? '';
    const [url = ''] = /http\S+\/s\/\S+/.exec(mail.replaceAll(/=\r?\n/g, '')) ?? [];
    await page.getByRole('button', { name: 'Done' }).click();

    const guest = await openAs(browser, installation.origin);
    await guest.page.goto(url);
    await guest.page.getByLabel('Your name').fill('Gus Guest');
    await guest.page.getByRole('button', { name: 'Watch' }).click();
    const answer = guest.page.getByRole('region', { name: 'Your answer' });
    await answer.getByText('asks you to decide on this by').waitFor();
    await answer.getByText('“Which grade?”').waitFor();
    await looksRight(guest.page, 'guest-asked');
    await answer.getByRole('radio', { name: 'Cold' }).check();
    await answer.getByRole('button', { name: 'Decide' }).click();
    await answer.getByText('You chose “Cold”.').waitFor();
    await guest.page.reload();
    await answer.getByText('You chose “Cold”.').waitFor();
    await page.getByText('Decided: Cold').waitFor();
    expect([...owner.errors, ...guest.errors]).toEqual([]);
  },
);

it(
  'what is urgent goes out at once; what the mail server refuses is shown, and sent again by hand',
  { timeout: 180_000 },
  async () => {
    const { page } = review.owner;
    refuses = 550;
    await review.open(page);
    await page.getByRole('tab', { name: /Answered/ }).click();
    await page.getByRole('button', { name: 'Add people' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add people' });
    await dialog.getByRole('checkbox', { name: /Mia Member/ }).check();
    await dialog.getByRole('checkbox', { name: 'It can’t wait' }).check();
    await dialog.getByLabel('Why').fill('On air tonight');
    await looksRight(page, 'urgent-ask');
    await dialog.getByRole('button', { name: 'Ask', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    const mia = review.member.page;
    await mia.goto('/inbox');
    await mia.getByText('Urgent: On air tonight').waitFor();
    await page.goto('/settings/deliveries');
    const failed = page.getByRole('list', { name: 'Deliveries' }).getByText('no such mailbox');
    await expect
      .poll(async () => {
        await page.reload();
        await page.getByRole('heading', { name: 'Deliveries' }).waitFor();
        return failed.count();
      }, ACROSS_JOBS)
      .toBe(1);
    await looksRight(page, 'deliveries-failed');
    await mia.reload();
    await mia.getByText('Could not be sent to you').waitFor();
    refuses = null;
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => smtp.counts.get('mia.member@example.com'), ACROSS_JOBS).toBe(1);
    await page.goto('/settings/ledger');
    await page.getByLabel('Keep entries').selectOption('5 years');
    await page.getByText('Older entries are deleted from tonight on.').waitFor();
    await page.getByRole('button', { name: 'Check the chain' }).click();
    await page.getByText(/\d+ entries, unbroken/).waitFor();
    await looksRight(page, 'ledger');
  },
);
