import { execa } from 'execa';
import { createHash } from 'node:crypto';
import { open, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElementHandle, Page } from 'puppeteer-core';
import { tempFolder } from '../support/browser.ts';
import { launchPlainChromium, untilIn } from '../support/plain-browser.ts';
import { median, ratioFigure, type Figure } from './figure.ts';
import { startBenchInstallation, type BenchInstallation } from './installation.ts';
import { treeOf } from './memory.ts';

const SIZE_MB = 500;
const ROUNDS = 3;

/**
 * A file of 500 MB from the browser, from choosing it until its last part is stored (begun, hashed, signed, sent), against a
 * `curl -T` for each of the same parts and its presigned URL. What the server does afterwards is the same for both.
 */
export async function* uploadThroughput(): AsyncGenerator<Figure> {
  await using installation = await startBenchInstallation();
  await using folder = await tempFolder();
  const path = join(folder.path, 'big.mp4');
  // Random bytes once, then repeated: what is in it does not matter to the way there.
  await execa(
    'bash',
    [
      '-c',
      `head -c 8388608 /dev/urandom > block && for i in $(seq 63); do cat block; done | head -c ${SIZE_MB}000000 > big.mp4`,
    ],
    {
      cwd: folder.path,
    },
  );
  // What the worker makes of one upload must not take disk and processor from the next.
  const worker = treeOf(installation.pid).find(({ command }) => command.includes('worker/main.ts'));
  if (!worker) throw new Error('the installation has no worker');
  process.kill(Number(worker.pid), 'SIGSTOP');
  // Nobody listens to the network of this browser: every byte of a body would be copied to the listener.
  const browser = await launchPlainChromium([], { networkEnabled: false });
  try {
    const page = await browser.newPage();
    await signIn(page, installation);
    const parts = await cutIntoParts(installation, path, folder.path);
    const seconds: { ours: number[]; curl: number[] } = { ours: [], curl: [] };
    for (let round = 0; round <= ROUNDS; round++) {
      const curl = await byCurl(installation, parts);
      await execa('sync');
      const ours = await byBrowser(page, installation, path);
      // The first round warms scripts, connections and the disk's cache.
      if (round > 0) {
        seconds.curl.push(curl);
        seconds.ours.push(ours);
      }
      await execa('sync');
    }
    yield ratioFigure(
      `upload of ${SIZE_MB} MB in the browser against curl, medians of ${ROUNDS}`,
      SIZE_MB / median(seconds.ours),
      SIZE_MB / median(seconds.curl),
      'MB/s',
      0.8,
      'at least',
    );
  } finally {
    process.kill(Number(worker.pid), 'SIGCONT');
    await browser.close();
  }
}

async function signIn(page: Page, { url, cookie }: BenchInstallation): Promise<void> {
  for (const pair of cookie.split('; ')) {
    const [name = '', value = ''] = pair.split(/=(.*)/);
    await page.browserContext().setCookie({ name, value, domain: new URL(url).hostname, path: '/' });
  }
}

/** Seconds from choosing the file until its last part is stored, by the page's own clock. */
async function byBrowser(page: Page, { url }: BenchInstallation, path: string): Promise<number> {
  await page.goto(`${url}/upload`);
  await untilIn(page, () => document.querySelector('input[type=file]') !== null);
  await page.evaluate(() =>
    document
      .querySelector('input[type=file]')
      ?.addEventListener('change', () => performance.mark('chosen'), { once: true, capture: true }),
  );
  const input = (await page.$('input[type=file]')) as ElementHandle<HTMLInputElement> | null;
  await input?.uploadFile(path);
  await untilIn(page, () => document.body.innerText.includes('Uploaded. It plays already'));
  const ms = await page.evaluate(() => {
    const [chosen] = performance.getEntriesByName('chosen');
    const completed = performance.getEntriesByType('resource').find(({ name }) => name.endsWith('/complete'));
    return (completed?.startTime ?? Number.NaN) - (chosen?.startTime ?? Number.NaN);
  });
  return ms / 1000;
}

interface Part {
  file: string;
  md5: string;
}

async function cutIntoParts({ api }: BenchInstallation, path: string, cwd: string): Promise<Part[]> {
  const { size } = await stat(path);
  const ticket = await api.uploads.create({ fileName: 'cut.mp4', sizeBytes: size });
  await api.uploads.abort({ videoId: ticket.videoId });
  const parts: Part[] = [];
  for (let part = 0; part < ticket.partCount; part++) {
    const bytes = await readPart(path, part * ticket.partSizeBytes, ticket.partSizeBytes);
    const file = join(cwd, `part-${part + 1}`);
    await writeFile(file, bytes);
    parts.push({ file, md5: createHash('md5').update(bytes).digest('hex') });
  }
  return parts;
}

/** Seconds that `curl -T` needs for all parts, one URL after the other; cutting, hashing and signing is not counted. */
async function byCurl({ api, url }: BenchInstallation, parts: Part[]): Promise<number> {
  const sizeBytes = SIZE_MB * 1_000_000;
  const { videoId } = await api.uploads.create({ fileName: 'curl.mp4', sizeBytes });
  const commands: string[][] = [];
  for (const [i, { file, md5 }] of parts.entries()) {
    const [put] = await api.uploads.signParts({ videoId, partNumbers: [i + 1], md5s: [md5] });
    const headers = Object.entries(put?.headers ?? {}).flatMap(([name, value]) => [
      '-H',
      `${name}: ${value}`,
    ]);
    commands.push(['-sf', '-T', file, ...headers, new URL(put?.url ?? '', url).href]);
  }
  const from = performance.now();
  for (const command of commands) await execa('curl', command);
  const seconds = (performance.now() - from) / 1000;
  await api.uploads.complete({ videoId });
  return seconds;
}

async function readPart(path: string, from: number, length: number): Promise<Buffer> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, from);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
