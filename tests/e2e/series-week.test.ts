import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { editions, entries, notifications, seriesPeople, updateSeries } from '#server/db/tables.ts';
import { planEditions, runCycle } from '#server/features/series/index.ts';
import { UserId, type EditionId, type SeriesId } from '#shared/ids.ts';
import { recordedSeconds, untilAtLeast } from '../support/recorder.ts';
import { startReview, type Review } from '../support/review.ts';
import { startSmtpInbox, type SmtpInbox } from '../support/smtp-inbox.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';
import { inviteAndJoin } from './journey.ts';

const HOUR_MS = 3_600_000;
const ACROSS_JOBS = { timeout: 90_000, interval: 300 };
const OFFICE = [{ from: '09:00', to: '17:00' }];
const ROUND_THE_CLOCK = [{ from: '00:00', to: '00:00' }];
const weekOf = (hours: typeof OFFICE) => ({
  mon: hours,
  tue: hours,
  wed: hours,
  thu: hours,
  fri: hours,
  sat: hours,
  sun: hours,
});

let smtp: SmtpInbox;
let review: Review;
/** Its database, to let time pass, and its queue. */
let behind: TestApp;
beforeAll(async () => {
  smtp = await startSmtpInbox();
  review = await startReview({ SMTP_URL: smtp.url });
  behind = await makeTestApp({}, { databaseUrl: review.installation.databaseUrl, systemClock: true });
}, 120_000);
afterAll(async () => {
  await behind?.[Symbol.asyncDispose]();
  await review?.[Symbol.asyncDispose]();
  await smtp?.[Symbol.asyncDispose]();
});

/** A zone in which it is ten in the morning: `Etc/GMT-9` is nine hours ahead of UTC. */
function whereItIsMorning(): { timeZone: string; aheadMs: number } {
  const ahead = ((10 - new Date().getUTCHours() + 36) % 24) - 12;
  return { timeZone: `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`, aheadMs: ahead * HOUR_MS };
}

/** Everything of a series lies a week further back. */
async function aWeekPasses(id: SeriesId): Promise<void> {
  const week = sql.raw(`interval '7 days'`);
  await behind.ctx.db.transaction(async (tx) => {
    await tx.execute(sql`update ${updateSeries} set created_at = created_at - ${week}, starts_on = starts_on - 7,
      asks_since = asks_since - ${week} where id = ${id}`);
    await tx.execute(sql`update ${seriesPeople} set added_at = added_at - ${week} where series_id = ${id}`);
    await tx.execute(sql`update ${editions} set day = day - 7 where series_id = ${id}`);
    await tx.execute(sql`update ${entries} set opens_at = opens_at - ${week}, due_at = due_at - ${week},
      closes_at = closes_at - ${week}, remind_at = remind_at - ${week}, planned_at = planned_at - ${week},
      opened_at = opened_at - ${week}, answered_at = answered_at - ${week}
      where edition_id in (select id from ${editions} where series_id = ${id})`);
  });
}

/** Lets the workers look at once; they do so each minute by themselves. */
const work = () =>
  behind.ctx.db.transaction(async (tx) => {
    await behind.ctx.queue.enqueue(tx, 'plan-editions', {});
    await behind.ctx.queue.enqueue(tx, 'run-cycle', {});
    await behind.ctx.queue.enqueue(tx, 'deliver-notices', {});
  });

async function recordUpdate(page: Page, url: string): Promise<void> {
  await page.goto(url);
  const form = page.getByRole('form', { name: 'Your update' });
  await form.getByRole('link', { name: 'Record your update' }).click();
  await page.getByRole('radio', { name: 'Camera', exact: true }).click();
  await page.getByRole('button', { name: 'Start recording' }).click();
  await page.getByRole('region', { name: 'Prompts' }).getByText('Prompt 1 of 3').waitFor({ timeout: 30_000 });
  for (const [prompt, seconds] of [
    [2, 2],
    [3, 4],
  ] as const) {
    await untilAtLeast(() => recordedSeconds(page), seconds);
    await page.keyboard.press('n');
    await page.getByRole('region', { name: 'Prompts' }).getByText(`Prompt ${prompt} of 3`).waitFor();
  }
  await untilAtLeast(() => recordedSeconds(page), 6);
  await page.getByRole('button', { name: 'Stop' }).click();
  await form.getByRole('region', { name: 'Video of your update' }).waitFor({ timeout: 30_000 });
}

it('a week in the life of a series, from its making to its close', { timeout: 400_000 }, async () => {
  const { browser, installation, api, owner } = review;
  const { page } = owner;
  const join = async (name: string, timeZone: string) => {
    const visitor = await inviteAndJoin(browser, installation.origin, page, name);
    const own = await review.apiOf(visitor.page);
    await own.peopleTime.update({ timeZone, days: weekOf(OFFICE) });
    const { user } = await own.accounts.me();
    return { ...visitor, api: own, id: UserId.parse(user.id), email: user.email };
  };
  const morning = whereItIsMorning();
  const tara = await join('Tara Tokyo', 'Asia/Tokyo');
  const nia = await join('Nia Nextdoor', morning.timeZone);
  const mia = { page: review.member.page, api: await review.apiOf(review.member.page) };
  await mia.api.peopleTime.update({ timeZone: 'Europe/Berlin', days: weekOf(OFFICE) });
  await api.peopleTime.update({ timeZone: 'UTC', days: weekOf(ROUND_THE_CLOCK) });

  // It is due on the weekday that was yesterday where it is morning: in six days.
  const yesterday = new Date(Date.now() + morning.aheadMs - 24 * HOUR_MS);
  const weekday = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' }).format(yesterday);
  await page.goto('/updates');
  await page.getByRole('button', { name: 'Make the first' }).click();
  const dialog = page.getByRole('dialog', { name: 'New update series' });
  await dialog.getByLabel('Begin with').selectOption('Weekly status');
  await dialog.getByLabel('On', { exact: true }).selectOption(weekday);
  await dialog.getByLabel('Late answers').selectOption('Three days more');
  for (const name of ['Mia Member', 'Tara Tokyo', 'Nia Nextdoor'])
    await dialog.getByLabel(`Part of ${name}`).selectOption('Answers');
  await dialog.getByLabel('Part of Olive Owner').selectOption('Receives');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('heading', { name: 'Weekly status' }).waitFor();
  const [series] = await api.series.list();
  if (!series) throw new Error('no series was made');
  // The dialog has no lead of a week: six days are enough for this test to answer now.
  await api.series.update({ id: series.id, leadHours: 24 * 9 });
  const lines = () => api.series.editions({ id: series.id });
  await expect.poll(async () => (await work(), (await lines()).length), ACROSS_JOBS).toBeGreaterThan(0);
  const edition = (await lines()).at(-1);
  const id = edition?.id ?? ('' as EditionId);
  const url = `/series/${series.id}?day=${edition?.day}`;

  // Two people answer, each with a video and its chapters.
  for (const person of [mia, tara]) {
    await recordUpdate(person.page, url);
    await person.page.getByRole('radio', { name: 'green' }).check();
    await person.page.getByRole('button', { name: 'Send' }).click();
  }
  const states = async () =>
    (await api.series.edition({ id })).entries.map(({ person, state }) => [person.name, state]);
  await expect.poll(async () => (await states()).filter(([, state]) => state === 'answered').length).toBe(2);

  // The reel of both, by its chapters; then their author asks for an answer, and gets it.
  await page.goto(url);
  const reel = page.getByRole('group', { name: 'Reel of all updates' });
  await reel.getByText('Mia Member').first().waitFor(ACROSS_JOBS);
  const chapters = page.getByRole('list', { name: 'Chapters' }).getByRole('button');
  await expect.poll(() => chapters.count(), { timeout: 15_000 }).toBeGreaterThanOrEqual(6);
  const [first] = (await api.series.edition({ id })).entries;
  const slug = first?.video ?? ('' as never);
  await expect.poll(async () => (await api.videos.get({ slug })).status, ACROSS_JOBS).toBe('ready');
  const { user } = await api.accounts.me();
  await mia.api.acknowledgements.ask({ slug, recipientIds: [UserId.parse(user.id)] });
  await page.goto('/asks');
  await page.getByRole('button', { name: 'Answer…' }).click();
  await page.getByRole('radio', { name: /^Acknowledge/ }).check();
  await page.getByRole('button', { name: 'Send' }).click();
  await expect
    .poll(async () => (await mia.api.acknowledgements.ledger({ slug })).entries[0]?.acknowledgedAt)
    .not.toBeNull();

  // A week later it was due yesterday, and one is missing: one reminder, in their own morning.
  await aWeekPasses(series.id);
  const reminders = async () =>
    behind.ctx.db
      .select({ recipientId: notifications.recipientId })
      .from(notifications)
      .where(eq(notifications.kind, 'entry_reminder'));
  await expect.poll(async () => (await work(), reminders()), ACROSS_JOBS).toEqual([{ recipientId: nia.id }]);
  const [row] = await behind.ctx.db
    .select()
    .from(entries)
    .where(eq(entries.userId, nia.id))
    .orderBy(entries.dueAt);
  const remindedAt = new Date((row?.remindAt?.getTime() ?? 0) + morning.aheadMs);
  expect([remindedAt.getUTCHours(), remindedAt.getUTCMinutes()]).toEqual([9, 0]);
  const mailsTo = (email: string) =>
    smtp.mails.filter(
      ({ to, text }) => to === email && text.replaceAll(/=\r?\n/g, '').includes('still misses your update'),
    ).length;
  await expect.poll(async () => (await work(), mailsTo(nia.email)), ACROSS_JOBS).toBe(1);
  await nia.page.goto('/inbox');
  await nia.page.getByText('“Weekly status” still misses your update').waitFor();

  // Three days on it closes; everybody gets the one digest.
  await behind.ctx.db
    .update(entries)
    .set({ closesAt: new Date(Date.now() - 60_000) })
    .where(eq(entries.editionId, id));
  const digests = () => behind.ctx.db.$count(notifications, eq(notifications.key, `edition_closed:${id}`));
  await expect.poll(async () => (await work(), digests()), ACROSS_JOBS).toBe(4);
  await page.goto('/inbox');
  await page.getByText(/“Weekly status” of .*: 2 of 3 answered/).click();
  await page.getByText(/2 of 3 answered · closed/).waitFor();
  await page.getByRole('region', { name: 'Missing' }).getByText('Nia Nextdoor').waitFor();
  // Looked at again, nobody is told anything again.
  for (let i = 0; i < 3; i++) {
    await planEditions(behind.ctx);
    await runCycle(behind.ctx);
  }
  expect(await reminders()).toEqual([{ recipientId: nia.id }]);
  expect(await digests()).toBe(4);
  expect(mailsTo(nia.email)).toBe(1);
  expect([...owner.errors, ...review.member.errors, ...tara.errors, ...nia.errors]).toEqual([]);
});
