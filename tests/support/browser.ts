import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type ConsoleMessage, type Page } from 'playwright-core';
import { makeCaptureFiles } from './media.ts';

export const QUIET = [
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--disable-gpu',
];

const EXECUTABLE = '/usr/bin/chromium';

export interface CaptureFakes {
  /** MJPEG and WAV files that camera and microphone play. */
  video: string;
  audio: string;
  screen?: string;
}

/** Chromium's arguments for a camera and a microphone that play files, and a fake screen to share. */
export function fakeCapture({ video, audio, screen = '1280x720' }: CaptureFakes): string[] {
  return [
    '--no-sandbox',
    ...QUIET,
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream=fps=30',
    `--use-file-for-fake-video-capture=${video}`,
    `--use-file-for-fake-audio-capture=${audio}`,
    '--autoplay-policy=no-user-gesture-required',
    `--screen-info={${screen}}`,
  ];
}

/** Chromium with a camera and a microphone that play files, and a fake screen to share. */
export async function launchBrowser(fakes?: CaptureFakes): Promise<Browser> {
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: fakeCapture(fakes ?? (await makeCaptureFiles())),
  });
}

/** A person's own browser profile. Errors of the page fail the test that made them. */
export async function openAs(
  browser: Browser,
  origin: string,
): Promise<{ context: BrowserContext; page: Page; errors: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1360, height: 850 }, baseURL: origin });
  await context.addInitScript(tellProcessors, PROCESSOR_MADE);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  let mayBeLost = 0;
  page.on('console', (message) => {
    if (message.text() === PROCESSOR_MADE) mayBeLost++;
    if (message.type() !== 'error' || /Failed to load resource/.test(message.text())) return;
    if (mayBeLost > 0 && isLostOnTheWay(message)) mayBeLost--;
    else errors.push(message.text());
  });
  return { context, page, errors };
}

const PROCESSOR_MADE = 'A MediaStreamTrackProcessor was made.';

function tellProcessors(text: string): void {
  if (!('MediaStreamTrackProcessor' in window)) return;
  window.MediaStreamTrackProcessor = new Proxy(window.MediaStreamTrackProcessor, {
    construct(target, parameters: [MediaStreamTrackProcessorInit]) {
      console.debug(text);
      return new target(...parameters);
    },
  });
}

/**
 * Chromium 150 leaves the frame unclosed that came between the making of a MediaStreamTrackProcessor and the transfer of its
 * stream to a worker, even if these are two lines in a row: at most one for each that was made. Those that a worker leaves name the
 * worker's script.
 */
function isLostOnTheWay(message: ConsoleMessage): boolean {
  return (
    message.text().startsWith('A VideoFrame was garbage collected') && !message.location().url.endsWith('.js')
  );
}

/** A folder that is gone afterwards. */
export async function tempFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'playhead-e2e-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** How bright the picture of the video element is on average, 0–255, and how much it differs from place to place. */
export function pictureOf(page: Page): Promise<{ mean: number; spread: number }> {
  return page
    .locator('video')
    .first()
    .evaluate((element) => {
      const video = element as HTMLVideoElement;
      const canvas = document.createElement('canvas');
      canvas.width = 32;
      canvas.height = 18;
      const context = canvas.getContext('2d');
      if (!context) return { mean: 0, spread: 0 };
      context.drawImage(video, 0, 0, 32, 18);
      const { data } = context.getImageData(0, 0, 32, 18);
      const grey = Array.from(
        { length: 32 * 18 },
        (_, i) => ((data[i * 4] ?? 0) + (data[i * 4 + 1] ?? 0) + (data[i * 4 + 2] ?? 0)) / 3,
      );
      const mean = grey.reduce((a, b) => a + b, 0) / grey.length;
      return { mean, spread: Math.max(...grey) - Math.min(...grey) };
    });
}
