import { createHash } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

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
  await page
    .getByRole('button', { name: 'Pause' })
    .and(page.locator(':enabled'))
    .waitFor({ timeout: 20_000 });
}

/** What the recorder's clock shows, in seconds. */
export async function recordedSeconds(page: Page): Promise<number> {
  const text = (await page.locator('[role=timer]').first().textContent()) ?? '';
  const [, minutes = '0', seconds = '0'] = /(\d+):(\d\d)/.exec(text) ?? [];
  return Number(minutes) * 60 + Number(seconds);
}

export async function untilRecorded(page: Page, seconds: number): Promise<void> {
  await expect
    .poll(() => recordedSeconds(page), { timeout: (seconds + 20) * 1000, interval: 200 })
    .toBeGreaterThanOrEqual(seconds);
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

/** The recorded segments as a viewer gets them. */
export async function fetchRecording(page: Page, slug: string, origin = ''): Promise<FetchedRecording> {
  const playback = (await (await page.request.get(`${origin}/api/videos/${slug}/playback`)).json()) as {
    sources: { kind: string; playlistUrl: string }[];
  };
  const source = playback.sources.find(({ kind }) => kind === 'recording');
  if (!source) throw new Error(`the recording ${slug} has nothing to play`);
  const playlist = await (await page.request.get(`${origin}${source.playlistUrl}`)).text();
  const base = new URL(source.playlistUrl, page.url());
  const folder = await mkdtemp(join(tmpdir(), 'playhead-recorded-'));
  const runs: Buffer[][] = [];
  const hashes: string[] = [];
  for (const line of playlist.split('\n')) {
    const map = /#EXT-X-MAP:URI="([^"]+)"/.exec(line)?.[1];
    const path = map ?? (line.startsWith('#') || line === '' ? null : line);
    if (!path) continue;
    const answer = await page.request.get(new URL(path, base).href);
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()}`);
    const bytes = await answer.body();
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
