import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser, openAs } from '../support/browser.ts';
import { makePicture } from '../support/media.ts';
import { PDF } from '../support/sample-files.ts';
import { startInstallation, type Installation } from '../support/installation.ts';
import {
  askAndAcknowledge,
  commentAtThreeSeconds,
  expectPlaying,
  inviteAndJoin,
  recordBoth,
  welcome,
} from './journey.ts';

const s3 = inject('s3');

describe.skipIf('skipped' in s3)('the main job on S3', () => {
  let installation: Installation;
  let browser: Browser;
  beforeAll(async () => {
    if ('skipped' in s3) return;
    const environment = {
      S3_ENDPOINT: s3.access.endpoint,
      S3_ACCESS_KEY_ID: s3.access.accessKeyId,
      S3_SECRET_ACCESS_KEY: s3.access.secretAccessKey,
      S3_BUCKET: `journey-${randomUUID().slice(0, 8)}`,
      S3_CREATE_BUCKET: 'true',
    };
    [installation, browser] = await Promise.all([startInstallation(environment), launchBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await installation[Symbol.asyncDispose]();
  });

  it(
    'records to the store from the browser, plays from it, and is acknowledged',
    { timeout: 120_000 },
    async () => {
      const owner = await openAs(browser, installation.origin);
      await welcome(owner.page);
      const member = await inviteAndJoin(browser, installation.origin, owner.page, 'Mia Member');
      const puts: string[] = [];
      owner.page.on(
        'request',
        (request) => request.method() === 'PUT' && puts.push(new URL(request.url()).origin),
      );
      const url = await recordBoth(owner.page, 'On S3', 10);
      expect(new Set(puts)).toEqual(new Set(['skipped' in s3 ? '' : s3.access.endpoint]));
      await member.page.goto(url);
      await expectPlaying(member.page);
      await commentAtThreeSeconds(member.page, owner.page, 'Seen from the store');
      await member.page.getByLabel('Files to attach').setInputFiles([
        { name: 'seen.png', mimeType: 'image/png', buffer: await makePicture(320, 180) },
        { name: 'brief.pdf', mimeType: 'application/pdf', buffer: PDF },
      ]);
      const send = member.page.getByRole('button', { name: 'Comment', exact: true });
      await expect.poll(() => send.isEnabled()).toBe(true);
      await send.click();
      const picture = owner.page.getByRole('button', { name: 'Show seen.png' }).locator('img');
      await expect
        .poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth))
        .toBe(320);
      const saved = owner.page.waitForEvent('download');
      await owner.page.getByRole('link', { name: 'Download brief.pdf' }).click();
      expect((await saved).suggestedFilename()).toBe('brief.pdf');
      await askAndAcknowledge(owner.page, member.page, 'Mia Member');
      const slug = url.split('/').at(-1);
      await expect
        .poll(async () => (await owner.page.request.get(`/api/videos/${slug}`)).json(), {
          timeout: 60_000,
          interval: 500,
        })
        .toMatchObject({ status: 'ready' });
      await member.page.reload();
      await expectPlaying(member.page);
      expect([...owner.errors, ...member.errors]).toEqual([]);
    },
  );
});
