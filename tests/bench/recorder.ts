import type { Page } from 'playwright-core';
import type { Browser as PlainBrowser } from 'puppeteer-core';
import { fakeCapture, launchBrowser, openAs } from '../support/browser.ts';
import { makeCaptureFiles } from '../support/media.ts';
import { launchPlainChromium, startIn, stopIn, untilRecordedIn } from '../support/plain-browser.ts';
import { startRecording, stopRecording, untilRecorded } from '../support/recorder.ts';
import { ratioFigure, type Figure } from './figure.ts';
import { BENCH_PERSON, startBenchInstallation, untilProcessed } from './installation.ts';

const CAMERA_FPS = 30;

export async function signIn(page: Page): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(BENCH_PERSON.email);
  await page.getByLabel('Password').fill(BENCH_PERSON.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Library' }).waitFor();
}

interface Ended {
  delivered: number;
  dropped: number;
  picture: { height: number };
}

async function deliveredIn(browser: PlainBrowser, url: string, quality: '720' | '1080', isHidden: boolean) {
  const page = await browser.newPage();
  await page.goto(`${url}/record`);
  await startIn(page, { origin: url }, { mode: 'Screen + camera', quality });
  const cover = isHidden ? await browser.newPage() : null;
  await cover?.bringToFront();
  await untilRecordedIn(page, 20);
  await stopIn(page);
  await cover?.close();
  const measured = await page.evaluate(() => {
    const marks = performance.getEntriesByType('mark') as PerformanceMark[];
    const last = (name: string) => marks.filter((mark) => mark.name === name).at(-1);
    const [began, ended] = [last('playhead:recording-began'), last('playhead:recording-ended')];
    const seconds = ((ended?.startTime ?? 0) - (began?.startTime ?? 0)) / 1000;
    return { seconds, ...(ended?.detail as Ended) };
  });
  await page.close();
  return measured;
}

async function withRecorder<T>(screen: string, work: (page: Page) => Promise<T>): Promise<T> {
  await using installation = await startBenchInstallation();
  const browser = await launchBrowser({ ...(await makeCaptureFiles()), screen });
  try {
    const { page } = await openAs(browser, installation.url);
    await signIn(page);
    return await work(page);
  } finally {
    await browser.close();
  }
}

/** Frames that came out of the encoder against frames that the camera took, screen and camera composed. */
export async function* recorderFrames(): AsyncGenerator<Figure> {
  await using installation = await startBenchInstallation();
  for (const quality of ['720', '1080'] as const) {
    const screen = quality === '720' ? '1280x720' : '1920x1080';
    const browser = await launchPlainChromium(fakeCapture({ ...(await makeCaptureFiles()), screen }));
    try {
      for (const isHidden of [false, true]) {
        const [name, ...value] = (installation.cookie.split('; ')[0] ?? '').split('=');
        await browser.setCookie({ name: name ?? '', value: value.join('='), domain: 'localhost' });
        const { delivered, seconds, picture } = await deliveredIn(
          browser,
          installation.url,
          quality,
          isHidden,
        );
        await untilProcessed(installation);
        const where = isHidden ? 'hidden tab' : 'visible tab';
        const title = `frames recorded against taken, ${quality}p (${picture.height} lines), ${where}`;
        yield ratioFigure(title, delivered, Math.round(seconds * CAMERA_FPS), 'frames', 0.95, 'at least');
      }
    } finally {
      await browser.close();
    }
  }
}

/** JS heap of the page and what waits on the disk of the device, after one minute and after ten. */
export async function* recorderHeap(): AsyncGenerator<Figure> {
  const minutes = Number(process.env['BENCH_MINUTES'] ?? 10);
  const [early, late] = await withRecorder('1280x720', async (page) => {
    const session = await page.context().newCDPSession(page);
    const held = async () => {
      await session.send('HeapProfiler.collectGarbage');
      const { usedSize } = await session.send('Runtime.getHeapUsage');
      const spooled = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
      const workers = await Promise.all(
        page
          .workers()
          .map((worker) =>
            worker.evaluate(
              () =>
                (performance as Performance & { memory?: { usedJSHeapSize: number } }).memory
                  ?.usedJSHeapSize ?? 0,
            ),
          ),
      );
      return (usedSize + spooled + workers.reduce((sum, bytes) => sum + bytes, 0)) / 1e6;
    };
    await startRecording(page, { mode: 'Screen + camera', quality: '720p' });
    await untilRecorded(page, 60);
    const first = await median5(held);
    await untilRecorded(page, minutes * 60);
    const last = await median5(held);
    await stopRecording(page, 60_000);
    return [first, last] as const;
  });
  yield ratioFigure(`recorder heap and backlog, minute ${minutes} against minute 1`, late, early, 'MB', 1.1);
}

/** Segments come and go: one reading may fall just before or after an upload. */
async function median5(read: () => Promise<number>): Promise<number> {
  const all: number[] = [];
  for (let i = 0; i < 5; i++) {
    all.push(await read());
    await new Promise((resolve) => setTimeout(resolve, 700));
  }
  return all.toSorted((a, b) => a - b)[2] ?? 0;
}
