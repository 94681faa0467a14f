import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { eq } from 'drizzle-orm';
import { notifications, users, videos, workspaceTimes } from '#server/db/tables.ts';
import { connectDatabase } from '#server/db/connect.ts';
import { mentionText } from '#shared/mentions.ts';
import { faults } from '../support/axe.ts';
import { launchBrowser, openAs } from '../support/browser.ts';
import { startInstallation, type Installation } from '../support/installation.ts';
import { inviteAndJoin, welcome } from './journey.ts';

let installation: Installation;
let browser: Browser;
let owner: Awaited<ReturnType<typeof openAs>>;
let mia: Awaited<ReturnType<typeof openAs>>;
let slug: string;
beforeAll(async () => {
  installation = await startInstallation({ RATE_LIMIT_FACTOR: '20' });
  browser = await launchBrowser();
  owner = await openAs(browser, installation.origin);
  await welcome(owner.page);
  mia = await inviteAndJoin(browser, installation.origin, owner.page, 'Mia Member');
  const made = await post(owner.page, '/api/recordings', { title: 'The launch film' });
  slug = String(made['slug']);
  // A video that is ready, and members who work around the clock, so that whatever happens comes in sight now.
  await using database = connectDatabase(installation.databaseUrl, 1);
  const { db } = database;
  await db
    .update(videos)
    .set({ status: 'ready', durationMs: 60_000, width: 1280, height: 720, hasAudio: true })
    .where(eq(videos.slug, slug));
  const [video] = await db.select().from(videos).where(eq(videos.slug, slug));
  const all = [{ from: '00:00', to: '00:00' }];
  const days = { mon: all, tue: all, wed: all, thu: all, fri: all, sat: all, sun: all };
  await db
    .insert(workspaceTimes)
    .values({ workspaceId: video?.workspaceId ?? '', timeZone: 'UTC', days, holidayRegion: 'none' });
}, 90_000);
afterAll(async () => {
  await browser?.close();
  await installation?.[Symbol.asyncDispose]();
});

/** What the person of a page does elsewhere. */
function post(page: Page, path: string, body: unknown): Promise<Record<string, unknown>> {
  return page.evaluate(
    async ([to, json]) => {
      const answer = await fetch(to, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: json,
      });
      if (!answer.ok) throw new Error(`${to} answered ${answer.status}: ${await answer.text()}`);
      return (await answer.json()) as Record<string, unknown>;
    },
    [path, JSON.stringify(body)] as const,
  );
}

const bell = (page: Page) =>
  page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: /^Inbox/ })
    .first();
const shots = process.env['PLAYHEAD_SHOTS'];
const shoot = async (page: Page, name: string) => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png` });
};
async function idOf(email: string): Promise<string> {
  await using database = connectDatabase(installation.databaseUrl, 1);
  const [user] = await database.db.select({ id: users.id }).from(users).where(eq(users.email, email));
  return user?.id ?? '';
}

it(
  'goes from a mention over the bell to done, undo and snooze, by keyboard, in sync in two tabs',
  { timeout: 90_000 },
  async () => {
    const { page, context, errors } = mia;
    const other = await context.newPage();
    await Promise.all([page.goto('/inbox'), other.goto('/')]);
    await page.getByRole('heading', { name: 'Your inbox is empty' }).waitFor();
    await expect.poll(() => faults(page)).toEqual([]);
    await shoot(page, 'empty');

    // It comes to both tabs by itself.
    const id = await idOf('mia.member@example.com');
    const mention = { body: `${mentionText({ id, name: 'Mia Member' })} is the end too long?`, atMs: 1000 };
    const thread = await post(owner.page, `/api/videos/${slug}/comments`, mention);
    await page.getByRole('button', { name: /Olive Owner mentions you on “The launch film”/ }).waitFor();
    await expect.poll(() => bell(page).textContent()).toContain('1 unread');
    await expect.poll(() => bell(other).textContent()).toContain('1 unread');
    await page.getByText('@Mia Member is the end too long?').waitFor();
    await page.getByText('Why?').click();
    await page.getByText('You get this because you, or a space that you are in, are mentioned.').waitFor();

    // Asks come first, with their due time in mine; more of a thread is one group.
    const dueAt = new Date(Date.now() + 3 * 3_600_000 + 60_000).toISOString();
    await post(owner.page, `/api/videos/${slug}/acknowledgements`, {
      recipientIds: [id],
      dueAt,
      urgentReason: 'It goes out today',
    });
    const reply = {
      body: `${mentionText({ id, name: 'Mia Member' })} or the beginning?`,
      parentId: thread['id'],
    };
    await post(owner.page, `/api/videos/${slug}/comments`, reply);
    await page.getByRole('heading', { name: 'Asked of you' }).waitFor();
    await page.getByText('Urgent: It goes out today').waitFor();
    await page.getByText(/Due .* your time \(in 3 h\)/).waitFor();
    await expect.poll(() => page.getByRole('listitem').filter({ hasText: 'mentions you' }).count()).toBe(2);
    await page.getByRole('heading', { name: /The launch film 2/ }).waitFor();
    await expect.poll(() => faults(page)).toEqual([]);
    await shoot(page, 'inbox');

    // By keys alone: down to the newest mention, done, taken back, snoozed.
    const current = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    await page.keyboard.press('j');
    await expect.poll(current).toContain('asks you to acknowledge');
    await page.keyboard.press('j');
    await expect.poll(current).toContain('mentions you');
    await page.keyboard.press('e');
    await page.getByText('Done.', { exact: true }).waitFor();
    await expect.poll(() => bell(other).textContent()).toContain('2 unread');
    await page.getByRole('button', { name: 'Undo' }).press('Enter');
    await expect.poll(() => page.getByRole('listitem').filter({ hasText: 'mentions you' }).count()).toBe(2);
    await page.locator('[id^=entry-]').nth(1).focus();
    await page.keyboard.press('u');
    await expect.poll(() => bell(other).textContent()).toContain('2 unread');
    await page.keyboard.press('h');
    await page.getByRole('dialog', { name: 'Snooze until' }).waitFor();
    await expect.poll(() => faults(page)).toEqual([]);
    await shoot(page, 'snooze');
    await page.getByRole('button', { name: /^Tomorrow/ }).press('Enter');
    await page.getByText(/^Back .* 09:00\.$/).waitFor();
    await expect.poll(() => page.getByRole('listitem').filter({ hasText: 'mentions you' }).count()).toBe(1);
    await page.getByRole('button', { name: 'Snoozed' }).press('Enter');
    await page
      .getByText(/Back .* 09:00/)
      .first()
      .waitFor();

    // Opening marks it read, and goes to the comment.
    await page.getByRole('button', { name: 'All', exact: true }).press('Enter');
    await page.getByRole('heading', { name: 'Asked of you' }).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await expect.poll(current).toContain('mentions you');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/v\/\w+\?comment=/);
    await expect.poll(() => bell(other).textContent()).toContain('1 unread');
    // An answer settles the ask everywhere.
    await post(page, `/api/videos/${slug}/acknowledge`, {});
    await expect.poll(() => bell(other).textContent()).not.toContain('unread');
    expect(errors).toEqual([]);
    await other.close();
  },
);

it('is usable on a phone and in the dark, and has its settings', { timeout: 90_000 }, async () => {
  const context = await browser.newContext({
    baseURL: installation.origin,
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    storageState: await mia.context.storageState(),
  });
  const page = await context.newPage();
  const id = await idOf('mia.member@example.com');
  await post(owner.page, `/api/videos/${slug}/acknowledgements`, {
    recipientIds: [id],
    note: 'Again, please',
  });
  for (const atMs of [0, 2000]) {
    const body = `${mentionText({ id, name: 'Mia Member' })} look at this part, which is hard to read on the dark ground`;
    await post(owner.page, `/api/videos/${slug}/comments`, { body, atMs });
  }
  for (const theme of ['light', 'dark']) {
    await page.goto('/inbox');
    await page.evaluate((to) => localStorage.setItem('playhead.theme', to), theme);
    await page.reload();
    await page
      .getByRole('button', { name: /mentions you/ })
      .first()
      .waitFor();
    await expect.poll(() => faults(page)).toEqual([]);
    const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(isWide).toBe(false);
    await shoot(page, `phone-${theme}`);
  }
  await page.getByRole('button', { name: 'Done (E)' }).first().tap();
  await page.getByText('Done.', { exact: true }).waitFor();

  await page.goto('/settings/notifications');
  await page.getByLabel('In all spaces').selectOption('asks');
  await page.getByText('You get this because').first().waitFor();
  await expect.poll(() => faults(page)).toEqual([]);
  await shoot(page, 'settings-phone');
  await page.reload();
  expect(await page.getByLabel('In all spaces').inputValue()).toBe('asks');

  const space = await post(owner.page, '/api/spaces', { name: 'Design' });
  await page.goto(`/spaces/${String(space['id'])}`);
  await page.getByLabel('Notifications of Design').selectOption('muted');
  await page.goto('/settings/notifications');
  await expect.poll(() => page.getByLabel('Notifications of Design').inputValue()).toBe('muted');
  await context.close();

  await owner.page.goto('/settings/deliveries');
  await owner.page.getByRole('heading', { name: 'Everything has been delivered' }).waitFor();
  await expect.poll(() => faults(owner.page)).toEqual([]);
  await shoot(owner.page, 'deliveries');
});

it(
  'scrolls through thousands, of which only those in sight are in the page',
  { timeout: 60_000 },
  async () => {
    const recipientId = await idOf('mia.member@example.com');
    await using database = connectDatabase(installation.databaseUrl, 1);
    const [video] = await database.db.select().from(videos).where(eq(videos.slug, slug));
    const now = Date.now();
    await database.db.insert(notifications).values(
      Array.from({ length: 3000 }, (_, i) => ({
        workspaceId: video?.workspaceId ?? '',
        recipientId,
        kind: 'commented' as const,
        key: `many ${i}`,
        title: `Entry number ${i}`,
        url: `${installation.origin}/v/${slug}`,
        createdAt: new Date(now - 86_400_000 - i * 1000),
        visibleAt: new Date(now - 86_400_000 - i * 1000),
      })),
    );
    const { page } = mia;
    await page.goto('/inbox');
    const entry = (i: number) => page.getByRole('button', { name: `Unread: Entry number ${i}`, exact: true });
    await entry(0).waitFor();
    const rows = page.getByRole('listitem');
    const last = entry(2999);
    await expect
      .poll(
        async () => {
          await page
            .getByRole('list', { name: 'Inbox' })
            .evaluate((list) => list.lastElementChild?.scrollIntoView());
          await page.mouse.wheel(0, 20_000);
          return last.count();
        },
        { timeout: 40_000, interval: 50 },
      )
      .toBe(1);
    expect(await rows.count()).toBeLessThan(60);
    await last.click();
    await page.waitForURL(/\/v\//);
  },
);
