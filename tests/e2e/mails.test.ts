import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { loadConfig } from '#server/config.ts';
import { bundleContent } from '#server/features/notifications/mails/bundle-content.ts';
import { mailHtml, plainMailHtml } from '#server/features/notifications/mails/mail-html.ts';
import type { Bundle, BundleItem } from '#server/features/notifications/index.ts';
import { launchBrowser } from '../support/browser.ts';
import { buildBundle, buildItem } from '../support/bundles.ts';

const config = loadConfig({
  SECRET: 'a secret of the mail tests, long enough',
  PUBLIC_URL: 'https://play.example',
});
const LONG = 'Onboarding, a tour with a title that goes on over the end of the line';
const UNBROKEN = 'https://files.example/'.padEnd(300, 'abcdefghij');
const reply = (threadId: string, more: Partial<BundleItem>) =>
  buildItem({ kind: 'replied', threadId, dueAt: null, title: 'Bea replied on “Launch film”', ...more });
const bundles: Record<string, Bundle> = {
  ask: buildBundle('ask', [buildItem({ text: `Look at the ending:\n\n${UNBROKEN}` })]),
  urgent: buildBundle('urgent', [buildItem({ urgentReason: 'We print today at 17:00.' })]),
  updates: buildBundle('updates', [
    reply('1', { text: 'I moved the title two frames. Is that what you meant?' }),
    reply('1', { text: 'Exactly.' }),
    reply('2', { kind: 'mentioned', text: '@Mia Member can you check the sound?' }),
    buildItem({
      kind: 'new_version',
      videoId: '2',
      videoTitle: LONG,
      title: `New version of “${LONG}”`,
      text: null,
    }),
  ]),
  edition: buildBundle('updates', [
    buildItem({
      kind: 'edition_closed',
      videoId: null,
      videoTitle: null,
      dueAt: null,
      title: '“Weekly status” of 2026-11-27: 4 of 5 answered',
      text: [
        'What is done?\n• Mia Member (0:00): We shipped the login page.\n• Ben Berlin: The backup is tested.',
        'How is it going?\n3 green, 1 red: Ben Berlin',
        'Missing: Toshi Tokyo',
      ].join('\n\n'),
    }),
  ]),
  reminder: buildBundle('reminder', [buildItem(), buildItem({ title: 'Bea asks you to approve “Poster”' })]),
  report: buildBundle('report', [
    buildItem({ kind: 'owner_report', title: '2 of 5 have answered', dueAt: null }),
  ]),
};

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
}, 60_000);
afterAll(() => browser?.close());

async function render(name: string): Promise<string> {
  const bundle = bundles[name];
  if (bundle) return mailHtml(bundleContent(config, bundle));
  const text =
    'Your code to watch a video:\n\n123456\n\nIt is valid for 10 minutes.\n\nhttps://play.example/s/x';
  return plainMailHtml({ subject: '123456 is your code', text });
}

it.each([...Object.keys(bundles), 'code'])(
  'a mail of kind %s fits 600 and 390 px, in light and dark, with no fault that axe finds',
  { timeout: 60_000 },
  async (name) => {
    const html = await render(name);
    const folder = process.env['PLAYHEAD_SHOTS'];
    const backgrounds = new Set<string>();
    for (const width of [600, 390])
      for (const colorScheme of ['light', 'dark'] as const) {
        const context = await browser.newContext({ viewport: { width, height: 300 }, colorScheme });
        const page = await context.newPage();
        const fetched: string[] = [];
        page.on('request', (request) => fetched.push(request.url()));
        await page.setContent(html);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        const { violations } = await new AxeBuilder({ page })
          .disableRules(['region', 'landmark-one-main'])
          .analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
        backgrounds.add(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
        expect(fetched).toEqual([]);
        if (folder)
          await page.screenshot({
            path: `${folder}/mail-${name}-${width}-${colorScheme}.png`,
            fullPage: true,
          });
        await context.close();
      }
    expect(backgrounds).toEqual(new Set(['rgb(243, 243, 245)', 'rgb(14, 14, 17)']));
  },
);
