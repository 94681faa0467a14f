import { execa } from 'execa';
import { createHash } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

export interface RecordOptions {
  mode?: 'Screen + camera' | 'Screen' | 'Camera';
  title?: string;
  quality?: '720p' | '1080p';
  microphone?: boolean;
}

/** Sets the recorder up and starts it; resolves once it records. */
export async function startRecording(page: Page, options: RecordOptions = {}): Promise<void> {
  if (!page.url().endsWith('/record')) await page.goto('/record');
  await page.getByRole('radio', { name: options.mode ?? 'Camera', exact: true }).click();
  if (options.title) await page.getByLabel('Title').fill(options.title);
  if (options.quality) await page.getByLabel('Quality').selectOption(options.quality);
  if (options.microphone === false) await page.getByLabel('Microphone', { exact: true }).selectOption('none');
  await page.getByRole('button', { name: 'Start recording' }).click();
  const pause = page.getByRole('button', { name: 'Pause' }).and(page.locator(':enabled'));
  await pause.waitFor({ timeout: 20_000 }).catch(async (error: unknown) => {
    throw new Error(`it does not record; the page says: ${await page.locator('main').innerText()}`, {
      cause: error,
    });
  });
}

/** What the recorder's clock shows, in seconds. */
export async function recordedSeconds(page: Page): Promise<number> {
  const text = (await page.locator('[role=timer]').first().textContent()) ?? '';
  const [, minutes = '0', seconds = '0'] = /(\d+):(\d\d)/.exec(text) ?? [];
  return Number(minutes) * 60 + Number(seconds);
}

export async function untilRecorded(page: Page, seconds: number): Promise<void> {
  await untilAtLeast(() => recordedSeconds(page), seconds);
}

/** Waits until the recorder's clock shows as much; without `expect`, for the benches too. */
export async function untilAtLeast(read: () => Promise<number>, seconds: number): Promise<void> {
  const deadline = Date.now() + (seconds + 20) * 1000;
  for (let last = Number.NaN; ;) {
    last = await read();
    if (last >= seconds) return;
    if (Date.now() > deadline) throw new Error(`the recorder shows ${last} s instead of ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Stops and waits until the server has confirmed everything. Answers the video's slug. */
export async function stopRecording(page: Page, timeout = 30_000): Promise<string> {
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('heading', { name: 'Your recording is safe' }).waitFor({ timeout });
  return slugOf(page);
}

export function slugOf(page: Page): string {
  return /\/v\/(\w+)/.exec(page.url())?.[1] ?? '';
}

export interface FetchedRecording {
  /** One file for each init segment, playable as it is. */
  runs: string[];
  /** MD5 of every segment in the order of the playlist, init segments included. */
  hashes: string[];
  durationMs: number;
  playlist: string;
}

/** Asks a server for a path, as somebody who is signed in. */
export type Fetcher = (path: string) => Promise<Response>;

/** With the cookies of a page. */
export function fetcherOf(page: Page, origin = new URL(page.url()).origin): Fetcher {
  return async (path) => {
    const cookies = await page.context().cookies(origin);
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    return fetch(new URL(path, origin), { headers: { cookie } });
  };
}

/** The recorded segments as a viewer gets them. */
export async function fetchRecording(get: Fetcher, slug: string): Promise<FetchedRecording> {
  const playback = (await (await get(`/api/videos/${slug}/playback`)).json()) as {
    sources: { kind: string; playlistUrl: string }[];
  };
  const source = playback.sources.find(({ kind }) => kind === 'recording');
  if (!source) throw new Error(`the recording ${slug} has nothing to play`);
  const playlist = await (await get(source.playlistUrl)).text();
  const folder = await mkdtemp(join(tmpdir(), 'playhead-recorded-'));
  const runs: Buffer[][] = [];
  const hashes: string[] = [];
  for (const line of playlist.split('\n')) {
    const map = /#EXT-X-MAP:URI="([^"]+)"/.exec(line)?.[1];
    const path = map ?? (line.startsWith('#') || line === '' ? null : line);
    if (!path) continue;
    const answer = await get(new URL(path, `http://x${source.playlistUrl}`).pathname);
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (map) runs.push([]);
    runs.at(-1)?.push(bytes);
    hashes.push(createHash('md5').update(bytes).digest('hex'));
  }
  const files = await Promise.all(
    runs.map(async (pieces, i) => {
      const path = join(folder, `run-${i}.mp4`);
      await writeFile(path, Buffer.concat(pieces));
      return path;
    }),
  );
  const seconds = [...playlist.matchAll(/#EXTINF:([\d.]+)/g)].reduce((sum, [, s]) => sum + Number(s), 0);
  return { runs: files, hashes, durationMs: seconds * 1000, playlist };
}

/** Decodes all of it, and throws what ffmpeg complains about. Answers the length in ms. */
export async function playableMs(files: string[]): Promise<number> {
  let ms = 0;
  for (const file of files) {
    const { stdout, stderr } = await execa('ffmpeg', [
      ...['-v', 'error', '-progress', '-', '-i', file, '-fps_mode', 'passthrough'],
      ...['-enc_time_base', '-1', '-f', 'null', '-'],
    ]);
    if (stderr) throw new Error(`${file} does not decode: ${stderr}`);
    ms += Number([...stdout.matchAll(/out_time_us=(\d+)/g)].at(-1)?.[1] ?? 0) / 1000;
  }
  return ms;
}
