import { existsSync, readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { execa } from 'execa';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAILURES } from '#shared/failure-codes.ts';
import { setUpOwner, uploadSegment, type TestPerson } from '../support/factories.ts';
import { ffmpeg, makeClip, makeTake } from '../support/media.ts';
import { processNow, uploadFile } from '../support/process.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

const CORPUS = join(import.meta.dirname, '../../../shared/media');

let test: TestApp;
let owner: TestPerson;
beforeAll(async () => {
  test = await makeTestApp();
  owner = await setUpOwner(test);
});
afterAll(() => test[Symbol.asyncDispose]());

async function process(path: string, name?: string) {
  return processNow(test, owner, await uploadFile(owner, path, name));
}

/** What a player gets: the media playlist of the first rendition, followed to its bytes. */
async function download(slug: string, what: string): Promise<Buffer> {
  const { mediaToken } = await owner.api.playback.get({ slug });
  let answer = await owner.fetch(`/media/${mediaToken}/${what}`);
  if (answer.status === 302) answer = await owner.fetch(answer.headers.get('location') ?? '');
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

async function probe(path: string) {
  const { stdout } = await execa('ffprobe', [
    '-v',
    'error',
    '-of',
    'json',
    '-show_streams',
    '-show_format',
    path,
  ]);
  return JSON.parse(stdout) as {
    format: { duration: string };
    streams: { codec_name: string; width?: number; height?: number; r_frame_rate: string }[];
  };
}

describe('a recording', () => {
  it('of a take that became smaller, and of which a part is missing, becomes one video', async () => {
    const [large, small] = [await makeTake('1280x720', 6), await makeTake('640x360', 4)];
    const { id, slug } = await owner.api.recordings.create({ title: 'Two takes' });
    await uploadSegment(owner, id, 'init', 0, large.init);
    await uploadSegment(owner, id, 'init', 1, small.init, { initIndex: 1 });
    for (const [i, bytes] of large.media.entries())
      if (i !== 1) await uploadSegment(owner, id, 'media', i, bytes);
    for (const [i, bytes] of small.media.entries())
      await uploadSegment(owner, id, 'media', 3 + i, bytes, { initIndex: 1 });
    const end = { id, mediaCount: 5, durationMs: 10_000 };
    expect(await owner.api.recordings.finish(end)).toMatchObject({ state: 'finishing' });
    // The recorder has found out that nobody has the second piece any more.
    await owner.api.recordings.withdraw({ id, from: 1, to: 1, positionMs: 10_000 });
    expect(await owner.api.recordings.finish(end)).toMatchObject({ state: 'finished' });
    const playlist = (await download(slug, 'recording.m3u8')).toString();
    expect(playlist.match(/#EXT-X-DISCONTINUITY/g)).toHaveLength(2);
    const video = await processNow(test, owner, slug);
    expect(video).toMatchObject({
      status: 'ready',
      renditions: [{ name: '720p', width: 1280, height: 720 }],
    });
    expect(Math.abs((video.durationMs ?? 0) - 10_000)).toBeLessThan(250);
    // Who was watching already gets what was made meanwhile.
    expect((await download(slug, 'poster.jpg')).subarray(0, 2).toString('hex')).toBe('ffd8');
  });
});

describe('a good file', () => {
  it('becomes a rendition of byte ranges, a download and a poster', async () => {
    const source = await makeClip({ seconds: 5, size: '1920x1080' });
    const video = await process(source);
    expect(video).toMatchObject({ status: 'ready', failure: null, width: 1920, height: 1080 });
    expect(video.durationMs).toBeGreaterThan(4900);
    expect(video.renditions).toMatchObject([{ name: '720p', width: 1280, height: 720 }]);
    expect(video.renditions[0]?.codecs).toMatch(/^avc1\.6400[0-9a-f]{2},mp4a\.40\.2$/);

    const playlist = (await download(video.slug, 'rendition/720p.m3u8')).toString();
    const ranges = [...playlist.matchAll(/#EXT-X-BYTERANGE:(\d+)@(\d+)/g)].map(([, n, at]) => [
      Number(at),
      Number(n),
    ]);
    expect(ranges).toHaveLength(3);
    const bytes = await download(video.slug, 'rendition/720p.mp4');
    const [last] = ranges.slice(-1);
    expect((last?.[0] ?? 0) + (last?.[1] ?? 0)).toBeLessThanOrEqual(bytes.length);

    const path = join(dirname(source), 'download.mp4');
    await writeFile(path, await download(video.slug, 'download.mp4'));
    const made = await probe(path);
    expect(made.streams.map((stream) => stream.codec_name)).toEqual(['h264', 'aac']);
    expect(Math.abs(Number(made.format.duration) - 5)).toBeLessThan(0.1);
    const whole = await readFile(path);
    expect(whole.indexOf('moov')).toBeLessThan(whole.indexOf('mdat'));
    expect((await download(video.slug, 'poster.jpg')).subarray(0, 2).toString('hex')).toBe('ffd8');
  });

  it('without sound stays without sound', async () => {
    const video = await process(await makeClip({ silent: true, seconds: 2 }));
    expect(video.status).toBe('ready');
    expect(video.renditions[0]?.codecs).not.toContain('mp4a');
  });

  it('keeps odd sizes, rotation and wide pixels as a person sees them', async () => {
    const upright = await makeClip({ seconds: 1, size: '640x360' });
    const rotated = join(dirname(upright), 'rotated.mp4');
    await ffmpeg(['-display_rotation', '90', '-i', upright, '-c', 'copy', rotated]).catch(() =>
      ffmpeg(['-i', upright, '-c', 'copy', '-metadata:s:v:0', 'rotate=90', rotated]),
    );
    expect(await process(rotated)).toMatchObject({ status: 'ready', width: 360, height: 640 });
    const wide = await makeClip({ seconds: 1, size: '720x576', output: ['-vf', 'setsar=64/45'] });
    expect(await process(wide)).toMatchObject({ status: 'ready', width: 1024, height: 576 });
    const odd = await makeClip({
      seconds: 1,
      size: '161x121',
      output: ['-c:v', 'libvpx-vp9', '-c:a', 'libopus'],
      name: 'odd.webm',
    });
    expect(await process(odd)).toMatchObject({ status: 'ready' });
  });

  it('can be processed twice with the same result', async () => {
    const slug = await uploadFile(owner, await makeClip({ seconds: 2 }));
    const first = await processNow(test, owner, slug);
    const second = await processNow(test, owner, slug);
    expect(second.renditions).toEqual(first.renditions);
  });
});

describe('a bad file', () => {
  async function write(name: string, content: string | Buffer): Promise<string> {
    const path = join(dirname(await makeClip({ seconds: 1 })), name);
    await writeFile(path, content);
    return path;
  }

  it('that is a playlist opens nothing', async () => {
    const secret = await makeClip({ seconds: 1 });
    const hls = `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${secret}\n#EXT-X-ENDLIST\n`;
    expect((await process(await write('hls.mp4', hls))).failure?.code).toBe('playlist_refused');
    expect(
      (await process(await write('list.mp4', `ffconcat version 1.0\nfile ${secret}\n`))).failure?.code,
    ).toBe('playlist_refused');
  });

  it('fails with a code and a sentence', async () => {
    const clip = await readFile(await makeClip({ seconds: 3 }));
    const cases = {
      not_a_video: await write('page.mp4', '<!doctype html><title>no</title>'),
      truncated: await write('half.mp4', clip.subarray(0, clip.length / 2)),
      no_video_stream: await makeClip({ seconds: 1, output: ['-map', '1:a'], name: 'sound.m4a' }),
      empty_file: await write('empty.mp4', ''),
    } as const;
    for (const [code, path] of Object.entries(cases)) {
      const video = await process(path);
      expect(video.status).toBe('failed');
      expect(video.failure).toEqual({ code, message: FAILURES[code as keyof typeof cases] });
    }
  });

  it('can be tried again, and only then', async () => {
    const slug = await uploadFile(owner, await write('page.mp4', '<html>'));
    await expect(owner.api.videos.retry({ slug })).rejects.toMatchObject({ code: 'conflict' });
    await processNow(test, owner, slug);
    expect((await owner.api.videos.retry({ slug })).status).toBe('processing');
  });
});

const files = existsSync(CORPUS) ? readdirSync(CORPUS).filter((name) => name !== 'MANIFEST.tsv') : [];
describe.skipIf(files.length === 0)('the corpus of real and hostile files', () => {
  it.each(files)('%s ends ready or with a code', { timeout: 60_000 }, async (name) => {
    const video = await process(join(CORPUS, name));
    console.log(
      name,
      video.status,
      video.failure?.code ?? '',
      video.durationMs,
      `${video.width}x${video.height}`,
    );
    expect(['ready', 'failed']).toContain(video.status);
    expect(video.failure?.code).not.toBe('processing_failed');
  });
});
