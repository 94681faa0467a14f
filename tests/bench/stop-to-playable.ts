import { launchBrowser, openAs } from '../support/browser.ts';
import { signIn } from './recorder.ts';
import { boundFigure, median, ratioFigure, type Figure } from './figure.ts';
import { startBenchInstallation, untilProcessed } from './installation.ts';

const ROUNDS = 3;

/** From the click on Stop until a viewer's page has its first frame of the whole recording: constant in its length. */
export async function* stopToPlayable(): AsyncGenerator<Figure> {
  await using installation = await startBenchInstallation();
  const browser = await launchBrowser();
  try {
    const author = await openAs(browser, installation.url);
    const viewer = await openAs(browser, installation.url);
    for (const { page } of [author, viewer]) {
      await signIn(page);
    }
    const measure = async (seconds: number): Promise<number> => {
      await author.page.goto('/record');
      await author.page.getByRole('radio', { name: 'Camera', exact: true }).click();
      await author.page.getByRole('button', { name: 'Start recording' }).click();
      const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
      await author.page
        .getByRole('timer')
        .getByText(clock)
        .waitFor({ timeout: (seconds + 20) * 1000 });
      const { items } = await installation.api.videos.list({ limit: 1 });
      const stoppedAt = performance.now();
      await author.page.getByRole('button', { name: 'Stop' }).click();
      await author.page.getByRole('heading', { name: 'Your recording is safe' }).waitFor();
      await viewer.page.goto(`/v/${items[0]?.slug}`);
      await viewer.page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2);
      const tookMs = performance.now() - stoppedAt;
      await untilProcessed(installation);
      return tookMs;
    };
    const short: number[] = [];
    const long: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      short.push(await measure(10));
      long.push(await measure(120));
    }
    yield boundFigure(`stop → playable, 10 s recording, median of ${ROUNDS}`, median(short), 'ms', 3000);
    yield ratioFigure(
      `stop → playable, 120 s against 10 s recording, medians of ${ROUNDS}`,
      median(long),
      median(short),
      'ms',
      1.2,
    );
  } finally {
    await browser.close();
  }
}
