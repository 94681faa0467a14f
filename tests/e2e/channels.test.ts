import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { faults } from '../support/axe.ts';
import { launchBrowser, openAs } from '../support/browser.ts';
import { startChatServer, type ChatServer } from '../support/chat-server.ts';
import { startInstallation, type Installation } from '../support/installation.ts';
import { makePushBrowser, startPushServer, type PushServer } from '../support/push-server.ts';
import { welcome } from './journey.ts';

let chat: ChatServer;
let service: PushServer;
let installation: Installation;
let browser: Browser;
let owner: Awaited<ReturnType<typeof openAs>>;
beforeAll(async () => {
  chat = await startChatServer();
  service = await startPushServer();
  installation = await startInstallation({
    OUTGOING_PRIVATE_HOSTS: '127.0.0.1',
    RATE_LIMIT_FACTOR: '20',
    NODE_EXTRA_CA_CERTS: service.certPath,
  });
  browser = await launchBrowser();
  owner = await openAs(browser, installation.origin);
  await welcome(owner.page);
}, 90_000);
afterAll(async () => {
  await browser?.close();
  await installation?.[Symbol.asyncDispose]();
  await service?.[Symbol.asyncDispose]();
  await chat?.[Symbol.asyncDispose]();
});

const shots = process.env['PLAYHEAD_SHOTS'];

/** The push service of Chromium is on the internet: its subscription is one of our own service instead. */
async function withPushes(pushBrowser: ReturnType<typeof makePushBrowser>): Promise<Page> {
  const context = await browser.newContext({
    baseURL: installation.origin,
    storageState: await owner.context.storageState(),
    viewport: { width: 1360, height: 900 },
    permissions: ['notifications'],
  });
  await context.addInitScript((device) => {
    const subscription = {
      endpoint: device.endpoint,
      toJSON: () => device,
      unsubscribe: () => {
        localStorage.removeItem('test.subscribed');
        return Promise.resolve(true);
      },
    };
    Object.assign(PushManager.prototype, {
      getSubscription: () => Promise.resolve(localStorage.getItem('test.subscribed') ? subscription : null),
      subscribe: ({ applicationServerKey }: { applicationServerKey: string }) => {
        localStorage.setItem('test.subscribed', applicationServerKey);
        return Promise.resolve(subscription);
      },
    });
  }, pushBrowser.device);
  return context.newPage();
}

describe('notifications on this device', () => {
  it(
    'are switched on, tested, shown by the service worker, and switched off',
    { timeout: 60_000 },
    async () => {
      const pushBrowser = makePushBrowser(`${service.origin}/push/chromium`);
      const page = await withPushes(pushBrowser);
      await page.goto('/settings/channels');
      await page.getByRole('button', { name: 'Switch on' }).click();
      await page.getByRole('button', { name: 'Send me one' }).click();
      await page.getByText('Sent. It comes in a moment.').waitFor();
      const [push] = service.pushes;
      if (!push) throw new Error('nothing was pushed');
      const payload = pushBrowser.read(push);
      expect(payload).toMatchObject({ title: 'Playhead can reach you here' });

      // What the push service would bring to the browser.
      const session = await page.context().newCDPSession(page);
      const registered = new Promise<string>((resolve) => {
        session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [first] }) => {
          if (first) resolve(first.registrationId);
        });
      });
      await session.send('ServiceWorker.enable');
      const registrationId = await registered;
      const bring = () =>
        session.send('ServiceWorker.deliverPushMessage', {
          origin: installation.origin,
          registrationId,
          data: JSON.stringify(payload),
        });
      const shown = () =>
        page.evaluate(async () => {
          const registration = await navigator.serviceWorker.ready;
          return (await registration.getNotifications()).map(({ title, body, tag }) => ({
            title,
            body,
            tag,
          }));
        });
      // A worker that is not active yet hears nothing; the same tag is shown once.
      const broughtUntilShown = async () => {
        const seen = await shown();
        if (seen.length === 0) await bring();
        return seen;
      };
      await expect
        .poll(broughtUntilShown, { timeout: 30_000, interval: 500 })
        .toMatchObject([{ title: 'Playhead can reach you here', tag: expect.stringMatching(/^test-/) }]);

      await page.reload();
      await page.getByRole('button', { name: 'Send me one' }).waitFor();
      if (shots) await page.screenshot({ path: `${shots}/push-on.png` });
      await expect.poll(() => faults(page)).toEqual([]);
      await page.getByRole('button', { name: 'Switch off' }).click();
      await page.getByRole('button', { name: 'Switch on' }).waitFor();
      expect(await page.evaluate(() => localStorage.getItem('test.subscribed'))).toBeNull();
      await page.context().close();
    },
  );

  it('say what to do where they are blocked', async () => {
    // What is not granted then is denied.
    await owner.context.grantPermissions(['clipboard-read'], { origin: installation.origin });
    await owner.page.goto('/settings/channels');
    await owner.page.getByText('You have blocked notifications of this site.').waitFor();
    expect(await owner.page.getByRole('button', { name: 'Switch on' }).count()).toBe(0);
  });
});

describe('a webhook', () => {
  it('is added, tested, seen to fail and removed', { timeout: 60_000 }, async () => {
    const { page } = owner;
    await page.goto('/settings/webhooks');
    await page.getByText('No webhooks yet').waitFor();
    await expect.poll(() => faults(page)).toEqual([]);
    await page.getByLabel('Name').fill('#design in Slack');
    await page.getByLabel('Address').fill(`${chat.origin}/services/T0/B0/abcdefghwxyz`);
    await page.getByRole('button', { name: 'Add the webhook' }).click();
    await page.getByText('Nothing posted yet').waitFor();
    await page.getByText(`${chat.origin}/…wxyz`).waitFor();
    const test = page.getByRole('button', { name: 'Send a test to #design in Slack' });
    await test.click();
    await page.getByText('Works', { exact: true }).waitFor();
    expect(chat.posts.at(-1)?.body.text).toContain('sends a test from Playhead');
    chat.answers.set('/services/T0/B0/abcdefghwxyz', 404);
    await test.click();
    await page.getByText('The webhook does not exist any more (404). Make a new one. (').waitFor();
    await expect.poll(() => faults(page)).toEqual([]);
    if (shots) await page.screenshot({ path: `${shots}/webhooks.png` });
    await page.setViewportSize({ width: 390, height: 900 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    if (shots) await page.screenshot({ path: `${shots}/webhooks-390.png`, fullPage: true });
    await page.setViewportSize({ width: 1360, height: 850 });
    await page.getByRole('button', { name: 'Remove #design in Slack' }).click();
    await page.getByText('No webhooks yet').waitFor();
  });
});

describe('what reaches me', () => {
  it('is chosen with the keyboard, and kept', { timeout: 60_000 }, async () => {
    const { page } = owner;
    await page.goto('/settings/channels');
    await page.getByRole('checkbox', { name: 'Updates by e-mail' }).focus();
    await page.keyboard.press('Space');
    await page.getByText('Saved').waitFor();
    await page.getByLabel('How often').selectOption('weekly');
    await page.getByText(/^Next: /).waitFor();
    await page.getByLabel('On', { exact: true }).selectOption('thu');
    const next = () =>
      page.evaluate(async () => {
        const mine = (await (await fetch('/api/me/channels')).json()) as { nextDigestAt: string };
        return new Date(mine.nextDigestAt).getUTCDay();
      });
    await expect.poll(next).toBe(4);
    await page.reload();
    await page.getByLabel('On', { exact: true }).waitFor();
    expect(await page.getByRole('checkbox', { name: 'Updates by e-mail' }).isChecked()).toBe(false);
    expect(await page.getByLabel('On', { exact: true }).inputValue()).toBe('thu');
  });

  it('fits a phone, in light and dark, and has no fault that axe finds', { timeout: 60_000 }, async () => {
    const { page } = owner;
    for (const [width, theme] of [
      [1360, 'light'],
      [1360, 'dark'],
      [390, 'light'],
      [390, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 1100 });
      await page.evaluate((name) => localStorage.setItem('playhead.theme', name), theme);
      await page.goto('/settings/channels');
      await page.getByText(/^Next: /).waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await expect.poll(() => faults(page)).toEqual([]);
      if (shots) await page.screenshot({ path: `${shots}/channels-${width}-${theme}.png` });
    }
    expect(owner.errors).toEqual([]);
  });
});

it('gets no pushes any more on a device where one has signed out', { timeout: 60_000 }, async () => {
  const page = await withPushes(makePushBrowser(`${service.origin}/push/shared`));
  await page.goto('/settings/channels');
  await page.getByRole('button', { name: 'Switch on' }).click();
  await page.getByRole('button', { name: 'Send me one' }).waitFor();
  await page.goto('/settings/profile');
  const removed = page.waitForResponse((answer) => answer.request().method() === 'DELETE');
  await page.getByRole('button', { name: 'Sign out' }).click();
  expect((await removed).status()).toBe(200);
  await page.waitForURL('**/sign-in');
  expect(await page.evaluate(() => localStorage.getItem('test.subscribed'))).toBeNull();
  await page.context().close();
});
