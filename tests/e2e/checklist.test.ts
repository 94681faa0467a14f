import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { faults } from '../support/axe.ts';
import { commentOf, drag, pictureBox, startReview, type Review } from '../support/review.ts';

let review: Review;
let owner: Review['owner'];
let member: Review['member'];
let api: Review['api'];
let slug: Review['slug'];
beforeAll(async () => {
  review = await startReview();
  ({ owner, member, api, slug } = review);
}, 90_000);
beforeEach(() => review.clear());
afterAll(() => review[Symbol.asyncDispose]());

/** On a busy computer a call takes its time. */
const PATIENTLY = { timeout: 10_000 };
const positionOf = (page: Page) => page.evaluate(() => document.querySelector('video')?.currentTime ?? 0);
const openCount = async () =>
  (await api.comments.list({ slug })).filter(({ resolvedAt, parentId }) => !resolvedAt && !parentId).length;

describe('the checklist', () => {
  it('leads through the open threads by keys alone, to the end', { timeout: 60_000 }, async () => {
    await api.comments.create({ slug, body: 'First', atMs: 1000 });
    await api.comments.create({ slug, body: 'Second', atMs: 4000, endMs: 4600 });
    await api.comments.create({ slug, body: 'Third', atMs: 7000 });
    const { page } = owner;
    await review.open(page);
    await page.getByRole('button', { name: 'Work through the open threads' }).focus();
    await page.keyboard.press('Enter');
    const list = page.getByRole('region', { name: 'Checklist of open threads' });
    const heading = list.getByRole('heading', { level: 2 }).first();
    const expectAt = async (progress: string, text: string) => {
      await expect.poll(() => heading.textContent(), PATIENTLY).toBe(progress);
      await expect.poll(() => list.getByRole('article').allTextContents(), PATIENTLY).toHaveLength(1);
      await list.getByRole('article').getByText(text).waitFor();
    };
    await expectAt('1 of 3', 'First');
    await page.keyboard.press('r');
    await expectAt('2 of 3', 'Second');
    await expect.poll(openCount, PATIENTLY).toBe(2);
    // Its range plays, and waits at its end.
    await expect.poll(() => positionOf(page), { timeout: 5000 }).toBeGreaterThan(4.55);
    await expect
      .poll(() => page.evaluate(() => document.querySelector('video')?.paused), PATIENTLY)
      .toBe(true);
    // Back to what is resolved, and open again.
    await page.keyboard.press('p');
    await expectAt('1 of 3', 'First');
    await page.keyboard.press('r');
    await expect.poll(openCount, PATIENTLY).toBe(3);
    await page.keyboard.press('n');
    await expectAt('2 of 3', 'Second');
    await page.keyboard.press('n');
    await expectAt('3 of 3', 'Third');
    await page.keyboard.press('n');
    await expectAt('1 of 3', 'First');
    // What others add comes to its place by itself.
    await (await review.apiOf(member.page)).comments.create({ slug, body: 'Between', atMs: 2000 });
    await expectAt('1 of 4', 'First');
    await expect.poll(() => faults(page)).toEqual([]);
    for (const text of ['Between', 'Second', 'Third']) {
      await page.keyboard.press('r');
      await list.getByRole('article').getByText(text).waitFor();
    }
    await page.keyboard.press('r');
    await expect.poll(() => heading.textContent(), PATIENTLY).toBe('All resolved');
    await list.getByText('4 of 4 resolved').waitFor();
    await expect.poll(openCount, PATIENTLY).toBe(0);
    await page.keyboard.press('Escape');
    await expect.poll(() => list.count(), PATIENTLY).toBe(0);
    await page.getByRole('radio', { name: 'Open 0' }).waitFor();
  });

  it('is worked through by thumb on a phone', { timeout: 60_000 }, async () => {
    await api.comments.create({ slug, body: 'One', atMs: 1000 });
    await api.comments.create({ slug, body: 'Two', atMs: 5000 });
    const context = await review.browser.newContext({
      baseURL: review.installation.origin,
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
      storageState: await member.context.storageState(),
    });
    const page = await context.newPage();
    await review.open(page);
    await page.getByRole('button', { name: 'Work through the open threads' }).tap();
    await page.getByText('1 of 2').waitFor();
    await page.getByRole('button', { name: 'Next', exact: true }).tap();
    await page.getByText('2 of 2').waitFor();
    await expect.poll(() => positionOf(page), PATIENTLY).toBeGreaterThan(4.9);
    await page.getByRole('button', { name: 'Resolve & next' }).tap();
    await page.getByText('1 of 2', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Resolve & next' }).tap();
    await page.getByText('Nothing is left to do here').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await context.close();
  });
});

describe('a region', () => {
  it('is dragged over the picture, and seen there by everybody', { timeout: 60_000 }, async () => {
    const { page } = owner;
    await review.open(page);
    await page.keyboard.press('3');
    await page.keyboard.press('g');
    await page.getByTestId('region-picker').waitFor();
    await drag(page, [0.2, 0.3], [0.6, 0.8]);
    await page.getByText('A region of the picture').waitFor();
    await page.getByLabel('Write a comment').fill('This part');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('article').getByText('Region', { exact: true }).waitFor();
    const made = await commentOf(api, slug);
    for (const [key, wanted] of Object.entries({ x: 0.2, y: 0.3, width: 0.4, height: 0.5 }))
      expect(Math.abs((made?.region?.[key as 'x'] ?? 9) - wanted)).toBeLessThan(0.005);
    await review.open(member.page, `?comment=${made?.id}`);
    const shape = member.page.getByTestId('annotation').locator('svg rect').first();
    await shape.waitFor({ state: 'attached' });
    const picture = await pictureBox(member.page);
    const frame = await shape.evaluate((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    });
    expect(Math.abs((frame.x - picture.x) / picture.width - 0.4)).toBeLessThan(0.01);
    expect(Math.abs((frame.y - picture.y) / picture.height - 0.55)).toBeLessThan(0.01);
    // The still shows it too.
    await expect
      .poll(async () => (await api.comments.list({ slug }))[0]?.stillUrl, { timeout: 20_000, interval: 300 })
      .toMatch(/stills/);
  });

  it('is marked, sized and left by the keyboard', { timeout: 60_000 }, async () => {
    const { page } = owner;
    await review.open(page);
    await page.getByRole('button', { name: 'Mark a region of the picture (G)' }).click();
    const picker = page.getByTestId('region-picker');
    await picker.waitFor();
    await expect.poll(() => faults(page)).toEqual([]);
    for (const key of ['Enter', 'ArrowRight', 'ArrowDown', 'Shift+ArrowRight'])
      await page.keyboard.press(key);
    await page.keyboard.press('Enter');
    await page.getByText('A region of the picture').waitFor();
    await page.getByLabel('Write a comment').fill('By keys');
    await page.keyboard.press('Control+Enter');
    await expect
      .poll(async () => (await api.comments.list({ slug }))[0]?.region?.x, PATIENTLY)
      .toBeCloseTo(0.36, 3);
    expect((await api.comments.list({ slug }))[0]?.region?.width).toBeCloseTo(0.31, 3);
    await page.getByRole('button', { name: 'Mark a region of the picture (G)' }).click();
    await picker.waitFor();
    await page.keyboard.press('Escape');
    await picker.waitFor({ state: 'detached' });
    expect(await page.getByText('A region of the picture').count()).toBe(0);
  });
});

it('completes the names of spaces, and means everybody in them', { timeout: 60_000 }, async () => {
  await api.spaces.create({ name: 'Design crew', visibility: 'open' });
  const { page } = owner;
  await review.open(page);
  await page.getByLabel('Write a comment').click();
  await page.keyboard.type('Hi @des');
  await page.getByRole('option', { name: /Design crew/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('article').getByText('@Design crew').waitFor();
  await review.open(member.page);
  await member.page.getByRole('radio', { name: 'Mentions me 1' }).click();
  await member.page.getByRole('article').getByText('@Design crew').waitFor();
  expect((await commentOf(api, slug)).body).toMatch(/@\[Design crew\]\(space:/);
});

it('left no error behind', () => {
  expect([...owner.errors, ...member.errors].filter((error) => !/ERR_|net::/.test(error))).toEqual([]);
});
