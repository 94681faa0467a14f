import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '#server/embedded/start-postgres.ts';
import { openAs } from '../support/browser.ts';
import { HOSTILE_FILES, pictureBytes } from '../support/sample-files.ts';
import { commentOf, drag, startReview, type Review } from '../support/review.ts';
import { isSoak } from '../support/soak.ts';

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

describe('two people at once', () => {
  it('on two servers end with the same threads, and no word is lost', { timeout: 90_000 }, async () => {
    await review.clear();
    const port = await freePort();
    const second = await review.installation.startServer(port);
    try {
      const mine = api;
      const theirs = await review.apiOf(member.page, `http://localhost:${port}`);
      const threads = await Promise.all(
        Array.from({ length: 8 }, (_, i) =>
          (i % 2 === 0 ? mine : theirs).comments.create({ slug, body: `Thread ${i}`, atMs: i * 500 }),
        ),
      );
      await review.open(owner.page);
      await review.open(member.page);
      const results = await Promise.allSettled(
        threads.flatMap(({ id }, i) => [
          mine.comments.resolve({ id }),
          theirs.comments.resolve({ id }),
          mine.comments.create({ slug, body: `Mine to ${i}`, parentId: id }),
          theirs.comments.create({ slug, body: `Theirs to ${i}`, parentId: id }),
          (i % 2 === 0 ? mine : theirs).comments.update({ id, body: `Thread ${i}, edited`, revision: 1 }),
          mine.comments.triage({ id, label: 'nit' }),
          theirs.comments.triage({ id, dueAt: '2030-01-01T00:00:00.000Z' }),
        ]),
      );
      expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(threads.length);
      const [here, there] = await Promise.all([mine.comments.list({ slug }), theirs.comments.list({ slug })]);
      const seen = (list: typeof here) =>
        list.map(({ id, body, label, dueAt, resolvedAt, revision }) => ({
          id,
          body,
          label,
          dueAt,
          resolvedAt,
          revision,
        }));
      expect(seen(here)).toEqual(seen(there));
      expect(here.filter(({ parentId }) => parentId !== null)).toHaveLength(16);
      for (const thread of here.filter(({ parentId }) => parentId === null))
        expect(thread).toMatchObject({
          revision: 2,
          label: 'nit',
          dueAt: '2030-01-01T00:00:00.000Z',
          resolvedAt: expect.any(String),
        });
      for (const { page } of [owner, member])
        await expect
          .poll(
            () =>
              page
                .getByRole('article')
                .getByText(/^Thread \d, edited$/)
                .count(),
            { timeout: 10_000 },
          )
          .toBeGreaterThan(3);
    } finally {
      const ended = once(second, 'exit');
      second.kill('SIGTERM');
      await ended;
    }
  });

  it('miss nothing and see nothing twice while the server is away', { timeout: 120_000 }, async () => {
    await review.clear();
    await review.open(owner.page);
    await api.comments.create({ slug, body: 'Before', atMs: 100 });
    await owner.page.getByRole('article').getByText('Before').waitFor();
    const { server, port } = review.installation;
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
    // Another server of the same installation goes on meanwhile.
    const elsewherePort = await freePort();
    const other = await review.installation.startServer(elsewherePort);
    const elsewhere = await review.apiOf(owner.page, `http://localhost:${elsewherePort}`);
    for (let i = 0; i < 5; i++)
      await elsewhere.comments.create({ slug, body: `Meanwhile ${i}`, atMs: 200 + i });
    await new Promise((resolve) => setTimeout(resolve, isSoak ? 30_000 : 5000));
    review.installation.server = await review.installation.startServer(port);
    for (let i = 0; i < 5; i++)
      await expect
        .poll(() => owner.page.getByRole('article').getByText(`Meanwhile ${i}`).count(), { timeout: 30_000 })
        .toBe(1);
    expect(await owner.page.getByRole('article').count()).toBe(6);
    other.kill('SIGTERM');
  });
});

describe('a guest without an account', () => {
  it(
    'opens a link, gives a name, draws, comments and approves; and is out when it ends',
    { timeout: 90_000 },
    async () => {
      await review.clear();
      const { link, url } = await api.shareLinks.create({
        slug,
        label: 'Client',
        allows: { canApprove: true, hasWatermark: true },
        password: 'open sesame',
      });
      const guest = await openAs(review.browser, review.installation.origin);
      const { page } = guest;
      await page.goto(url);
      await page.getByLabel('Password').fill('open says me');
      await page.getByLabel('Your name').fill('Clara Client');
      await page.getByRole('button', { name: 'Watch' }).click();
      await page.getByRole('alert').waitFor();
      await page.getByLabel('Password').fill('open sesame');
      await page.getByRole('button', { name: 'Watch' }).click();
      await page.getByText('Clara Client, as a guest').waitFor();
      await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2);
      expect(await page.getByTestId('watermark').textContent()).toContain('Clara Client');
      expect(await page.getByRole('link', { name: 'Library' }).count()).toBe(0);
      await page.keyboard.press('d');
      await drag(page, [0.2, 0.2], [0.6, 0.6]);
      await page.keyboard.press('Escape');
      await page.getByLabel('Write a comment').fill('Can this be blue?');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('article').getByText('Can this be blue?').waitFor();
      await page.getByLabel('A note with your answer').fill('Nearly there');
      await page.getByRole('button', { name: 'Ask for changes' }).click();
      await page.getByText('You asked for changes.').waitFor();
      // Both see each other live.
      await review.open(owner.page);
      await owner.page
        .getByRole('article')
        .filter({ hasText: 'Clara Client' })
        .getByText('Can this be blue?')
        .waitFor();
      const comment = await commentOf(api, slug);
      await api.comments.create({ slug, body: 'It can', parentId: comment?.id ?? null });
      await page.getByRole('article').getByText('It can').waitFor();
      const [seen] = await api.shareLinks.guests({ id: link.id });
      expect(seen).toMatchObject({
        isVerified: false,
        answers: [{ answer: 'changes_requested', note: 'Nearly there' }],
      });
      const src = await page.evaluate(
        () =>
          performance
            .getEntriesByType('resource')
            .map(({ name }) => name)
            .find((name) => name.includes('master.m3u8')) ?? '',
      );
      await api.shareLinks.revoke({ id: link.id });
      await page.getByRole('heading', { name: 'This link is over' }).waitFor({ timeout: 60_000 });
      await expect
        .poll(async () => (await page.request.get(src)).status(), { timeout: 60_000, interval: 1000 })
        .toBe(410);
      expect(guest.errors).toEqual([]);
      await guest.context.close();
    },
  );
});

describe('what people write', () => {
  it('is never read as code, wherever it is shown', { timeout: 90_000 }, async () => {
    await review.clear();
    const evil = `"><img src=x onerror="window.hacked=1"><svg onload=window.hacked=1><script>window.hacked=1</script>`;
    await api.videos.update({ slug, title: evil });
    await api.spaces.create({ name: evil.slice(0, 60), visibility: 'open' });
    // Names have no slashes: what stands before one is a folder.
    const evilName = evil.replaceAll('/', '');
    const files = [
      await review.attach(api, `${evilName}.png`, pictureBytes('image/png')),
      await review.attach(api, evilName, Buffer.from(evil)),
    ];
    for (const { name, bytes } of HOSTILE_FILES) files.push(await review.attach(api, name, bytes));
    const { id } = await api.comments.create({
      slug,
      attachmentIds: files.map((file) => file.id),
      body: `${evil} [x](javascript:window.hacked=1) [y](data:text/html,<script>window.hacked=1</script>)`,
      atMs: 1000,
      quote: evil,
      ink: [
        {
          id: crypto.randomUUID(),
          tool: 'text',
          colour: 'red',
          width: 0.007,
          points: [[0.2, 0.2, 0.5]],
          text: evil.slice(0, 200),
        },
      ],
    });
    await api.comments.create({ slug, body: evil, parentId: id });
    const link = await api.shareLinks.create({ slug, label: evil.slice(0, 80) });
    const guest = await openAs(review.browser, review.installation.origin);
    await guest.page.goto(link.url);
    await guest.page.getByLabel('Your name').fill(evil.slice(0, 80));
    await guest.page.getByRole('button', { name: 'Watch' }).click();
    await guest.page.getByRole('article').first().waitFor();
    await guest.page.getByLabel('Write a comment').fill(evil);
    await guest.page.keyboard.press('Control+Enter');
    await review.open(owner.page, `?comment=${id}`);
    await owner.page.getByRole('article').nth(2).waitFor();
    await owner.page.getByRole('button', { name: 'More' }).first().click();
    await owner.page.getByText('Share with guests…').click();
    await owner.page.getByText('1 guest').first().click();
    await owner.page.getByText('not confirmed').waitFor();
    await owner.page.keyboard.press('Escape');
    for (const { page } of [owner, guest]) {
      await page.getByRole('button', { name: /^Show .*onerror.*png$/ }).click();
      await page
        .getByRole('dialog')
        .getByRole('heading', { name: /onerror/ })
        .waitFor();
      await page.keyboard.press('Escape');
      for (const href of await page
        .locator('a[href]')
        .evaluateAll((links) => links.map((a) => a.getAttribute('href') ?? '')))
        expect(href).not.toMatch(/^(javascript|data|vbscript):/i);
      expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    }
    await owner.page.goto('/');
    await owner.page
      .getByRole('link', { name: /img src/ })
      .first()
      .waitFor();
    expect(await owner.page.evaluate(() => 'hacked' in window)).toBe(false);
    await api.videos.update({ slug, title: 'Review me' });
    await api.shareLinks.revoke({ id: link.link.id });
    await guest.context.close();
  });
});

it('left no error behind', () => {
  expect([...owner.errors, ...member.errors].filter((error) => !/ERR_CONNECTION|net::/.test(error))).toEqual(
    [],
  );
});
