import { existsSync } from 'node:fs';
import puppeteer, { type Browser, type LaunchOptions, type Page } from 'puppeteer-core';
import { QUIET } from './browser.ts';
import { PASSWORD } from './factories.ts';
import { untilAtLeast, type Fetcher } from './recorder.ts';

/**
 * Browsers by puppeteer, where Playwright stands in the way: it makes every tab believe that it is visible, and it drives no
 * Firefox that was not built for it.
 */
const WEAKENING = [
  '--mute-audio',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];

/** Chromium that slows hidden tabs down as on a desk. */
export function launchPlainChromium(args: string[], options: LaunchOptions = {}): Promise<Browser> {
  return puppeteer.launch({
    executablePath: '/usr/bin/chromium',
    headless: true,
    ignoreDefaultArgs: WEAKENING,
    args: ['--no-sandbox', ...QUIET, '--autoplay-policy=no-user-gesture-required', ...args],
    defaultViewport: { width: 1360, height: 850 },
    protocolTimeout: 900_000,
    ...options,
  });
}

const FIREFOX = '/usr/bin/firefox-esr';

/** False where the machine has none, such as Debian without `firefox-esr`. */
export const hasFirefox = existsSync(FIREFOX);

/** Firefox ESR by WebDriver BiDi, with its own fake camera and microphone. */
export function launchFirefox(): Promise<Browser> {
  return puppeteer.launch({
    browser: 'firefox',
    executablePath: FIREFOX,
    headless: true,
    extraPrefsFirefox: {
      'media.navigator.permission.disabled': true,
      'media.navigator.streams.fake': true,
      'media.autoplay.default': 0,
      'media.autoplay.blocking_policy': 0,
      'media.autoplay.block-webaudio': false,
    },
    defaultViewport: { width: 1360, height: 850 },
  });
}

export interface Origin {
  origin: string;
}

/** The first visitor of an installation: the owner account, and the cookie of its session. */
export async function setUpIn(page: Page, { origin }: Origin): Promise<void> {
  await openIn(page, `${origin}/welcome`);
  const status = await page.evaluate(async (password) => {
    const answer = await fetch('/api/setup', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        name: 'Olive Owner',
        email: 'olive@example.com',
        password,
        workspaceName: 'Studio',
      }),
    });
    return answer.status;
  }, PASSWORD);
  if (status !== 200) throw new Error(`/api/setup answered ${status}`);
}

/** The owner of `setUpIn`, in another browser. */
export async function signInIn(page: Page, { origin }: Origin): Promise<void> {
  await openIn(page, `${origin}/sign-in`);
  const status = await page.evaluate(async (password) => {
    const answer = await fetch('/api/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'olive@example.com', password }),
    });
    return answer.status;
  }, PASSWORD);
  if (status !== 200) throw new Error(`signing in answered ${status}`);
}

/** Opens an address. Firefox may abort a navigation that begins while the page before is still at something: once more then. */
export async function openIn(page: Page, url: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await page.goto(url);
      return;
    } catch (error) {
      if (attempt === 3 || !String(error).includes('NS_BINDING_ABORTED')) throw error;
    }
  }
}

export function fetcherIn(page: Page, { origin }: Origin): Fetcher {
  return async (path) => {
    const cookies = await page.browserContext().cookies();
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    return fetch(new URL(path, origin), { headers: { cookie } });
  };
}

export interface PlainRecordOptions {
  mode: 'Screen + camera' | 'Screen' | 'Camera';
  quality?: '720' | '1080';
  microphone?: boolean;
}

/** Remembers the choices as the setup page would, opens it (unless it is open) and presses Start. */
export async function startIn(page: Page, { origin }: Origin, options: PlainRecordOptions): Promise<void> {
  const stored = {
    mode: { 'Screen + camera': 'both', Screen: 'screen', Camera: 'camera' }[options.mode],
    height: Number(options.quality ?? 720),
    ...(options.microphone === false ? { microphoneId: null } : {}),
  };
  await page.evaluate((text) => localStorage.setItem('playhead.recorder', text), JSON.stringify(stored));
  await openIn(page, page.url().endsWith('/record') ? `${origin}/record?again` : `${origin}/record`);
  await pressIn(page, 'Start recording');
  await untilIn(page, () => performance.getEntriesByName('playhead:recording-began').length > 0);
}

/** Waits until something is so in the page. `waitForFunction` would need `eval`, which the pages' security policy forbids. */
export async function untilIn(page: Page, isSo: (text: string) => boolean, text = ''): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await page.evaluate(isSo, text))) {
    if (Date.now() > deadline)
      throw new Error(`the page says: ${await page.evaluate(() => document.body.innerText)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Clicks the button whose text begins so, once it can be clicked. */
export async function pressIn(page: Page, name: string): Promise<void> {
  await untilIn(
    page,
    (begin) => {
      const all = [...document.querySelectorAll('button')];
      const found = all.find((b) => b.textContent.trim().startsWith(begin) && !b.disabled);
      found?.click();
      return found !== undefined;
    },
    name,
  );
}

export async function untilRecordedIn(page: Page, seconds: number): Promise<void> {
  await untilAtLeast(async () => {
    const text = await page.evaluate(() => document.querySelector('[role=timer]')?.textContent ?? '');
    const [, minutes = '0', rest = '0'] = /(\d+):(\d\d)/.exec(text) ?? [];
    return Number(minutes) * 60 + Number(rest);
  }, seconds);
}

/** Stops, waits until all is confirmed, and answers the slug. */
export async function stopIn(page: Page): Promise<string> {
  await pressIn(page, 'Stop');
  await untilIn(page, () => document.body.textContent.includes('Your recording is safe'));
  // Not `page.url()`: by BiDi it does not follow what the page's router does.
  const path = await page.evaluate(() => location.pathname);
  return /\/v\/(\w+)/.exec(path)?.[1] ?? '';
}
