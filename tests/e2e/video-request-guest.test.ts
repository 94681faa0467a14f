import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { faults } from '../support/axe.ts';
import { openAs } from '../support/browser.ts';
import { makeClip } from '../support/media.ts';
import { untilRecorded } from '../support/recorder.ts';
import { startReview, type Review } from '../support/review.ts';

let review: Review;
beforeAll(async () => {
  review = await startReview();
}, 90_000);
afterAll(() => review?.[Symbol.asyncDispose]());

const SAFE = 'Safe on the server. Have a look, then send it.';
async function ask(title: string, more: object = {}) {
  const { request, url } = await review.api.videoRequests.create({ title, hasGuestLink: true, ...more });
  return { id: request.id, url: url ?? '' };
}
async function comeIn(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByLabel('Your name').fill('Gus Guest');
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByRole('button', { name: 'Start recording' }).waitFor();
}
/** The answer as who asked has it. */
const answerOf = async (id: Awaited<ReturnType<typeof ask>>['id']) =>
  (await review.api.videoRequests.get({ id })).lines[0];

it(
  'a guest comes by a link, records, looks at it, records again, sends, and is thanked',
  { timeout: 150_000 },
  async () => {
    const { page } = review.owner;
    await page.goto('/asks?tab=videos');
    await page.getByRole('button', { name: 'Request a video' }).click();
    const dialog = page.getByRole('dialog', { name: 'Request a video' });
    await dialog.getByLabel('What should they record?').fill('How do you use it?');
    await dialog.getByLabel('Note (optional)').fill('Show us your desk.');
    await dialog.getByRole('radio', { name: 'A guest, by a link' }).check();
    await dialog.getByLabel('What they read afterwards').fill('You are a star!');
    await expect.poll(() => faults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Make the link' }).click();
    const url = await page.getByLabel('Link for the guest').inputValue();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('link', { name: /How do you use it\?/ }).click();
    const answers = page.getByRole('region', { name: 'Answers' });
    await answers.getByText('The guest of the link').waitFor();

    const guest = await openAs(review.browser, review.installation.origin);
    await guest.page.goto(url);
    await guest.page.getByText('Olive Owner of Studio asks you to record a short video.').waitFor();
    await expect.poll(() => faults(guest.page)).toEqual([]);
    await comeIn(guest.page, url);
    await guest.page.getByText('Show us your desk.').waitFor();
    await expect.poll(() => faults(guest.page)).toEqual([]);
    await guest.page.getByRole('button', { name: 'Start recording' }).click();
    await untilRecorded(guest.page, 2);
    // Nothing here is a link of the workspace.
    expect(await guest.page.getByRole('button', { name: 'Copy link' }).count()).toBe(0);
    await expect.poll(() => faults(guest.page)).toEqual([]);
    await guest.page.getByRole('button', { name: 'Stop' }).click();
    await guest.page.getByText(SAFE).waitFor({ timeout: 30_000 });
    await guest.page.getByRole('button', { name: 'Record again' }).click();
    await guest.page.getByRole('button', { name: 'Start recording' }).click();
    await untilRecorded(guest.page, 3);
    await guest.page.getByRole('button', { name: 'Stop' }).click();
    await guest.page.getByText(SAFE).waitFor({ timeout: 30_000 });
    await guest.page.getByRole('button', { name: /Play the video reply by you/ }).click();
    const at = () => guest.page.locator('video').evaluate((video) => (video as HTMLVideoElement).currentTime);
    await expect.poll(at).toBeGreaterThan(0.2);
    await expect.poll(() => faults(guest.page)).toEqual([]);
    await guest.page.getByRole('button', { name: 'Send' }).click();
    await guest.page.getByText('You are a star!').waitFor();
    await expect.poll(() => faults(guest.page)).toEqual([]);

    await answers.getByText('Answered').waitFor();
    await answers.getByRole('button', { name: /Play the video reply by Gus Guest/ }).click();
    const seenAt = () => page.locator('video').evaluate((video) => (video as HTMLVideoElement).currentTime);
    await expect.poll(seenAt).toBeGreaterThan(0.2);
    await answers.getByRole('link', { name: 'Open the video' }).click();
    await page.getByText('recorded by Gus Guest (guest)').waitFor();
    // Who comes again sees what was sent.
    await guest.page.reload();
    await guest.page.getByText('You are a star!').waitFor();
    expect([...guest.errors, ...review.owner.errors]).toEqual([]);
    await guest.context.close();
  },
);

it(
  'a guest whose connection breaks while uploading goes on by themselves; whose page closes, at the next visit',
  { timeout: 150_000 },
  async () => {
    const { id, url } = await ask('Through a tunnel');
    const guest = await openAs(review.browser, review.installation.origin);
    await comeIn(guest.page, url);
    await guest.page.getByRole('button', { name: 'Start recording' }).click();
    await untilRecorded(guest.page, 3);
    await guest.context.setOffline(true);
    await untilRecorded(guest.page, 6);
    await guest.page.getByRole('button', { name: 'Stop' }).click();
    await guest.page
      .getByText(/You are offline\. Everything is kept on this device/)
      .first()
      .waitFor();
    await guest.page.getByRole('button', { name: 'Save a copy' }).waitFor();
    expect(await guest.page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
    await guest.context.setOffline(false);
    await guest.page.getByText(SAFE).waitFor({ timeout: 60_000 });
    await guest.page.getByRole('button', { name: 'Record again' }).click();

    // The store is out of reach from the second segment on, and the page goes.
    await guest.page.getByRole('button', { name: 'Start recording' }).click();
    await untilRecorded(guest.page, 2);
    await guest.page.route('**/storage/**', (route) => route.abort());
    await untilRecorded(guest.page, 7);
    await guest.page.close({ runBeforeUnload: false });
    const next = await guest.context.newPage();
    await next.goto(url);
    await next.getByText(/Your recording was interrupted\./).waitFor({ timeout: 30_000 });
    await expect.poll(() => faults(next)).toEqual([]);
    await next.getByRole('button', { name: 'Finish the upload' }).click();
    await next.getByText(SAFE).waitFor({ timeout: 60_000 });
    await next.getByRole('button', { name: 'Send' }).click();
    await next.getByRole('heading', { name: 'Sent' }).waitFor();
    const line = await answerOf(id);
    expect(line).toMatchObject({ state: 'answered', person: { name: 'Gus Guest' } });
    expect(line?.video?.durationMs).toBeGreaterThanOrEqual(5000);
    await guest.context.close();
  },
);

it('fits a phone, by touch and in the dark; a file does as well', { timeout: 120_000 }, async () => {
  const { id, url } = await ask('From your phone', { about: review.slug, thanks: '' });
  const context = await review.browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    colorScheme: 'dark',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const fits = async () => {
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await expect.poll(() => faults(page)).toEqual([]);
  };
  await page.goto(url);
  await page.getByLabel('Your name').fill('Pia Phone');
  await fits();
  await page.getByRole('button', { name: 'Begin' }).tap();
  await page.getByRole('button', { name: 'Start recording' }).waitFor();
  await page.getByText('In answer to').waitFor();
  await fits();
  await page.getByRole('button', { name: 'Start recording' }).tap();
  await untilRecorded(page, 2);
  await fits();
  await page.getByRole('button', { name: 'Stop' }).tap();
  await page.getByText(SAFE).waitFor({ timeout: 30_000 });
  await fits();
  await page.getByRole('button', { name: 'Record again' }).tap();
  await page.getByLabel('Video file').setInputFiles(await makeClip({ seconds: 3 }));
  await page.getByText(SAFE).waitFor({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Send' }).tap();
  await page.getByText('Olive Owner has your video.').waitFor();
  await fits();
  expect((await answerOf(id))?.state).toBe('answered');
  await context.close();
});

it('a link that is over says so, also to who is recording by it', { timeout: 90_000 }, async () => {
  const { id, url } = await ask('Too late');
  const guest = await openAs(review.browser, review.installation.origin);
  await comeIn(guest.page, url);
  await guest.page.getByRole('button', { name: 'Start recording' }).click();
  await untilRecorded(guest.page, 2);
  await review.api.videoRequests.withdraw({ id });
  await guest.page.getByText(/What you record now is kept on this device/).waitFor({ timeout: 40_000 });
  await guest.page.getByRole('button', { name: 'Stop' }).click();
  await guest.page.getByRole('button', { name: 'Save a copy' }).waitFor({ timeout: 20_000 });
  await expect.poll(() => faults(guest.page)).toEqual([]);
  const other = await openAs(review.browser, review.installation.origin);
  await other.page.goto(url);
  await other.page.getByRole('heading', { name: 'This link is over' }).waitFor();
  await other.page.getByText('This request was closed by who sent it.').waitFor();
  await expect.poll(() => faults(other.page)).toEqual([]);
  await other.page.goto(`${url}x`);
  await other.page.getByText('This link does not exist.').waitFor();
  for (const { context } of [guest, other]) await context.close();
});

it('is answered by one; the sender ends the link and makes a new one', { timeout: 90_000 }, async () => {
  const { id, url } = await ask('For one of you');
  const [first, second] = [
    await openAs(review.browser, review.installation.origin),
    await openAs(review.browser, review.installation.origin),
  ];
  await comeIn(first.page, url);
  await comeIn(second.page, url);
  await first.page.getByRole('button', { name: 'I can’t answer this' }).click();
  await first.page.getByLabel('Why not? (optional)').fill('Ask my colleague');
  await first.page.getByRole('button', { name: 'Say that I can’t' }).click();
  await first.page.getByText('Olive Owner is told that you can’t.').waitFor();
  await first.page.getByRole('button', { name: 'Answer after all' }).click();
  await first.page.getByRole('button', { name: 'Start recording' }).waitFor();
  await second.page.reload();
  await second.page.getByText('Somebody has answered by this link already.').waitFor();
  await expect.poll(() => faults(second.page)).toEqual([]);

  const { page } = review.owner;
  await page.goto(`/requests/${id}`);
  await page.getByText('“Ask my colleague”').waitFor();
  await page.getByRole('button', { name: 'End the link' }).click();
  await page.getByText('The link was ended.').waitFor();
  await second.page.reload();
  await second.page.getByText('This link was withdrawn.').waitFor();
  await page.getByRole('button', { name: 'New link' }).click();
  const renewed = await page.getByLabel('Link for the guest').inputValue();
  expect(renewed).not.toBe(url);
  await first.page.goto(renewed);
  await first.page.getByText('Olive Owner is told that you can’t.').waitFor();
  for (const { context } of [first, second]) await context.close();
});
