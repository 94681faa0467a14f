import { execa } from 'execa';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startInstallation, type Installation } from '../support/installation.ts';
import {
  fetcherIn,
  launchPlainChromium,
  setUpIn,
  startIn,
  stopIn,
  untilRecordedIn,
} from '../support/plain-browser.ts';
import { fetchRecording, playableMs } from '../support/recorder.ts';
import { servePage, type ServedPage } from '../support/serve-page.ts';

const TITLE = 'resized-tab';
/** A grey page that moves a little, so that frames go on coming. */
const PAGE = `<!doctype html><title>${TITLE}</title><style>html{background:#808080}</style><p></p>
<script>setInterval(() => (document.querySelector('p').textContent = performance.now()), 40)</script>`;

let installation: Installation;
let browser: Browser;
let served: ServedPage;
let recorder: Page;
let source: Page;
beforeAll(async () => {
  served = await servePage(PAGE);
  [installation, browser] = await Promise.all([
    startInstallation(),
    launchPlainChromium([`--auto-select-tab-capture-source-by-title=${TITLE}`]),
  ]);
  recorder = await browser.newPage();
  await setUpIn(recorder, installation);
  source = await browser.newPage();
});
afterAll(async () => {
  await browser.close();
  await installation[Symbol.asyncDispose]();
  await served[Symbol.asyncDispose]();
});

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where the grey of the page lies in a frame, by its first and last rows and columns that are not black. */
async function greyBoxAt(
  file: string,
  seconds: number,
  size: { width: number; height: number },
): Promise<Box> {
  const { stdout } = await execa(
    'ffmpeg',
    [
      '-v',
      'error',
      '-i',
      file,
      '-ss',
      String(seconds),
      '-frames:v',
      '1',
      '-pix_fmt',
      'gray',
      '-f',
      'rawvideo',
      '-',
    ],
    { encoding: 'buffer' },
  );
  const { width, height } = size;
  const isGrey = (x: number, y: number) => (stdout[y * width + x] ?? 0) > 60;
  const middleRow = Array.from({ length: width }, (_, x) => x).filter((x) => isGrey(x, height >> 1));
  const middleColumn = Array.from({ length: height }, (_, y) => y).filter((y) => isGrey(width >> 1, y));
  const [x = 0, y = 0] = [middleRow[0], middleColumn[0]];
  return {
    x,
    y,
    width: (middleRow.at(-1) ?? 0) - x + 1,
    height: (middleColumn.at(-1) ?? 0) - y + 1,
  };
}

describe('a tab that is shared', () => {
  it(
    'may have an odd size and change its shape: the picture keeps its size, and nothing is cut off',
    { timeout: 90_000 },
    async () => {
      await source.setViewport({ width: 1001, height: 601 });
      await source.goto(served.url);
      await recorder.bringToFront();
      await startIn(recorder, installation, { mode: 'Screen', microphone: false });
      await source.bringToFront();
      await untilRecordedIn(recorder, 4);
      await source.setViewport({ width: 450, height: 700 });
      await untilRecordedIn(recorder, 10);
      const slug = await stopIn(recorder);
      const { runs, playlist, durationMs } = await fetchRecording(fetcherIn(recorder, installation), slug);
      expect(playlist).not.toContain('DISCONTINUITY');
      const [file = ''] = runs;
      const { stdout } = await execa('ffprobe', [
        ...[
          '-v',
          'error',
          '-select_streams',
          'v',
          '-show_entries',
          'stream=width,height',
          '-of',
          'json',
          file,
        ],
      ]);
      const [size = { width: 0, height: 0 }] = (
        JSON.parse(stdout) as { streams: { width: number; height: number }[] }
      ).streams;
      expect(size.width % 2).toBe(0);
      expect(size.height % 2).toBe(0);
      expect(Math.abs(size.width / size.height - 1001 / 601)).toBeLessThan(0.02);
      const before = await greyBoxAt(file, 2, size);
      expect(before.width).toBeGreaterThan(size.width - 6);
      expect(before.height).toBeGreaterThan(size.height - 6);
      const after = await greyBoxAt(file, 8.5, size);
      expect(after.height).toBeGreaterThan(size.height - 6);
      expect(Math.abs(after.width / after.height - 450 / 700)).toBeLessThan(0.03);
      expect(Math.abs(after.x - (size.width - after.width) / 2)).toBeLessThan(4);
      expect(Math.abs((await playableMs(runs)) - durationMs)).toBeLessThan(150);
    },
  );
});
