import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
afterAll(() => review[Symbol.asyncDispose]());

describe('ink', () => {
  it('drawn at one size lies within 0.5 % at three others, for everybody', { timeout: 90_000 }, async () => {
    await review.clear();
    const { page } = owner;
    await review.open(page);
    await page.keyboard.press('3');
    await page.keyboard.press('d');
    await page.getByRole('radio', { name: 'Box' }).click();
    await drag(page, [0.2, 0.3], [0.7, 0.8]);
    await page.keyboard.press('Escape');
    await page.getByText('A drawing of one object').waitFor();
    await page.getByLabel('Write a comment').fill('This part');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('article').getByText('This part').waitFor();
    const made = await commentOf(api, slug);
    const [from, to] = made?.ink[0]?.points ?? [];
    for (const [i, expected] of [0.2, 0.3, 0.7, 0.8].entries())
      expect(
        Math.abs(([...(from ?? []).slice(0, 2), ...(to ?? []).slice(0, 2)][i] ?? 9) - expected),
      ).toBeLessThan(0.005);
    const sizes = [
      { width: 1720, height: 1000 },
      { width: 1100, height: 700 },
      { width: 390, height: 844 },
    ];
    for (const size of sizes) {
      await member.page.setViewportSize(size);
      await review.open(member.page, `?comment=${made?.id}`);
      const shape = member.page.getByTestId('annotation').locator('svg > *').first();
      await shape.waitFor({ state: 'attached' });
      const picture = await pictureBox(member.page);
      const drawn = await shape.evaluate((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return { x, y, width, height };
      });
      const middle = {
        x: (drawn.x + drawn.width / 2 - picture.x) / picture.width,
        y: (drawn.y + drawn.height / 2 - picture.y) / picture.height,
      };
      expect(Math.abs(middle.x - 0.45)).toBeLessThan(0.005);
      expect(Math.abs(middle.y - 0.55)).toBeLessThan(0.005);
    }
    await member.page.setViewportSize({ width: 1360, height: 850 });
    // The still follows by itself.
    await expect
      .poll(async () => (await api.comments.list({ slug }))[0]?.stillUrl, { timeout: 20_000, interval: 300 })
      .toMatch(/stills/);
    await page.getByRole('button', { name: 'Show this frame with its drawing' }).waitFor();
  });

  it('is undone, redone, erased and changed later by its author alone', { timeout: 60_000 }, async () => {
    await review.clear();
    const { page } = owner;
    await review.open(page);
    await page.keyboard.press('d');
    await page.getByRole('radio', { name: 'Arrow' }).click();
    await drag(page, [0.1, 0.1], [0.3, 0.3]);
    await drag(page, [0.5, 0.5], [0.8, 0.6]);
    const shapes = page.getByTestId('annotation').locator('svg > *');
    await expect.poll(() => page.getByText('A drawing of 2 objects').count()).toBe(1);
    await page.keyboard.press('Control+z');
    await expect.poll(() => page.getByText('A drawing of one object').count()).toBe(1);
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(() => page.getByText('A drawing of 2 objects').count()).toBe(1);
    await page.keyboard.press('Escape');
    await page.getByLabel('Write a comment').fill('Two arrows');
    await page.keyboard.press('Control+Enter');
    const item = page.getByRole('article').filter({ hasText: 'Two arrows' });
    await item.waitFor();
    await expect.poll(() => shapes.count()).toBeGreaterThan(0);
    await item.getByRole('button', { name: 'More' }).click();
    await page.getByText('Edit the drawing').click();
    await page.getByRole('radio', { name: 'Eraser' }).click();
    await drag(page, [0.62, 0.4], [0.66, 0.7]);
    await page.keyboard.press('Escape');
    await expect
      .poll(async () => (await api.comments.list({ slug }))[0], { timeout: 10_000 })
      .toMatchObject({ revision: 2, ink: [{ tool: 'arrow' }] });
    await review.open(member.page);
    await member.page.getByRole('article').getByRole('button', { name: 'More' }).click();
    await member.page.getByRole('menuitem', { name: 'Copy link' }).waitFor();
    expect(await member.page.getByRole('menuitem', { name: /drawing|Draw/ }).count()).toBe(0);
    await member.page.keyboard.press('Escape');
  });
});

describe('writing', () => {
  it('pauses while typing, plays on when sent, and survives a reload', { timeout: 60_000 }, async () => {
    await review.clear();
    const { page } = owner;
    await review.open(page);
    await page.keyboard.press('k');
    const isPaused = () => page.evaluate(() => document.querySelector('video')?.paused);
    await expect.poll(isPaused).toBe(false);
    const field = page.getByLabel('Write a comment');
    await field.click();
    await page.keyboard.type('Ask @mi');
    expect(await isPaused()).toBe(true);
    await page.getByRole('option', { name: 'Mia Member' }).waitFor();
    await page.keyboard.press('Enter');
    expect(await field.inputValue()).toBe('Ask @Mia Member ');
    await page.reload();
    await expect.poll(() => field.inputValue()).toBe('Ask @Mia Member ');
    await field.focus();
    await page.keyboard.press('End');
    await page.keyboard.type('about *this*');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('article').getByText('@Mia Member').waitFor();
    expect(await field.inputValue()).toBe('');
    const mia = (await (await review.apiOf(member.page)).accounts.me()).user.id;
    expect((await commentOf(api, slug)).mentions).toEqual([mia]);
    // A draft is let go when its comment has arrived.
    const drafts = () =>
      page.evaluate(() => Object.keys(localStorage).filter((k) => k.startsWith('playhead.draft')));
    await expect.poll(drafts).toEqual([]);
    await review.open(member.page);
    await member.page.getByRole('radio', { name: 'Mentions me 1' }).click();
    await member.page.getByRole('article').getByText('@Mia Member').waitFor();
  });
});

describe('by keyboard alone', () => {
  it('a review goes from open to the last resolve', { timeout: 60_000 }, async () => {
    await review.clear();
    await api.comments.create({ slug, body: 'First', atMs: 1000 });
    await api.comments.create({ slug, body: 'Second', atMs: 4000, endMs: 4600 });
    const { page } = owner;
    await review.open(page);
    const press = (...keys: string[]) =>
      keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
    // The picture may be there before the threads are.
    await page.getByRole('article').first().waitFor();
    await press('Shift+N');
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('First');
    await press('r');
    await expect
      .poll(async () => (await api.comments.list({ slug })).filter((c) => c.resolvedAt).length, {
        timeout: 10_000,
      })
      .toBe(1);
    await press('Shift+N');
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('Second');
    // Its range plays, and waits at its end.
    await expect
      .poll(() => page.evaluate(() => document.querySelector('video')?.currentTime), { timeout: 5000 })
      .toBeGreaterThan(4.55);
    await expect.poll(() => page.evaluate(() => document.querySelector('video')?.paused)).toBe(true);
    expect(await page.evaluate(() => document.querySelector('video')?.currentTime)).toBeLessThan(4.75);
    await press('r');
    await expect
      .poll(async () => (await api.comments.list({ slug })).filter((c) => c.resolvedAt).length, {
        timeout: 10_000,
      })
      .toBe(2);
    await page.getByRole('radio', { name: 'Open 0' }).click();
    await page.getByText('Everything is resolved').waitFor();
    // A range by I and O.
    await press('2', 'i', '5', 'o');
    await page.getByTestId('marked').waitFor();
    await page.getByLabel('Write a comment').fill('From two to five');
    await press('Control+Enter');
    await expect
      .poll(async () => (await api.comments.list({ slug })).find((c) => c.body === 'From two to five'))
      .toMatchObject({ atMs: 2000, endMs: 5000 });
  });

  it('has no fault that axe finds', { timeout: 60_000 }, async () => {
    const { page } = owner;
    await review.open(page);
    await page.getByRole('article').first().waitFor();
    const look = async () => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      return violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
      );
    };
    expect(await look()).toEqual([]);
    await page.keyboard.press('d');
    await page.getByRole('toolbar', { name: 'Drawing' }).waitFor();
    // Not while it fades in.
    await page.waitForTimeout(500);
    expect(await look()).toEqual([]);
    await page.keyboard.press('Escape');
  });
});

describe('on a phone', () => {
  it('a review is drawn and written by touch', { timeout: 60_000 }, async () => {
    await review.clear();
    const context = await review.browser.newContext({
      baseURL: review.installation.origin,
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
      storageState: await member.context.storageState(),
    });
    const page = await context.newPage();
    await review.open(page);
    await page.getByRole('button', { name: 'Draw on the picture (D)' }).first().tap();
    await page.getByRole('toolbar', { name: 'Drawing' }).waitFor();
    await page.getByRole('radio', { name: 'Pen' }).tap();
    const box = await pictureBox(page);
    const client = await context.newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x: number, y: number) =>
      client.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: type === 'touchEnd' ? [] : [{ x: box.x + box.width * x, y: box.y + box.height * y }],
      });
    await touch('touchStart', 0.2, 0.2);
    // As slowly as a finger, and resting at the end: it is not to be taken for a fling.
    for (let i = 1; i <= 14; i++) {
      await touch('touchMove', 0.2 + Math.min(i, 10) * 0.05, 0.5 + Math.sin(Math.min(i, 10)) / 4);
      await page.waitForTimeout(25);
    }
    await touch('touchEnd', 0, 0);
    await client.detach();
    await page.waitForTimeout(400);
    await page.getByRole('button', { name: 'Done' }).tap();
    await page.getByText('A drawing of one object').waitFor();
    await page.getByLabel('Write a comment').fill('By finger');
    await page.getByRole('button', { name: 'Comment', exact: true }).tap();
    await page.getByRole('article').getByText('By finger').waitFor();
    const made = await commentOf(api, slug);
    expect(made?.ink[0]?.tool).toBe('pen');
    expect(made?.ink[0]?.points.length).toBeGreaterThan(4);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await context.close();
  });
});

it('left no error behind', () => {
  expect([...owner.errors, ...member.errors].filter((error) => !/ERR_CONNECTION|net::/.test(error))).toEqual(
    [],
  );
});
