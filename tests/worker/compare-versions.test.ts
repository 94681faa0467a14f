import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { videos } from '#server/db/tables.ts';
import { saveTranscript } from '#server/features/transcripts/index.ts';
import type { VideoId, VideoSlug } from '#shared/ids.ts';
import type { VersionChanges } from '#shared/versions.ts';
import { compareVersions } from '#worker/jobs/compare-versions.ts';
import { setUpOwner, type TestPerson } from '../support/factories.ts';
import { ffmpeg } from '../support/media.ts';
import { processNow, uploadFile } from '../support/process.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

const folder = mkdtempSync(join(tmpdir(), 'playhead-versions-'));
const OUTPUT = ['-pix_fmt', 'yuv420p', '-preset', 'ultrafast'];

let test: TestApp;
let owner: TestPerson;
let first: VideoSlug;
beforeAll(async () => {
  test = await makeTestApp();
  owner = await setUpOwner(test);
  first = await uploadFile(owner, await scenes('first', ['testsrc2:8', 'smptebars:6', 'mandelbrot:6']));
  await processNow(test, owner, first);
}, 60_000);
afterAll(() => test[Symbol.asyncDispose]());

/** Generated scenes one behind the other, such as `testsrc2:8`: eight seconds of it, a moving picture. */
async function scenes(name: string, parts: string[], size = '640x360', more: string[] = []): Promise<string> {
  const path = join(folder, `${name}.mp4`);
  const inputs = parts.flatMap((part) => {
    const [source = '', seconds = '1'] = part.split(':');
    const [filter, ...options] = source.split('@');
    const settings = [`size=${size}`, 'rate=30', ...options].join(':');
    return ['-f', 'lavfi', '-t', seconds, '-i', `${filter}=${settings}`];
  });
  const joined = `${parts.map((_, i) => `[${i}:v]setsar=1[s${i}];`).join('')}${parts.map((_, i) => `[s${i}]`).join('')}concat=n=${parts.length}`;
  await ffmpeg([...inputs, '-filter_complex', joined, ...OUTPUT, ...more, path]);
  return path;
}

async function compare(slug: VideoSlug): Promise<VersionChanges> {
  const [row] = await test.ctx.db.select().from(videos).where(eq(videos.slug, slug));
  if (!row) throw new Error('no such version');
  const payload = { videoId: row.id as VideoId, run: row.processingRun };
  const { signal } = new AbortController();
  await compareVersions(test.ctx, { id: 'test', payload, retryCount: 0, isLastTry: true, signal });
  return owner.api.videos.changes({ slug });
}

async function nextVersion(path: string): Promise<VideoSlug> {
  const slug = await uploadFile(owner, path, 'next.mp4', first);
  await processNow(test, owner, slug);
  return slug;
}

/** Against the first version: those in between are deleted again. */
async function changesOf(path: string): Promise<VersionChanges> {
  const slug = await nextVersion(path);
  const changes = await compare(slug);
  await owner.api.videos.makeCurrent({ slug: `${first}.1` as VideoSlug });
  await owner.api.videos.removeVersion({ slug });
  return changes;
}

function expectRange(changes: VersionChanges, fromSeconds: number, toSeconds: number): void {
  expect(changes.ranges).toHaveLength(1);
  const [range] = changes.ranges;
  expect(range?.kind).toBe('picture');
  expect(Math.abs((range?.startMs ?? 0) - fromSeconds * 1000)).toBeLessThanOrEqual(1000);
  expect(Math.abs((range?.endMs ?? 0) - toSeconds * 1000)).toBeLessThanOrEqual(1000);
}

describe('pictures', () => {
  it('of the same video, encoded again, smaller and at another rate, are the same', async () => {
    const path = await scenes('again', ['testsrc2:8', 'smptebars:6', 'mandelbrot:6'], '640x360', [
      ...['-crf', '34', '-s', '480x270', '-r', '25'],
    ]);
    expect(await changesOf(path)).toMatchObject({ state: 'ready', against: 1, hasSpeech: false, ranges: [] });
  }, 60_000);

  it('that were replaced are found where they are', async () => {
    expectRange(
      await changesOf(await scenes('replaced', ['testsrc2:8', 'rgbtestsrc:6', 'mandelbrot:6'])),
      8,
      14,
    );
  }, 60_000);

  it('that were put in are found, and what follows them is known, also between frames', async () => {
    const path = await scenes('inserted', ['testsrc2:8', 'yuvtestsrc:3.3', 'smptebars:6', 'mandelbrot:6']);
    expectRange(await changesOf(path), 8, 11.3);
  }, 60_000);

  it('that were put before all others, or behind them, are found', async () => {
    expectRange(await changesOf(await scenes('before', ['color@c=navy:4', 'testsrc2:8', 'smptebars:6', 'mandelbrot:6'])), 0, 4); // oxfmt-ignore
    expectRange(await changesOf(await scenes('behind', ['testsrc2:8', 'smptebars:6', 'mandelbrot:6', 'color@c=olive:4'])), 20, 24); // oxfmt-ignore
  }, 60_000);

  it('of slides differ by a line that was written on one of them', async () => {
    const slide = (name: string, more: string) =>
      ffmpeg([
        ...['-f', 'lavfi', '-i', 'color=white:size=1280x720:rate=30:duration=12', '-vf'],
        `drawbox=x=100:y=80:w=700:h=60:color=navy:t=fill,drawbox=x=100:y=200:w=500:h=24:color=gray:t=fill${more}`,
        ...[...OUTPUT, join(folder, name)],
      ]);
    await slide('plain.mp4', '');
    await slide('line.mp4', ",drawbox=x=100:y=260:w=300:h=24:color=gray:t=fill:enable='between(t,5,8)'");
    const before = await uploadFile(owner, join(folder, 'plain.mp4'));
    await processNow(test, owner, before);
    const after = await uploadFile(owner, join(folder, 'line.mp4'), 'line.mp4', before);
    await processNow(test, owner, after);
    expectRange(await compare(after), 5, 8);
  }, 60_000);

  it('of a video that was only cut are none', async () => {
    expect((await changesOf(await scenes('cut', ['testsrc2:8', 'mandelbrot:6']))).ranges).toEqual([]);
  }, 60_000);
});

describe('speech', () => {
  const say = (words: string[]) => words.map((text, i) => ({ startMs: i * 500, endMs: i * 500 + 400, text }));
  const transcript = (words: string[]) => ({
    driver: 'test',
    language: 'en',
    segments: [{ startMs: 0, endMs: words.length * 500, text: words.join(' '), words: say(words) }],
  });
  async function speak(slug: VideoSlug, text: string): Promise<void> {
    const [row] = await test.ctx.db.select().from(videos).where(eq(videos.slug, slug));
    if (!row) throw new Error('no such version');
    await saveTranscript(test.ctx, { videoId: row.id, run: row.processingRun }, transcript(text.split(' ')));
  }

  it('is compared once both have a transcript, word by word', async () => {
    const slug = await nextVersion(await scenes('spoken', ['testsrc2:8', 'smptebars:6', 'mandelbrot:6']));
    expect((await owner.api.videos.changes({ slug })).state).toBe('pending');
    expect(await compare(slug)).toMatchObject({ state: 'ready', hasSpeech: false, ranges: [] });
    await speak(first, 'The price is twenty euros and that is all for today');
    await speak(slug, 'the price, is thirty euros and that is all for today thank you');
    const changes = await compare(slug);
    expect(changes).toMatchObject({
      hasSpeech: true,
      ranges: [
        { kind: 'speech', text: 'thirty', startMs: 1100, endMs: 2300 },
        { kind: 'speech', text: 'thank you', startMs: 5100 },
      ],
    });
    expect(await owner.api.videos.changes({ slug: `${first}.1` as VideoSlug })).toMatchObject({
      state: 'none',
    });
    // A job of an older run changes nothing.
    const { signal } = new AbortController();
    const [row] = await test.ctx.db.select().from(videos).where(eq(videos.slug, slug));
    const payload = { videoId: row?.id as VideoId, run: 0 };
    await speak(slug, 'Something else');
    await compareVersions(test.ctx, { id: 'old', payload, retryCount: 0, isLastTry: true, signal });
    expect(await owner.api.videos.changes({ slug })).toEqual(changes);
  }, 60_000);
});
