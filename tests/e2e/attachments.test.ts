import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makePicture } from '../support/media.ts';
import { openAs } from '../support/browser.ts';
import { commentOf, startReview, type Review } from '../support/review.ts';
import { HOSTILE_FILES, PDF } from '../support/sample-files.ts';

let review: Review;
let owner: Review['owner'];
let member: Review['member'];
let wide: Buffer;
let tall: Buffer;
beforeAll(async () => {
  review = await startReview();
  ({ owner, member } = review);
  await owner.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  [wide, tall] = [await makePicture(1600, 900), await makePicture(600, 1200)];
}, 90_000);
beforeEach(() => review.clear());
afterAll(() => review[Symbol.asyncDispose]());

interface GivenFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}
const file = (name: string, mimeType: string, buffer: Buffer): GivenFile => ({ name, mimeType, buffer });
const composer = (page: Page) => page.getByRole('form', { name: 'New comment' });
const chips = (page: Page) =>
  composer(page).getByRole('list', { name: 'Files to send' }).getByRole('listitem');

async function choose(page: Page, files: GivenFile[], form = composer(page)): Promise<void> {
  const opened = page.waitForEvent('filechooser');
  await form.getByRole('button', { name: 'Attach files' }).click();
  await (await opened).setFiles(files);
}

async function drop(page: Page, { name, mimeType, buffer }: GivenFile): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ({ bytes, fileName, type }) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(bytes)], fileName, { type }));
      return transfer;
    },
    { bytes: [...buffer], fileName: name, type: mimeType },
  );
  const field = page.getByLabel('Write a comment');
  await field.dispatchEvent('dragover', { dataTransfer });
  await page.getByText('Drop to attach').waitFor();
  await field.dispatchEvent('drop', { dataTransfer });
}

async function pastePicture(page: Page, png: Buffer): Promise<void> {
  await page.getByLabel('Write a comment').focus();
  await page.evaluate(
    async (bytes) => {
      const blob = new Blob([new Uint8Array(bytes)], { type: 'image/png' });
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
    },
    [...png],
  );
  await page.keyboard.press('Control+v');
}

const arrived = (page: Page) =>
  expect.poll(() => composer(page).getByRole('progressbar').count(), { timeout: 10_000 }).toBe(0);

describe('files', () => {
  it(
    'are chosen, pasted and dropped, survive a reload, and are shown to everybody',
    { timeout: 90_000 },
    async () => {
      const { page } = owner;
      await review.open(page);
      await choose(page, [
        file('Brief for March.pdf', 'application/pdf', PDF),
        file('wide.png', 'image/png', wide),
      ]);
      await pastePicture(page, tall);
      await drop(page, file('notes.html', 'text/html', HOSTILE_FILES[1]?.bytes ?? PDF));
      await expect.poll(() => chips(page).count()).toBe(4);
      await arrived(page);
      const names = await chips(page).locator('p:first-child').allTextContents();
      expect(names).toEqual(['Brief for March.pdf', 'wide.png', 'image.png', 'notes.html']);
      await page.reload();
      await expect.poll(() => chips(page).count()).toBe(4);
      expect((await new AxeBuilder({ page }).include('aside').analyze()).violations).toEqual([]);
      // Without a word.
      await page.getByLabel('Write a comment').focus();
      await page.keyboard.press('Control+Enter');
      await page.getByRole('article').getByRole('button', { name: 'Show wide.png' }).waitFor();
      expect(await chips(page).count()).toBe(0);
      expect((await commentOf(review.api, review.slug)).body).toBe('');

      await review.open(member.page);
      const article = member.page.getByRole('article');
      const thumbnail = article.getByRole('button', { name: 'Show wide.png' }).locator('img');
      await expect
        .poll(() => thumbnail.evaluate((image) => (image as HTMLImageElement).naturalWidth))
        .toBe(1600);
      expect((await new AxeBuilder({ page: member.page }).include('aside').analyze()).violations).toEqual([]);
      await thumbnail.click();
      const viewer = member.page.getByRole('dialog');
      await viewer.getByRole('heading', { name: 'wide.png' }).waitFor();
      await member.page.keyboard.press('ArrowRight');
      await viewer.getByRole('heading', { name: 'image.png' }).waitFor();
      await viewer.getByText('2 of 2 · 600 × 1200').waitFor();
      expect(
        (await new AxeBuilder({ page: member.page }).include('[role=dialog]').analyze()).violations,
      ).toEqual([]);
      await member.page.keyboard.press('Escape');
      await expect.poll(() => viewer.count()).toBe(0);

      const opened = member.context.waitForEvent('page');
      await article.getByRole('link', { name: /^Brief for March\.pdf/ }).click();
      const pdf = await opened;
      await expect.poll(() => pdf.content()).toContain('pdf_embedder');
      await pdf.close();

      const downloaded = member.page.waitForEvent('download');
      await article.getByRole('link', { name: 'Download notes.html' }).click();
      expect((await downloaded).suggestedFilename()).toBe('notes.html');
      expect(await article.getByRole('link', { name: /^Open notes|^notes/ }).count()).toBe(0);
    },
  );

  it('that are code in disguise run nowhere, even by their address', { timeout: 60_000 }, async () => {
    const { page } = owner;
    await review.open(page);
    const evil = HOSTILE_FILES.map(({ name, bytes }) => file(name, 'image/png', bytes));
    await choose(page, evil);
    await expect.poll(() => chips(page).count()).toBe(evil.length);
    await arrived(page);
    await page.getByLabel('Write a comment').fill('Have a look');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('article').getByText('Have a look').waitFor();
    const comment = await commentOf(review.api, review.slug);
    expect(comment?.attachments).toHaveLength(evil.length);
    const guest = await openAs(review.browser, review.installation.origin);
    for (const { downloadUrl } of comment?.attachments ?? [])
      for (const url of [downloadUrl, downloadUrl.replace('/download', '')]) {
        const download = guest.page.waitForEvent('download');
        // A navigation that becomes a download is one that shows nothing.
        await expect(guest.page.goto(url)).rejects.toThrow(/Download is starting|ERR_ABORTED/);
        await (await download).cancel();
      }
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    await guest.context.close();
  });

  it('are taken out and added by an edit', { timeout: 60_000 }, async () => {
    const { page } = owner;
    await review.open(page);
    await choose(page, [
      file('one.png', 'image/png', wide),
      file('two.zip', 'application/zip', Buffer.from('PK')),
    ]);
    await arrived(page);
    await page.getByLabel('Write a comment').fill('Two files');
    await page.keyboard.press('Control+Enter');
    const article = page.getByRole('article').filter({ hasText: 'Two files' });
    await article.getByText('two.zip').waitFor();
    await article.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Edit', exact: true }).click();
    const form = page.getByRole('article').locator('form');
    await form.getByRole('button', { name: 'Remove one.png' }).click();
    await choose(page, [file('three.png', 'image/png', tall)], form);
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('article').getByRole('button', { name: 'Show three.png' }).waitFor();
    const comment = await commentOf(review.api, review.slug);
    expect(comment?.attachments.map(({ fileName }) => fileName)).toEqual(['two.zip', 'three.png']);
    await page.getByRole('button', { name: 'Reply', exact: true }).click();
    const reply = page.locator('form', { has: page.getByLabel('Reply', { exact: true }) });
    await choose(page, [file('reply.png', 'image/png', wide)], reply);
    await reply.getByRole('button', { name: 'Reply', exact: true }).click();
    await page.getByRole('button', { name: 'Show reply.png' }).waitFor();
  });

  it('that can’t be sent say why, and are tried again or removed', { timeout: 60_000 }, async () => {
    const { page } = owner;
    await review.open(page);
    await choose(page, [file('empty.txt', 'text/plain', Buffer.alloc(0))]);
    await chips(page).getByText('It is empty').waitFor();
    const send = composer(page).getByRole('button', { name: 'Comment' });
    expect(await send.isDisabled()).toBe(true);
    await page.route('**/storage/**', (route) => route.abort());
    await choose(page, [file('late.png', 'image/png', wide)]);
    await chips(page).getByText('The connection broke off.').waitFor({ timeout: 20_000 });
    await page.unroute('**/storage/**');
    await page.getByRole('button', { name: 'Upload late.png again' }).click();
    await arrived(page);
    await page.getByRole('button', { name: 'Remove empty.txt' }).click();
    await expect.poll(() => send.isEnabled()).toBe(true);
    const eleven = Array.from({ length: 11 }, (_, i) => file(`${i}.txt`, 'text/plain', Buffer.from(`${i}`)));
    await choose(page, eleven);
    await page.getByText('A comment has at most 10 files').waitFor();
    await expect.poll(() => chips(page).count()).toBe(10);
    await arrived(page);
    for (let left = 10; left > 0; left--)
      await chips(page)
        .first()
        .getByRole('button', { name: /^Remove/ })
        .click();
    await expect
      .poll(() =>
        page.evaluate(() => Object.keys(localStorage).some((key) => key.startsWith('playhead.draft'))),
      )
      .toBe(false);
  });
});

it('left no error behind', () => {
  expect([...owner.errors, ...member.errors]).toEqual([]);
});
