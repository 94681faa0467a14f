import { execa } from 'execa';
import { createHash } from 'node:crypto';
import { open, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launchBrowser, openAs, tempFolder } from '../support/browser.ts';
import { median, ratioFigure, type Figure } from './figure.ts';
import { signIn } from './recorder.ts';
import { startBenchInstallation, type BenchInstallation } from './installation.ts';
import { treeOf } from './memory.ts';

const SIZE_MB = 500;
const ROUNDS = 3;

/**
 * A file of 500 MB from the browser, from choosing it until its last part is stored (begun, hashed, signed, sent), against
 * `curl -T` of the same parts to presigned URLs. What the server does afterwards is the same for both.
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
  const browser = await launchBrowser();
  try {
    const { page } = await openAs(browser, installation.url);
    await signIn(page);
    const parts = await cutIntoParts(installation, path, folder.path);
    const seconds: { ours: number[]; curl: number[] } = { ours: [], curl: [] };
    for (let round = 0; round <= ROUNDS; round++) {
      const curl = await byCurl(installation, parts);
      await execa('sync');
      await page.goto('/upload');
      const from = performance.now();
      const stored = page.waitForRequest((request) => request.url().endsWith('/complete'), {
        timeout: 120_000,
      });
      await page.getByLabel('Video files').setInputFiles(path);
      await stored;
      const ours = (performance.now() - from) / 1000;
      await page.getByText('Uploaded. It plays already').waitFor({ timeout: 120_000 });
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

/** Seconds that one `curl -T` needs for all parts, over one connection; cutting, hashing and signing is not counted. */
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
  await execa(
    'curl',
    commands.flatMap((command, i) => (i === 0 ? command : ['--next', ...command])),
  );
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
