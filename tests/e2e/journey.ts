import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { openAs, pictureOf } from '../support/browser.ts';
import { PASSWORD } from '../support/factories.ts';

/** The first visitor: owner account and workspace. */
export async function welcome(page: Page, origin = ''): Promise<void> {
  await page.goto(`${origin}/`);
  await page.getByLabel('Your name').fill('Olive Owner');
  await page.getByLabel('E-mail').fill('olive@example.com');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByLabel('Name of the workspace').fill('Studio');
  await page.getByRole('button', { name: 'Create the workspace' }).click();
  await page.getByRole('heading', { name: 'Record your first update' }).waitFor();
}

/** The owner invites somebody, who joins by the copied link in a browser of their own. */
export async function inviteAndJoin(browser: Browser, origin: string, owner: Page, name: string) {
  await owner.goto('/settings/members');
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.com`;
  await owner.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await owner.getByRole('button', { name: 'Invite', exact: true }).click();
  await owner.getByText(email).first().waitFor();
  const url = await owner.evaluate(async () => {
    const answer = await fetch('/api/invitations');
    const [invitation] = (await answer.json()) as { url: string }[];
    return invitation?.url ?? '';
  });
  const member = await openAs(browser, origin);
  await member.page.goto(url);
  await member.page.getByLabel('Your name').fill(name);
  await member.page.getByLabel('Password').fill(PASSWORD);
  await member.page.getByRole('button', { name: 'Join Studio' }).click();
  await member.page.getByRole('heading', { name: 'Library' }).waitFor();
  return member;
}

/** Records screen and camera for a while; answers the link, which was there from the first second. */
export async function recordBoth(page: Page, title: string, seconds: number): Promise<string> {
  await page.goto('/record');
  await page.getByRole('radio', { name: 'Screen + camera' }).click();
  await page.getByLabel('Title').fill(title);
  // What the fake microphone plays is clean already.
  await page.getByText('Notes, sound and countdown').click();
  for (const name of ['Noise suppression', 'Echo cancellation', 'Automatic gain'])
    await page.getByRole('switch', { name }).uncheck();
  await page.getByRole('button', { name: 'Start recording' }).click();
  await page.getByRole('button', { name: 'Copy link' }).waitFor();
  const url = await page.evaluate(async () => {
    const answer = await fetch('/api/videos?status=recording');
    const { items } = (await answer.json()) as { items: { url: string }[] };
    return items[0]?.url ?? '';
  });
  const timer = page.getByRole('timer');
  await expect
    .poll(() => timer.textContent(), { timeout: (seconds + 15) * 1000, interval: 200 })
    .toContain(`0:${String(seconds).padStart(2, '0')}`);
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('heading', { name: 'Your recording is safe' }).waitFor({ timeout: 20_000 });
  return url;
}

/** Plays what is on the page: time goes on, and the picture is not black. */
export async function expectPlaying(page: Page): Promise<void> {
  const video = page.locator('video').first();
  await expect
    .poll(() => video.evaluate((v) => (v as HTMLVideoElement).readyState), { timeout: 20_000 })
    .toBeGreaterThanOrEqual(2);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  const at = () => video.evaluate((v) => (v as HTMLVideoElement).currentTime);
  const from = await at();
  await expect.poll(at, { timeout: 15_000 }).toBeGreaterThan(from + 1);
  const picture = await pictureOf(page);
  expect(picture.mean).toBeGreaterThan(10);
  expect(picture.spread).toBeGreaterThan(20);
}

/** A viewer comments at 0:03, and it shows live on the author's page. */
export async function commentAtThreeSeconds(viewer: Page, author: Page, text: string): Promise<void> {
  await viewer
    .locator('video')
    .first()
    .evaluate((v) => {
      (v as HTMLVideoElement).pause();
      (v as HTMLVideoElement).currentTime = 3.2;
    });
  await viewer.getByRole('button', { name: '0:03', exact: true }).first().waitFor();
  await viewer.getByLabel('Write a comment').fill(text);
  await viewer.getByRole('button', { name: 'Comment', exact: true }).click();
  await author.getByText(text).waitFor({ timeout: 5000 });
  await author.getByRole('button', { name: new RegExp(`${text} at 0:03`) }).waitFor();
}

/** The author asks somebody, who acknowledges; the author's ledger shows it live. */
export async function askAndAcknowledge(author: Page, viewer: Page, name: string): Promise<void> {
  await author.getByRole('tab', { name: /Acknowledged/ }).click();
  await author.getByRole('button', { name: 'Ask for an acknowledgement' }).click();
  await author.getByRole('checkbox', { name }).check();
  await author.getByRole('button', { name: 'Ask', exact: true }).click();
  await viewer.getByRole('button', { name: 'Acknowledge', exact: true }).click();
  await author.getByText('1 of 1 acknowledged').waitFor({ timeout: 5000 });
}
