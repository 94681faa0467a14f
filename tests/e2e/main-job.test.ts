import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { launchBrowser, openAs } from '../support/browser.ts';
import { startInstallation, type Installation } from '../support/installation.ts';
import {
  askAndAcknowledge,
  commentAtThreeSeconds,
  expectPlaying,
  inviteAndJoin,
  recordBoth,
  welcome,
} from './journey.ts';

let installation: Installation;
let browser: Browser;
beforeAll(async () => {
  [installation, browser] = await Promise.all([startInstallation(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await installation[Symbol.asyncDispose]();
});

describe('from the camera to an acknowledgement', () => {
  it('records, shares, plays, discusses and acknowledges', { timeout: 150_000 }, async () => {
    const { origin } = installation;
    const owner = await openAs(browser, origin);
    await welcome(owner.page);
    const member = await inviteAndJoin(browser, origin, owner.page, 'Mia Member');

    const url = await recordBoth(owner.page, 'Weekly update', 14);
    await owner.page.getByRole('heading', { name: 'Weekly update' }).waitFor();

    await member.page.goto(url);
    await expectPlaying(member.page);

    await commentAtThreeSeconds(member.page, owner.page, 'This button is too small');
    await askAndAcknowledge(owner.page, member.page, 'Mia Member');
    await expect
      .poll(() => owner.page.getByText(/Watched 0:0\d of 0:1[34]/).count(), { timeout: 15_000 })
      .toBe(1);

    // Renditions and transcript arrive without a reload.
    await expect
      .poll(async () => (await owner.page.request.get(`/api/videos/${url.split('/').at(-1)}`)).json(), {
        timeout: 60_000,
        interval: 500,
      })
      .toMatchObject({ status: 'ready', transcript: { state: 'ready' }, renditions: [{ name: '720p' }] });
    await owner.page.getByRole('tab', { name: 'Transcript' }).click();
    await expect
      .poll(() => owner.page.getByRole('list', { name: 'Transcript' }).textContent(), { timeout: 10_000 })
      .toContain('the meeting starts at nine in the morning');
    await expectPlaying(owner.page);

    // It is on record, for admins to check.
    await owner.page.goto('/settings/ledger');
    await owner.page.getByText('Mia Member acknowledged').waitFor();
    await owner.page.getByRole('button', { name: 'Check the chain' }).click();
    await owner.page.getByText('2 entries, unbroken.').waitFor();
    expect([...owner.errors, ...member.errors]).toEqual([]);
  });
});
