import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordedSeconds, startRecording, untilAtLeast } from '../support/recorder.ts';
import { commentOf, startReview, type Review } from '../support/review.ts';

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

/** On a busy computer things take their time. */
const PATIENTLY = { timeout: 10_000 };

async function recordReply(page: Page, what: string, seconds: number): Promise<void> {
  await page.getByRole('button', { name: 'Record a reply' }).last().click();
  await page.getByRole('menuitem', { name: what }).click();
  await page.getByRole('region', { name: 'Recording a reply' }).waitFor({ timeout: 20_000 });
  await untilAtLeast(() => recordedSeconds(page), seconds);
}

async function stopReply(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText(/reply, ready to be sent/).waitFor({ timeout: 20_000 });
}

const isMainPaused = (page: Page) => page.evaluate(() => document.querySelector('video')?.paused);

/** The small player goes on, from where it is. */
async function expectReplyPlaying(page: Page, kind: 'Video reply' | 'Voice reply'): Promise<void> {
  const video = page.getByRole('group', { name: kind }).locator('video');
  const at = () => video.evaluate((element) => (element as HTMLVideoElement).currentTime);
  await expect.poll(at, { timeout: 15_000 }).toBeGreaterThan(0.3);
}

describe('a video reply', () => {
  it(
    'is recorded in its place, survives a reload, and is played by others',
    { timeout: 120_000 },
    async () => {
      await review.clear();
      const { page } = owner;
      await review.open(page);
      await page.keyboard.press('k');
      await expect.poll(() => isMainPaused(page), PATIENTLY).toBe(false);
      await recordReply(page, 'Record a video reply', 3);
      expect(await isMainPaused(page)).toBe(true);
      await page.getByRole('button', { name: 'Pause the recording' }).click();
      await page.getByRole('button', { name: 'Go on recording' }).click();
      await stopReply(page);
      await page.reload();
      await page.getByText('Video reply, ready to be sent').waitFor();
      // It is no video of the library, and nothing that was left unfinished.
      expect((await api.videos.list({ limit: 50 })).items).toHaveLength(1);
      await page.getByRole('button', { name: /^Play the video reply by you/ }).click();
      await expectReplyPlaying(page, 'Video reply');
      await page.getByRole('button', { name: 'Comment', exact: true }).click();
      const article = page.getByRole('article');
      await article.getByRole('button', { name: /^Play the video reply by Olive Owner, 0:0\d/ }).waitFor();
      const made = await commentOf(api, slug);
      expect(made).toMatchObject({ body: '', reply: { hasPicture: true } });

      const viewer = member.page;
      let asked = 0;
      viewer.on('request', (request) => {
        if (request.url().includes(`/videos/${made?.reply?.slug}/`)) asked++;
      });
      await review.open(viewer);
      const play = viewer.getByRole('button', { name: /^Play the video reply by Olive Owner/ });
      await play.waitFor();
      await viewer.keyboard.press('k');
      await expect.poll(() => isMainPaused(viewer), PATIENTLY).toBe(false);
      expect(asked).toBe(0);
      await play.click();
      await expectReplyPlaying(viewer, 'Video reply');
      expect(await isMainPaused(viewer)).toBe(true);
      // The other way round: the main video silences the reply.
      await viewer.getByRole('button', { name: 'Play', exact: true }).click();
      await expect.poll(() => isMainPaused(viewer), PATIENTLY).toBe(false);
      const reply = viewer.getByRole('group', { name: 'Video reply' }).locator('video');
      await expect.poll(() => reply.evaluate((v) => (v as HTMLVideoElement).paused), PATIENTLY).toBe(true);
      await viewer.keyboard.press('k');
      await viewer.getByLabel('Speed of the reply').selectOption('2');
      expect(await reply.evaluate((v) => (v as HTMLVideoElement).playbackRate)).toBe(2);
      await viewer.getByLabel('Position in the reply').focus();
      await viewer.keyboard.press('ArrowLeft');
      await expect
        .poll(() => reply.evaluate((v) => (v as HTMLVideoElement).currentTime), PATIENTLY)
        .toBeLessThan(0.2);

      // It is processed as any video is, and its poster comes by itself.
      await expect
        .poll(async () => (await api.comments.list({ slug }))[0]?.reply, { timeout: 60_000, interval: 500 })
        .toMatchObject({ status: 'ready', posterUrl: expect.stringContaining('poster.jpg') });
      await review.open(viewer, '?t=0');
      await viewer.getByRole('article').locator('img[src*="poster.jpg"]').waitFor();

      await article.getByRole('button', { name: 'More' }).click();
      await page.getByRole('menuitem', { name: 'Delete' }).click();
      await play.waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Undo' }).click();
      await play.waitFor();
      await play.click();
      await expectReplyPlaying(viewer, 'Video reply');
    },
  );

  it('is thrown away and brought back, before and after stop', { timeout: 90_000 }, async () => {
    await review.clear();
    const { page } = owner;
    await review.open(page);
    await recordReply(page, 'Record a video reply', 2);
    await page.getByRole('button', { name: 'Throw the reply away' }).click();
    await page.getByText(/Thrown away\. Gone for good in/).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Video reply, ready to be sent').waitFor({ timeout: 20_000 });
    await page.getByRole('button', { name: 'Throw the reply away' }).click();
    await page.getByText('Reply thrown away').waitFor();
    expect(await page.getByRole('button', { name: 'Comment', exact: true }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Video reply, ready to be sent').waitFor();
    const removed = page.waitForResponse((answer) => answer.request().method() === 'DELETE');
    await page.getByRole('button', { name: 'Throw the reply away' }).click();
    expect((await removed).ok()).toBe(true);
    expect(await page.getByText('ready to be sent').count()).toBe(0);
  });

  it('goes on while its author looks at other pages, which say so', { timeout: 90_000 }, async () => {
    const { page } = owner;
    await review.open(page);
    await recordReply(page, 'Record a video reply', 2);
    await page.getByRole('link', { name: 'Record', exact: true }).first().click();
    await page.getByText('You are recording a reply').waitFor();
    await page.getByRole('link', { name: 'Go to it' }).click();
    await page.getByRole('region', { name: 'Recording a reply' }).waitFor();
    await page.getByRole('button', { name: 'Throw the reply away' }).click();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await expect.poll(() => page.getByText(/Thrown away/).count(), PATIENTLY).toBe(0);
  });
});

it('waits for a recording that is under way elsewhere, and leads there', { timeout: 90_000 }, async () => {
  const { page } = owner;
  await startRecording(page, { mode: 'Camera', title: 'Long' });
  await page.getByRole('link', { name: 'Library', exact: true }).first().click();
  await page.locator(`a[href="/v/${slug}"]`).first().click();
  await page.getByLabel('Write a comment').waitFor();
  await page.getByRole('button', { name: 'Record a reply' }).last().click();
  await page.getByRole('menuitem', { name: 'Record a video reply' }).click();
  await page.getByText('You are recording a video already.').waitFor();
  await page.getByRole('link', { name: 'Go to it' }).click();
  await page.getByRole('button', { name: 'Throw away' }).click();
  await page.getByRole('button', { name: 'Record anew' }).click();
  await expect
    .poll(async () => (await api.videos.list({ limit: 50 })).items.length, { timeout: 10_000 })
    .toBe(1);
});

describe('a voice reply', () => {
  it(
    'answers a thread, is cut off by a closed tab, and is finished and sent later',
    { timeout: 120_000 },
    async () => {
      await review.clear();
      await api.comments.create({ slug, body: 'Say something', atMs: 1000 });
      const { context } = owner;
      const page = await context.newPage();
      await review.open(page);
      const thread = page.getByRole('article').filter({ hasText: 'Say something' });
      await thread.waitFor();
      await page.getByRole('button', { name: 'Reply', exact: true }).click();
      await page.getByRole('button', { name: 'Record a reply' }).first().click();
      await page.getByRole('menuitem', { name: 'Record a voice reply' }).click();
      await page.getByRole('region', { name: 'Recording a reply' }).waitFor({ timeout: 20_000 });
      await untilAtLeast(() => recordedSeconds(page), 2);
      await page.route('**/storage/**', (route) => route.abort());
      await untilAtLeast(() => recordedSeconds(page), 7);
      await page.close({ runBeforeUnload: false });

      const next = await context.newPage();
      await review.open(next);
      await next.getByText('Voice reply, ready to be sent').waitFor({ timeout: 30_000 });
      expect(await next.getByText(/Finish uploading/).count()).toBe(0);
      const form = next.getByRole('form').or(next.locator('form')).first();
      await form.getByRole('button', { name: 'Reply', exact: true }).click();
      const play = next.getByRole('article').getByRole('button', { name: /^Play the Voice reply by Olive/ });
      await play.waitFor();
      await play.click();
      await expectReplyPlaying(next, 'Voice reply');
      await expect
        .poll(async () => (await api.comments.list({ slug })).find(({ reply }) => reply)?.reply, {
          timeout: 60_000,
          interval: 500,
        })
        .toMatchObject({ hasPicture: false, status: 'ready', posterUrl: null });
      const sent = await commentOf(api, slug, ({ reply }) => reply !== null);
      expect(sent?.parentId).not.toBeNull();
      // Two segments at least had been written down.
      expect(sent?.reply?.durationMs).toBeGreaterThan(3900);
      await next.close();
    },
  );

  it('has no fault that axe finds, recorded, drafted and sent', { timeout: 90_000 }, async () => {
    const { page } = owner;
    await review.open(page);
    const look = async () => {
      const { violations } = await new AxeBuilder({ page }).include('aside').analyze();
      return violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
      );
    };
    await page.getByRole('button', { name: /^Play the Voice reply/ }).click();
    await page.getByRole('group', { name: 'Voice reply' }).waitFor();
    expect(await look()).toEqual([]);
    await recordReply(page, 'Record a voice reply', 2);
    expect(await look()).toEqual([]);
    await stopReply(page);
    expect(await look()).toEqual([]);
    await page.getByRole('button', { name: 'Comment', exact: true }).click();
    await expect
      .poll(() => page.getByRole('button', { name: /^Play the Voice reply/ }).count(), PATIENTLY)
      .toBe(1);
  });
});

it('left no error behind', () => {
  expect([...owner.errors, ...member.errors].filter((error) => !/ERR_|net::/.test(error))).toEqual([]);
});
