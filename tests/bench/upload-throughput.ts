import { execa } from 'execa';
import { createHash } from 'node:crypto';
import { open, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launchBrowser, openAs, tempFolder } from '../support/browser.ts';
import { ratioFigure, type Figure } from './figure.ts';
import { signIn } from './recorder.ts';
import { startBenchInstallation, type BenchInstallation } from './installation.ts';

const SIZE_MB = 500;

/** A file of 500 MB from the browser (hashed, in parts, verified) against `curl -T` of the same parts to presigned URLs. */
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
  const browser = await launchBrowser();
  try {
    const { page } = await openAs(browser, installation.url);
    await signIn(page);
    await page.goto('/upload');
    // Once before, so that scripts are loaded and the disk is warm for both.
    await byCurl(installation, path, folder.path);
    const baseline = await byCurl(installation, path, folder.path);
    const from = performance.now();
    await page.getByLabel('Video files').setInputFiles(path);
    await page.getByText('Uploaded. It plays already').waitFor({ timeout: 120_000 });
    const ours = (performance.now() - from) / 1000;
    yield ratioFigure(
      `upload of ${SIZE_MB} MB in the browser against curl`,
      SIZE_MB / ours,
      SIZE_MB / baseline,
      'MB/s',
      0.8,
      'at least',
    );
  } finally {
    await browser.close();
  }
}

/** Seconds that `curl -T` needs for all parts, three at a time as the browser does; cutting and hashing them is not counted. */
async function byCurl({ api, url }: BenchInstallation, path: string, cwd: string): Promise<number> {
  const { size } = await stat(path);
  const ticket = await api.uploads.create({ fileName: 'curl.mp4', sizeBytes: size });
  const commands: string[][] = [];
  for (let part = 1; part <= ticket.partCount; part++) {
    const bytes = await readPart(path, (part - 1) * ticket.partSizeBytes, ticket.partSizeBytes);
    const file = join(cwd, `part-${part}`);
    await writeFile(file, bytes);
    const md5s = [createHash('md5').update(bytes).digest('hex')];
    const [put] = await api.uploads.signParts({ videoId: ticket.videoId, partNumbers: [part], md5s });
    const headers = Object.entries(put?.headers ?? {}).flatMap(([name, value]) => [
      '-H',
      `${name}: ${value}`,
    ]);
    commands.push(['-sf', '-T', file, ...headers, new URL(put?.url ?? '', url).href]);
  }
  const from = performance.now();
  const send = async (): Promise<void> => {
    for (let command = commands.shift(); command; command = commands.shift()) await execa('curl', command);
  };
  await Promise.all([send(), send(), send()]);
  await api.uploads.complete({ videoId: ticket.videoId });
  return (performance.now() - from) / 1000;
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
