import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import postgres from 'postgres';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { UserId, type EditionId } from '#shared/ids.ts';
import type { Series } from '#shared/series.ts';
import { startReview, type Review } from '../support/review.ts';

const [DONE, NEXT, MOOD] = [randomUUID(), randomUUID(), randomUUID()];
const SAID = 'We shipped the login page. Tomorrow comes the export.';

let review: Review;
let series: Series;
let edition: EditionId;
/** The owner answers with a video in two chapters, the member writes. */
beforeAll(async () => {
  review = await startReview();
  const { api, slug } = review;
  const member = await review.apiOf(review.member.page);
  const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const ids = (await api.members.list()).map(({ id }) => UserId.parse(id));
  series = await api.series.create({
    title: 'Weekly',
    rule: 'FREQ=DAILY',
    startsOn: day,
    dueTime: '12:00',
    timeZone: 'UTC',
    leadHours: 72,
    graceHours: 24,
    prompts: [
      { id: DONE, text: 'What is done?', kind: 'video' },
      { id: NEXT, text: 'What is next?', kind: 'video' },
      { id: MOOD, text: 'How is it going?', kind: 'light' },
    ],
    participantIds: ids,
  });
  await vi.waitUntil(async () => (await api.series.editions({ id: series.id })).length > 1, {
    timeout: 30_000,
    interval: 200,
  });
  const all = await api.series.editions({ id: series.id });
  const first = all.find((one) => one.day === day);
  if (!first) throw new Error('no edition of tomorrow');
  edition = first.id;
  await say(slug, SAID);
  await api.series.answer({
    id: edition,
    video: slug,
    answers: [
      { promptId: DONE, atMs: 0 },
      { promptId: NEXT, atMs: 4000 },
      { promptId: MOOD, light: 'green' },
    ],
  });
  await member.series.answer({
    id: edition,
    answers: [
      { promptId: DONE, text: 'The backup is tested, see 0:30 of the talk.' },
      { promptId: MOOD, light: 'red' },
    ],
  });
}, 120_000);
afterAll(() => review?.[Symbol.asyncDispose]());

/** What a transcriber would have heard: a word each 800 ms. */
async function say(slug: string, text: string): Promise<void> {
  // Where there is a transcriber, it has heard something else.
  const isHeard = async () =>
    !['pending', 'running'].includes((await review.api.playback.transcript({ slug: review.slug })).state);
  await vi.waitUntil(isHeard, { timeout: 60_000, interval: 200 });
  const sql = postgres(review.installation.databaseUrl, { max: 1, onnotice: () => undefined });
  const words = text.split(' ').map((word, i) => ({ text: word, startMs: i * 800, endMs: i * 800 + 800 }));
  await sql`insert into transcripts (video_id, state, language) select id, 'ready', 'en' from videos where slug = ${slug}
    on conflict (video_id) do update set state = 'ready', language = 'en'`;
  await sql`delete from transcript_segments`;
  await sql`insert into transcript_segments (video_id, index, workspace_id, start_ms, end_ms, text, words)
    select id, 0, workspace_id, 0, 7200, ${text}, ${sql.json(words)} from videos where slug = ${slug}
    on conflict do nothing`;
  await sql.end();
}

/** Colours that still change are not those that stay. What moves for good does not count. */
const settled = (page: Page) =>
  page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((one) => one.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
        .map((one) => one.finished.catch(() => null)),
    ),
  );
const faults = async (page: Page) => {
  await settled(page);
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
};
const shots = process.env['PLAYHEAD_SHOTS'];
async function shoot(page: Page, name: string): Promise<void> {
  if (!shots) return;
  await settled(page);
  await page.screenshot({ path: `${shots}/edition-${name}.png`, fullPage: true });
}
async function open(page: Page, search = ''): Promise<void> {
  const [day] = (await review.api.series.editions({ id: series.id }))
    .filter(({ id }) => id === edition)
    .map((one) => one.day);
  await page.goto(`/series/${series.id}?day=${day}${search}`);
  await page.getByText('2 of 2 answered').waitFor();
}
const rollUp = (page: Page) => page.getByRole('region', { name: 'Roll-up' });

it('an edition in short leads to the second at which something is said', { timeout: 60_000 }, async () => {
  const { page } = review.member;
  await open(page);
  const short = rollUp(page);
  await short.getByText('We shipped the login page.').waitFor();
  await short.getByText('The backup is tested').waitFor();
  await short.getByText('1 green').waitFor();
  await short.getByText('Tomorrow comes the export.').waitFor();
  await shoot(page, 'light');
  await expect.poll(() => faults(page)).toEqual([]);
  await short.getByRole('link', { name: 'Play what Olive Owner says at 0:04' }).click();
  await page.waitForURL(/\/v\/.*t=4/);
  const at = () => page.locator('video').evaluate((video) => (video as HTMLVideoElement).currentTime);
  await expect.poll(at, { timeout: 20_000 }).toBeGreaterThanOrEqual(3.9);
});

it('is saved as Markdown', { timeout: 60_000 }, async () => {
  const { page } = review.member;
  await open(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export as Markdown' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^Weekly \d{4}-\d\d-\d\d\.md$/);
  const markdown = await readFile(await download.path(), 'utf8');
  expect(markdown).toContain(`/v/${review.slug}?t=4>)`);
  expect(markdown).toContain(String.raw`Tomorrow comes the export\.`);
});

it(
  'a written answer has a thread in its place, by keyboard, and others see it live',
  { timeout: 60_000 },
  async () => {
    const [owner, member] = [review.owner.page, review.member.page];
    await open(owner);
    await open(member);
    const answers = owner.getByRole('region', { name: 'Answers' });
    const about = 'Mia Member, What is done?';
    await answers.getByRole('button', { name: `Discuss: ${about}` }).focus();
    await owner.keyboard.press('Enter');
    const thread = owner.getByRole('group', { name: `Thread: ${about}` });
    await thread.getByRole('textbox', { name: 'Comment' }).fill('Which one, **exactly**, @Mia');
    await thread.getByRole('option', { name: 'Mia Member' }).waitFor();
    await owner.keyboard.press('Enter');
    await owner.keyboard.press('Control+Enter');
    await thread.getByRole('article').getByText('@Mia Member').waitFor();
    expect(await thread.locator('strong').textContent()).toBe('exactly');
    await member.getByRole('button', { name: `1 comment: ${about}` }).click();
    await member
      .getByRole('group', { name: `Thread: ${about}` })
      .getByText('exactly')
      .waitFor();
    await expect.poll(() => faults(member)).toEqual([]);

    await thread.getByRole('button', { name: 'More' }).click();
    await owner.getByRole('menuitem', { name: 'Edit' }).click();
    await thread.getByRole('textbox', { name: 'Edit comment' }).fill('Which backup?');
    await thread.getByRole('button', { name: 'Save' }).click();
    await member.getByText('Which backup?').waitFor();
    await thread.getByRole('button', { name: 'More' }).click();
    await owner.getByRole('menuitem', { name: 'Delete' }).click();
    await member.getByRole('button', { name: `Discuss: ${about}` }).waitFor();
    await owner.getByRole('button', { name: 'Undo' }).click();
    await member.getByRole('button', { name: `1 comment: ${about}` }).waitFor();
  },
);

it('leads from the inbox to the thread', { timeout: 60_000 }, async () => {
  const { page } = review.member;
  const member = await review.apiOf(page);
  const find = async () =>
    (await member.notifications.list({ view: 'all' })).items.find(({ kind }) => kind === 'mentioned');
  await expect.poll(find, { timeout: 20_000 }).toBeDefined();
  await page.goto((await find())?.url ?? '/');
  await page
    .getByRole('group', { name: 'Thread: Mia Member, What is done?' })
    .getByText('Which backup?')
    .waitFor();
});

it('a spoken answer is discussed at its chapter of the video', { timeout: 60_000 }, async () => {
  const [owner, member] = [review.owner.page, review.member.page];
  await open(member);
  await open(owner);
  const about = 'Olive Owner, What is next?';
  await member.getByRole('button', { name: `Discuss: ${about}` }).click();
  const thread = member.getByRole('group', { name: `Thread: ${about}` });
  await thread.getByRole('textbox', { name: 'Comment' }).fill('For whom?');
  await thread.getByRole('button', { name: 'Send' }).click();
  await thread.getByRole('article').getByText('For whom?').waitFor();
  await expect
    .poll(() => review.api.comments.list({ slug: review.slug }))
    .toMatchObject([{ body: 'For whom?', atMs: 4000 }]);
  const [comment] = await review.api.comments.list({ slug: review.slug });
  expect(comment?.endMs).toBeGreaterThan(9000);
  await owner.getByRole('button', { name: `1 comment: ${about}` }).waitFor();
  expect(await owner.getByRole('button', { name: 'Discuss: Olive Owner, What is done?' }).count()).toBe(1);
  await shoot(member, 'threads');
  await thread.getByRole('link', { name: 'At 0:04 of the video' }).click();
  await member.getByText('For whom?').waitFor();
  await review.clear();
});

it(
  'shows answers by prompt, other editions and who is missing; fits a phone in the dark',
  { timeout: 90_000 },
  async () => {
    const { page } = review.owner;
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 390, height: 800 });
    await open(page);
    await page.getByRole('button', { name: 'By prompt' }).click();
    await page.getByRole('region', { name: 'What is done?' }).getByText('Mia Member').waitFor();
    await rollUp(page).getByText('Tomorrow comes the export.').waitFor();
    await shoot(page, 'phone-dark');
    await expect.poll(() => faults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.getByRole('link', { name: /^Edition after/ }).click();
    const missing = page.getByRole('region', { name: 'Missing' });
    await missing.getByText('Mia Member').waitFor();
    await shoot(page, 'missing-dark');
    await expect.poll(() => faults(page)).toEqual([]);
    await page.getByRole('link', { name: /^Edition before/ }).click();
    await page.getByText('2 of 2 answered').waitFor();
    // The choice stays.
    await page.getByRole('region', { name: 'What is done?' }).waitFor();
    expect([...review.owner.errors, ...review.member.errors]).toEqual([]);
  },
);
