import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { faults } from '../support/axe.ts';
import { startReview, type Review } from '../support/review.ts';

let review: Review;
beforeAll(async () => {
  review = await startReview();
}, 90_000);
afterAll(() => review?.[Symbol.asyncDispose]());

/** Tomorrow's weekday, as the choice is called: what is due then and opens five days before is open now. */
const tomorrow = () => new Intl.DateTimeFormat('en', { weekday: 'long' }).format(Date.now() + 86_400_000);
const state = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name });

it(
  'a series is made, asks, is answered by two people, and shows who said what',
  { timeout: 120_000 },
  async () => {
    const [owner, member] = [review.owner.page, review.member.page];
    await owner.goto('/updates');
    await owner.getByText('No series yet').waitFor();
    await expect.poll(() => faults(owner)).toEqual([]);
    await owner.getByRole('button', { name: 'Make the first' }).click();
    const dialog = owner.getByRole('dialog', { name: 'New update series' });
    await dialog.getByLabel('Begin with').selectOption('Retrospective');
    await dialog.getByLabel('Title').fill('How was it?');
    await dialog.getByLabel('On', { exact: true }).selectOption(tomorrow());
    await dialog.getByLabel('Opens').selectOption('Five days before');
    for (const name of ['Olive Owner', 'Mia Member'])
      await dialog.getByLabel(`Part of ${name}`).selectOption('Answers');
    await expect.poll(() => faults(owner)).toEqual([]);
    await dialog.getByRole('button', { name: 'Create' }).click();

    // The worker asks; open pages hear of it.
    const form = owner.getByRole('form', { name: 'Your update' });
    await form.waitFor({ timeout: 30_000 });
    await form.getByRole('button', { name: 'Use a video of mine' }).click();
    await owner.getByRole('list', { name: 'My videos' }).getByRole('button').first().click();
    await form.getByRole('region', { name: 'Video of your update' }).waitFor();
    await form.getByRole('button', { name: 'Send' }).click();
    await owner.getByText('“How did it feel?” needs an answer.').waitFor();
    await form.getByRole('radio', { name: 'green' }).check();
    await owner.reload();
    // What was chosen is still there.
    await expect.poll(() => form.getByRole('radio', { name: 'green' }).isChecked()).toBe(true);
    await form.getByRole('button', { name: 'Send' }).click();
    await owner.getByText('1 of 2 answered').waitFor();
    await state(owner, 'Olive Owner').getByText('Green').waitFor();

    await member.goto('/updates');
    const asked = member.getByRole('region', { name: 'Asked of you' });
    await asked.getByText('How was it?').waitFor();
    await expect.poll(() => faults(member)).toEqual([]);
    await asked.getByRole('link', { name: 'Answer' }).click();
    await member.getByLabel('What went well?').fill('The talk with the client');
    await member.getByLabel('What do we change?').fill('Nothing');
    await member.getByRole('radio', { name: 'red' }).focus();
    await member.keyboard.press('Space');
    await member.getByRole('button', { name: 'Send' }).focus();
    await member.keyboard.press('Enter');
    await member.getByText('2 of 2 answered').waitFor();
    await state(owner, 'Mia Member').getByText('The talk with the client').waitFor();
    await expect.poll(() => faults(owner)).toEqual([]);
    await member.goto('/updates');
    await member.getByRole('link', { name: /How was it\?/ }).waitFor();
    expect(await member.getByRole('region', { name: 'Asked of you' }).count()).toBe(0);
    // Somebody who did not make it can't change it.
    await member.getByRole('link', { name: /How was it\?/ }).click();
    await member.getByText('2 of 2 answered').waitFor();
    expect(await member.getByRole('button', { name: 'Pause' }).count()).toBe(0);
    expect([...review.owner.errors, ...review.member.errors]).toEqual([]);
  },
);

it('is paused, changed and ended by who made it; fits a phone', { timeout: 60_000 }, async () => {
  const { page } = review.owner;
  await page.goto('/updates');
  await page.getByRole('link', { name: /How was it\?/ }).click();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByText('Nobody is asked until it goes on.').waitFor();
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await page.getByLabel('Title').fill('How is it?');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'How is it?' }).waitFor();
  for (const scheme of ['light', 'dark'] as const) {
    // Colours in the middle of a change are nobody's fault.
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await expect.poll(() => faults(page)).toEqual([]);
    await page.setViewportSize({ width: 1360, height: 850 });
  }
  await page.getByRole('button', { name: 'End', exact: true }).click();
  await page.getByText('No series yet').waitFor();
});
