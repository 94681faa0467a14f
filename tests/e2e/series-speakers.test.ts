import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { faults } from '../support/axe.ts';
import { startReview, type Review } from '../support/review.ts';

let review: Review;
beforeAll(async () => {
  review = await startReview();
}, 90_000);
afterAll(() => review?.[Symbol.asyncDispose]());

const shot = async (page: Page, name: string) => {
  const folder = process.env['PLAYHEAD_SHOTS'];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
};
const tomorrow = () => new Intl.DateTimeFormat('en', { weekday: 'long' }).format(Date.now() + 86_400_000);

it(
  'one speaks each time, in an order that is chosen; two swap; dates are seen before and left out',
  { timeout: 120_000 },
  async () => {
    const [owner, member] = [review.owner.page, review.member.page];
    const api = await review.apiOf(owner);
    const { user } = await api.accounts.me();
    await api.groups.create({ name: 'Makers', memberIds: [user.id] });
    await owner.emulateMedia({ reducedMotion: 'reduce' });
    await owner.goto('/updates');
    await owner.getByRole('button', { name: 'Make the first' }).click();
    const dialog = owner.getByRole('dialog', { name: 'New update series' });
    await dialog.getByLabel('Begin with').selectOption('Design critique');
    await dialog.getByLabel('On', { exact: true }).selectOption(tomorrow());
    await dialog.getByLabel('Opens').selectOption('Five days before');
    await dialog.getByLabel('Who can see it').selectOption('Only who takes part');
    await dialog.getByLabel('Part of Makers').selectOption('Answers');
    await dialog.getByLabel('Part of Mia Member').selectOption('Answers');
    const order = dialog.getByRole('list', { name: 'Order of speakers' }).getByRole('listitem');
    await expect.poll(() => order.allTextContents()).toHaveLength(2);
    await dialog.getByRole('button', { name: 'Move Olive Owner up' }).click();
    await expect.poll(async () => (await order.allTextContents())[0]).toContain('Olive Owner');
    const dates = dialog.getByRole('region', { name: 'The next dates' });
    await expect.poll(() => dates.getByRole('listitem').count()).toBe(5);
    await dates.getByRole('button', { name: 'Leave out' }).nth(1).click();
    await dates.getByText('Left out').waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await owner.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await shot(owner, `dialog-${colorScheme}`);
      await owner.setViewportSize({ width: 390, height: 844 });
      expect(await owner.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      await dates.scrollIntoViewIfNeeded();
      await expect.poll(() => faults(owner)).toEqual([]);
      await shot(owner, `dialog-phone-${colorScheme}`);
      await order.first().scrollIntoViewIfNeeded();
      await shot(owner, `order-phone-${colorScheme}`);
      await owner.setViewportSize({ width: 1360, height: 850 });
    }
    await dialog.getByRole('button', { name: 'Create' }).click();
    await owner.getByText('Olive Owner speaks this time; the others watch.').waitFor({ timeout: 30_000 });
    await owner.getByText(/Next: Olive Owner on .*, then Mia Member/).waitFor();
    await expect.poll(() => faults(owner)).toEqual([]);
    await shot(owner, 'page');

    // Mia takes the turn that is under way, by keyboard alone.
    await member.goto('/updates');
    await member.getByRole('link', { name: /Design critique/ }).click();
    const swap = member.getByRole('button', { name: 'Swap turns' });
    await swap.waitFor();
    expect(await member.getByRole('form', { name: 'Your update' }).count()).toBe(0);
    await swap.focus();
    await member.keyboard.press('Enter');
    const asking = member.getByRole('dialog', { name: 'Swap turns' });
    await asking.getByLabel('My turn with').selectOption('Olive Owner');
    await expect.poll(() => faults(member)).toEqual([]);
    await shot(member, 'swap');
    await asking.getByRole('button', { name: 'Swap' }).focus();
    await member.keyboard.press('Enter');
    await member.getByText('Mia Member speaks this time; the others watch.').waitFor({ timeout: 30_000 });
    await member.getByRole('form', { name: 'Your update' }).waitFor({ timeout: 30_000 });
    await owner.getByText('Mia Member speaks this time; the others watch.').waitFor({ timeout: 30_000 });
    // What was chosen is there when it is changed.
    await owner.getByRole('button', { name: 'Change', exact: true }).click();
    const change = owner.getByRole('dialog', { name: 'Change the series' });
    await expect.poll(() => change.getByLabel('Part of Makers').inputValue()).toBe('participant');
    expect(await change.getByLabel('Who can see it').inputValue()).toBe('private');
    await change.getByText('Left out').waitFor();
    await change.getByRole('button', { name: 'Take in' }).click();
    await change.getByRole('button', { name: 'Save' }).click();
    await change.waitFor({ state: 'detached' });
    await expect.poll(async () => (await api.series.list())[0]?.skips).toEqual([]);
    expect([...review.owner.errors, ...review.member.errors]).toEqual([]);
  },
);
