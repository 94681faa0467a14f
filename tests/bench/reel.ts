import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Page } from 'playwright-core';
import { loadConfig } from '#server/config.ts';
import { createContext } from '#server/context.ts';
import { entries, renditions, videos } from '#server/db/tables.ts';
import type { VideoSlug } from '#shared/ids.ts';
import { uploadFile } from '../../bin/api-client.ts';
import { launchBrowser, openAs } from '../support/browser.ts';
import { makeCrowd } from '../support/crowd.ts';
import { makeClip } from '../support/media.ts';
import { serverEnvironment } from './comments.ts';
import { boundFigure, median, ratioFigure, type Figure } from './figure.ts';
import {
  BENCH_PERSON,
  startBenchInstallation,
  untilProcessed,
  type BenchInstallation,
} from './installation.ts';

const ENTRIES = 50;
const ROUNDS = 7;
const CLIP_SECONDS = 3;

/** A reel of 50 entries: its first frame against that of one of its videos, opened alone, in turn, warm; and the gaps between them. */
export async function* reel(): AsyncGenerator<Figure> {
  await using installation = await startBenchInstallation();
  const { api, url } = installation;
  const slug = await uploadFile(api, url, await makeClip({ seconds: CLIP_SECONDS, size: '1280x720' }));
  await untilProcessed(installation);
  const seriesId = await answerAll(installation, slug);
  const browser = await launchBrowser();
  try {
    const { page } = await openAs(browser, url);
    await signIn(page);
    const [ours, single]: [number[], number[]] = [[], []];
    for (let round = 0; round <= ROUNDS; round++) {
      const a = await firstFrameOf(page, `${url}/series/${seriesId}`);
      const b = await firstFrameOf(page, `${url}/v/${slug}`);
      if (round > 0) {
        ours.push(a);
        single.push(b);
      }
    }
    yield ratioFigure(
      'first frame of a reel of 50 against a single video',
      median(ours),
      median(single),
      'ms',
      1.5,
    );
    const gaps = await gapsOf(page, `${url}/series/${seriesId}`);
    if (gaps.length < ENTRIES - 1) throw new Error(`only ${gaps.length} gaps were seen`);
    const sorted = gaps.toSorted((a, b) => a - b);
    yield boundFigure('gap between entries of a reel, median', median(gaps), 'ms', 250);
    yield boundFigure(
      'gap between entries of a reel, p95',
      sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN,
      'ms',
      250,
    );
  } finally {
    await browser.close();
  }
}

/** A series in which everybody of a crowd has answered with a video of their own: copies of one, which nobody has to transcode. */
async function answerAll(installation: BenchInstallation, slug: VideoSlug): Promise<string> {
  const { api, dataDir } = installation;
  const databaseUrl = serverEnvironment(installation)['DATABASE_URL'] ?? '';
  const environment = { DATABASE_URL: databaseUrl, DATA_DIR: dataDir, LOG_LEVEL: 'error' };
  const config = loadConfig({ ...environment, SECRET: 'of the bench, long enough for anybody' });
  await using base = await createContext(config, { role: 'server', databaseUrl });
  const { db } = base;
  const { workspace } = await api.accounts.me();
  const participantIds = await makeCrowd(base, workspace.id, ENTRIES);
  const series = await api.series.create({
    title: 'Weekly',
    rule: 'FREQ=WEEKLY',
    startsOn: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10),
    dueTime: '15:00',
    timeZone: 'UTC',
    leadHours: 120,
    graceHours: 72,
    prompts: [{ id: randomUUID(), text: 'What is done?', kind: 'video' }],
    participantIds,
  });
  while ((await api.series.editions({ id: series.id })).length === 0)
    await new Promise((resolve) => setTimeout(resolve, 300));
  const [video] = await db.select().from(videos).where(eq(videos.slug, slug));
  if (!video) throw new Error('the video is gone');
  const ladder = await db.select().from(renditions).where(eq(renditions.videoId, video.id));
  for (const [i, userId] of participantIds.entries()) {
    const id = randomUUID();
    await db
      .insert(videos)
      .values({ ...video, id, slug: `${slug}${String(i).padStart(2, '0')}`, authorId: userId });
    await db.insert(renditions).values(ladder.map((rung) => ({ ...rung, id: randomUUID(), videoId: id })));
    await db.update(entries).set({ answeredAt: new Date(), videoId: id }).where(eq(entries.userId, userId));
  }
  return series.id;
}

async function signIn(page: Page): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(BENCH_PERSON.email);
  await page.getByLabel('Password').fill(BENCH_PERSON.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Library' }).waitFor();
}

async function firstFrameOf(page: Page, address: string): Promise<number> {
  await page.goto('about:blank');
  await page.goto(address, { waitUntil: 'commit' });
  await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2, undefined, {
    polling: 5,
  });
  return page.evaluate(() => performance.now());
}

/** Plays all of it, and says how long it was from the last frame of each video to the first of the next. */
async function gapsOf(page: Page, address: string): Promise<number[]> {
  await page.goto(address);
  await page.getByRole('button', { name: 'Play the reel' }).waitFor();
  await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 3);
  const gaps = page.evaluate(
    (count) =>
      new Promise<number[]>((resolve) => {
        const seen = new Set<HTMLVideoElement>();
        const found: number[] = [];
        let last: { video: HTMLVideoElement; at: number } | null = null;
        const watch = (video: HTMLVideoElement) =>
          video.requestVideoFrameCallback((at) => {
            if (!video.paused || video.ended) {
              if (last && last.video !== video) found.push(at - last.at);
              last = { video, at };
            }
            watch(video);
          });
        const look = () => {
          for (const video of document.querySelectorAll('video')) {
            if (seen.has(video)) continue;
            seen.add(video);
            watch(video);
          }
          const isPlaying = document.querySelector('[aria-label="Pause the reel"]') !== null;
          if (found.length === count || (last && !isPlaying)) resolve(found);
          else requestAnimationFrame(look);
        };
        look();
      }),
    ENTRIES - 1,
  );
  await page.getByRole('button', { name: 'Play the reel' }).click();
  return gaps;
}
