import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { faults } from '../support/axe.ts';
import { calendar, startCalendarServer, type CalendarServer } from '../support/calendar-server.ts';
import { launchBrowser, openAs } from '../support/browser.ts';
import { startInstallation, type Installation } from '../support/installation.ts';
import { inviteAndJoin, welcome } from './journey.ts';

let installation: Installation;
let server: CalendarServer;
let browser: Browser;
let owner: Awaited<ReturnType<typeof openAs>>;
let member: Awaited<ReturnType<typeof openAs>>;
beforeAll(async () => {
  server = await startCalendarServer();
  installation = await startInstallation({ CALENDAR_PRIVATE_HOSTS: '127.0.0.1', RATE_LIMIT_FACTOR: '20' });
  browser = await launchBrowser();
  owner = await openAs(browser, installation.origin);
  await welcome(owner.page);
  member = await inviteAndJoin(browser, installation.origin, owner.page, 'Mia Member');
}, 90_000);
afterAll(async () => {
  await browser?.close();
  await installation?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
});

/** A page of the member whose browser is somewhere else. */
async function elsewhere(
  timezoneId: string,
  more: { width?: number; hasTouch?: boolean } = {},
): Promise<Page> {
  const context = await browser.newContext({
    baseURL: installation.origin,
    timezoneId,
    viewport: { width: more.width ?? 1440, height: 900 },
    hasTouch: more.hasTouch ?? false,
    storageState: await member.context.storageState(),
  });
  return context.newPage();
}

describe('my time', () => {
  it('takes the zone of the browser when told to, and leaves it when not', { timeout: 60_000 }, async () => {
    const page = await elsewhere('Asia/Tokyo');
    await page.goto('/');
    await page.getByText('Your browser is in Asia/Tokyo').waitFor();
    await page.getByRole('button', { name: 'Not now' }).click();
    await page.reload();
    await page.getByRole('heading', { name: 'Library' }).waitFor();
    await page.goto('/settings/time');
    await page.getByRole('combobox', { name: 'Your time zone' }).waitFor();
    expect(await page.getByText('Your browser is in').count()).toBe(0);
    const berlin = await elsewhere('Europe/Berlin');
    await berlin.goto('/');
    await berlin.getByRole('button', { name: 'Use it' }).click();
    await berlin.getByText('Your browser is in').waitFor({ state: 'detached' });
    await berlin.goto('/settings/time');
    await berlin.getByText(/It is \d\d:\d\d in Europe\/Berlin/).waitFor();
    await Promise.all([page, berlin].map((one) => one.context().close()));
  });

  it('is set by keyboard alone: zone, hours, quiet hours', { timeout: 60_000 }, async () => {
    const page = await elsewhere('Europe/Berlin');
    await page.goto('/settings/time');
    const zone = page.getByRole('combobox', { name: 'Your time zone' });
    await zone.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.type('kathm');
    await page.getByRole('option', { name: /Asia\/Kathmandu.*GMT\+5:45/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText(/It is \d\d:\d\d in Asia\/Kat/).waitFor();
    await zone.fill('atlantis');
    await page.getByText('No zone is called “atlantis”').waitFor();
    await page.keyboard.press('Escape');
    expect(await zone.inputValue()).toMatch(/Asia\/Kat/);

    await page.getByRole('checkbox', { name: 'Saturday' }).press('Space');
    await page.getByRole('button', { name: 'Another block on Saturday' }).waitFor();
    await page.getByLabel('Saturday: from').fill('10:15');
    await page.getByLabel('Saturday: to').fill('10:15');
    await page.getByText('A block begins and ends at the same time.').waitFor();
    expect(await page.getByRole('button', { name: 'Save the hours' }).isDisabled()).toBe(true);
    await page.getByLabel('Saturday: to').fill('12:45');
    await page.getByText('42 h 30 min a week').waitFor();
    await page.getByRole('button', { name: 'Save the hours' }).press('Enter');
    await page
      .getByText(/(Sat.* 10:15|Now)–12:45/)
      .first()
      .waitFor();

    await page.getByRole('checkbox', { name: 'Keep hours quiet' }).press('Space');
    await page.getByLabel('Quiet hours: to').fill('07:30');
    await page.getByRole('button', { name: 'Save', exact: true }).press('Enter');
    await page.getByRole('button', { name: 'Save', exact: true }).waitFor({ state: 'detached' });
    await page.reload();
    expect(await page.getByLabel('Quiet hours: to').inputValue()).toBe('07:30');
    await page.getByRole('button', { name: 'As in the workspace' }).click();
    await page.getByText('40 h a week').waitFor();
    await page.context().close();
  });

  it('has holidays, time away and calendars', { timeout: 60_000 }, async () => {
    const page = await elsewhere('Europe/Berlin');
    await page.goto('/settings/time');
    await page.getByLabel('Country').selectOption({ label: 'Germany' });
    await page.getByLabel('Region').selectOption({ label: 'Bayern' });
    await page.getByRole('list', { name: 'Next public holidays' }).getByRole('listitem').first().waitFor();

    await page.getByLabel('First day').fill('2036-03-03');
    await page.getByLabel('Note, for yourself').fill('Far away');
    await page.getByLabel('Note, for yourself').press('Enter');
    const away = page.getByRole('list', { name: 'Times away' });
    await away.getByText('Mon, Mar 3, 2036').waitFor();
    await page.getByLabel('Only part of a day').check();
    await page.getByLabel('Day', { exact: true }).fill('2036-03-04');
    await page.getByLabel('From', { exact: true }).fill('13:00');
    await page.getByLabel('To', { exact: true }).fill('12:00');
    await page.getByRole('button', { name: 'Add' }).first().click();
    await page.getByText('to: 12:00 is not after 13:00.').waitFor();
    await page.getByLabel('To', { exact: true }).fill('15:00');
    await page.getByRole('button', { name: 'Add' }).first().click();
    await away.getByText('Tue, Mar 4, 2036, 13:00–15:00').waitFor();
    await page.getByRole('button', { name: 'Remove Mon, Mar 3, 2036' }).click();
    await page.getByText('Mon, Mar 3, 2036').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await away.getByText('Far away').waitFor();

    server.answers.set(
      '/me.ics',
      calendar(['DTSTART;VALUE=DATE:20260303', 'RRULE:FREQ=WEEKLY', 'SUMMARY:x']),
    );
    const list = page.getByRole('list', { name: 'Calendars' });
    for (const [name, path] of [
      ['Absences', 'me.ics'],
      ['Broken', 'gone.ics'],
    ] as const) {
      await page.getByLabel('Name', { exact: true }).fill(name);
      await page.getByLabel('iCal address').fill(`${server.origin}/${path}`);
      await page.getByLabel('iCal address').press('Enter');
      await list.getByText(name, { exact: true }).waitFor();
    }
    // The worker reads them, and the page hears of it.
    await list.getByText('Up to date').waitFor({ timeout: 15_000 });
    await list.getByText('There is nothing at this address (404).').waitFor({ timeout: 15_000 });
    await page.getByRole('button', { name: 'Remove Broken' }).click();
    await list.getByText('Broken').waitFor({ state: 'detached' });
    expect(server.asked).toEqual(expect.arrayContaining(['/me.ics', '/gone.ics']));
    await page.context().close();
  });

  it('is shown to others by its hours', { timeout: 60_000 }, async () => {
    await owner.page.goto('/settings/members');
    await owner.page.getByText(/\d\d:\d\d for Mia now/).waitFor();
    await owner.page.getByText(/works (until|from) .*your time/).waitFor();
    const shots = process.env['PLAYHEAD_SHOTS'];
    if (shots) await owner.page.screenshot({ path: `${shots}/members.png` });
    await owner.page.goto('/settings/workspace');
    const zone = owner.page.getByRole('combobox', { name: 'Time zone' });
    await zone.fill('lisbon');
    await owner.page.getByRole('option', { name: /Lisbon/ }).click();
    await expect.poll(() => zone.inputValue()).toBe('Europe/Lisbon');
    if (shots) await owner.page.screenshot({ path: `${shots}/workspace.png` });
  });

  it('fits a phone, in light and dark, and has no fault that axe finds', { timeout: 120_000 }, async () => {
    for (const [width, hasTouch] of [
      [1440, false],
      [390, true],
    ] as const) {
      const page = await elsewhere('America/New_York', { width, hasTouch });
      for (const theme of ['light', 'dark']) {
        await page.goto('/');
        await page.evaluate((name) => localStorage.setItem('playhead.theme', name), theme);
        await page.goto('/settings/time');
        await page.getByRole('list', { name: 'Next public holidays' }).waitFor();
        await page.getByText('Your browser is in America/New York').waitFor();
        expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe(theme);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        await expect.poll(() => faults(page)).toEqual([]);
        await page.getByRole('combobox', { name: 'Your time zone' }).click();
        await page.getByRole('option').first().waitFor();
        await expect.poll(() => faults(page)).toEqual([]);
        const folder = process.env['PLAYHEAD_SHOTS'];
        if (folder) {
          await page.screenshot({ path: `${folder}/time-zones-${width}-${theme}.png` });
          await page.keyboard.press('Escape');
          const height = await page.evaluate(() => document.querySelector('main')?.scrollHeight ?? 900);
          await page.setViewportSize({ width, height: height + 60 });
          await page.screenshot({ path: `${folder}/time-${width}-${theme}.png` });
          await page.setViewportSize({ width, height: 900 });
        }
      }
      await page.context().close();
    }
    expect(owner.errors).toEqual([]);
  });
});
