import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchTabCapture, openAs } from '../support/browser.ts';
import { FLASH_TITLE, measureSync, serveFlashAndBeep } from '../support/flash-and-beep.ts';
import { startInstallation, type Installation } from '../support/installation.ts';
import { fetchRecording, startRecording, stopRecording, untilRecorded } from '../support/recorder.ts';
import { welcome } from './journey.ts';

let installation: Installation;
let browser: Browser;
let flash: Awaited<ReturnType<typeof serveFlashAndBeep>>;
beforeAll(async () => {
  [installation, browser, flash] = await Promise.all([
    startInstallation(),
    launchTabCapture(FLASH_TITLE),
    serveFlashAndBeep(),
  ]);
});
afterAll(async () => {
  await browser.close();
  await flash[Symbol.asyncDispose]();
  await installation[Symbol.asyncDispose]();
});

describe('picture and sound', () => {
  it('stay within 40 ms, with the recorder in a hidden tab', { timeout: 120_000 }, async () => {
    const owner = await openAs(browser, installation.origin);
    await welcome(owner.page);
    const source = await owner.context.newPage();
    await source.goto(flash.url);
    await owner.page.bringToFront();
    await startRecording(owner.page, { mode: 'Screen', microphone: false, quality: '720p' });
    await source.bringToFront();
    await untilRecorded(owner.page, 20);
    const slug = await stopRecording(owner.page);
    const { runs } = await fetchRecording(owner.page, slug);
    const sync = await measureSync(runs[0] ?? '');
    console.log(sync, runs);
    expect(sync.pairs.length).toBeGreaterThan(15);
    expect(sync.worstMs).toBeLessThanOrEqual(40);
  });
});
