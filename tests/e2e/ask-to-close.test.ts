import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { UserId } from '#shared/ids.ts';
import { ffmpeg } from '../support/media.ts';
import { startReview, type Review } from '../support/review.ts';
import { inviteAndJoin } from './journey.ts';

const DAY_MS = 86_400_000;
const ACROSS_JOBS = { timeout: 60_000 };

let review: Review;
beforeAll(async () => {
  review = await startReview();
}, 120_000);
afterAll(() => review?.[Symbol.asyncDispose]());

/** The clip of the review, which ends with three other seconds. */
async function nextVersion(): Promise<string> {
  const path = join(mkdtempSync(join(tmpdir(), 'playhead-next-')), 'next.mp4');
  await ffmpeg([
    ...['-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=30:duration=10'],
    ...['-f', 'lavfi', '-i', 'smptebars=size=640x360:rate=30:duration=3'],
    ...['-filter_complex', '[0][1]concat=n=2', '-pix_fmt', 'yuv420p', '-preset', 'ultrafast', path],
  ]);
  return path;
}

const positionOf = (page: Page) => page.evaluate(() => document.querySelector('video')?.currentTime ?? 0);
const isoDay = (ms: number) => new Date(ms).toISOString().slice(0, 10);

it(
  'an ask to three people in three zones goes from hand to hand and over a new version until it is closed',
  { timeout: 240_000 },
  async () => {
    const { browser, installation, api, slug, owner } = review;
    const join = async (name: string, timeZone: string) => {
      const { page } = await inviteAndJoin(browser, installation.origin, owner.page, name);
      const own = await review.apiOf(page);
      await own.peopleTime.update({ timeZone });
      return { page, api: own, id: UserId.parse((await own.accounts.me()).user.id) };
    };
    const tara = await join('Tara Tokyo', 'Asia/Tokyo');
    const nia = await join('Nia Newyork', 'America/New_York');
    const ben = await join('Ben Berlin', 'Europe/Berlin');
    const mia = { page: review.member.page, api: await review.apiOf(review.member.page) };
    const miaId = UserId.parse((await mia.api.accounts.me()).user.id);
    await mia.api.peopleTime.update({ timeZone: 'Europe/Berlin' });
    const away = await nia.api.peopleTime.addAway({
      kind: 'days',
      firstDay: isoDay(Date.now() - DAY_MS),
      lastDay: isoDay(Date.now() + 9 * DAY_MS),
    });
    await api.videos.update({ slug, title: 'Launch film' });
    const recipientIds = [miaId, tara.id, nia.id];
    await api.acknowledgements.ask({ slug, recipientIds, due: { kind: 'workingHours', hours: 24 } });

    // One acknowledges, one hands over, one is away.
    await mia.page.goto(`/v/${slug}`);
    await mia.page.getByRole('button', { name: 'Acknowledge', exact: true }).click();
    await mia.page.getByText('You acknowledged this').waitFor();
    await tara.page.goto('/asks');
    await tara.page.getByRole('button', { name: 'Answer…' }).click();
    await tara.page.getByRole('radio', { name: /Not me/ }).check();
    await tara.page.getByLabel('Who instead').selectOption({ label: 'Ben Berlin' });
    await tara.page.getByRole('button', { name: 'Send' }).click();
    await tara.page.getByText('Nothing waits for you').waitFor();
    await owner.page.goto('/asks?tab=made');
    await owner.page.getByText('1 of 3 answered · 2 missing').waitFor();

    // A new version makes the first answer stale.
    await review.open(owner.page);
    await owner.page.getByRole('button', { name: 'New version' }).click();
    const dialog = owner.page.getByRole('dialog');
    await dialog.getByLabel('File of the new version').setInputFiles(await nextVersion());
    await dialog.getByText('Uploaded. Version 2 is processed now').waitFor(ACROSS_JOBS);
    await dialog.getByRole('button', { name: 'Done' }).click();
    await review.open(mia.page);
    const asked = mia.page.getByRole('region', { name: 'Asked of you' });
    await asked.getByText('New version since you acknowledged version 1').waitFor(ACROSS_JOBS);
    await asked.getByRole('button', { name: 'Play what changed' }).click(ACROSS_JOBS);
    await expect.poll(() => positionOf(mia.page), { timeout: 20_000 }).toBeGreaterThan(9);
    await asked.getByRole('button', { name: 'Acknowledge', exact: true }).click();
    await mia.page.getByText('You acknowledged this').waitFor();

    // Who got it from somebody else, and who comes back, answer about what is current.
    for (const { page } of [ben, nia]) {
      if (page === nia.page) await nia.api.peopleTime.removeAway({ id: away.id });
      await page.goto('/asks');
      await page.getByRole('button', { name: 'Answer…' }).click();
      await page.getByRole('radio', { name: /^Acknowledge/ }).check();
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByText('Nothing waits for you').waitFor();
    }
    await owner.page.goto('/asks?tab=made');
    await owner.page
      .getByText(/3 of 3 answered/)
      .first()
      .waitFor();
    const { entries } = await api.acknowledgements.ledger({ slug });
    expect(entries.filter(({ acknowledgedAt }) => acknowledgedAt === null)).toEqual([]);
    // All of it is on record, in order.
    const { records } = await api.ledger.list({ limit: 1000 });
    const kinds = records.map(({ kind }) => kind);
    for (const kind of ['handed_over', 'superseded', 'acknowledged'] as const) expect(kinds).toContain(kind);
    expect(kinds.filter((kind) => kind === 'acknowledged')).toHaveLength(4);
  },
);
