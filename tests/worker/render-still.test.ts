import { randomUUID } from 'node:crypto';
import { execa } from 'execa';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Annotation, AnnotationObject } from '#shared/annotations.ts';
import { frameMs, msOfFrame } from '#shared/frames.ts';
import { drawStill, renderStill } from '#worker/jobs/render-still.ts';
import type { JobRun } from '#server/queue/queue.ts';
import { setUpOwner, type TestPerson } from '../support/factories.ts';
import { ffmpeg } from '../support/media.ts';
import { FRAME_RATES, makeNumberedVideo, numberIn } from '../support/numbered-video.ts';
import { processNow, uploadFile } from '../support/process.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

const object = (tool: AnnotationObject['tool'], ...points: [number, number][]): AnnotationObject => ({
  id: randomUUID(),
  tool,
  colour: 'red',
  width: 0.01,
  points: points.map(([x, y]) => [x, y, 0.5]),
  text: '<b>&',
});

/** Pixels of a picture as RGB. */
async function pixelsOf(file: string) {
  const { stdout } = await execa(
    'ffmpeg',
    ['-v', 'error', '-i', file, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'],
    { encoding: 'buffer' },
  );
  return stdout;
}

describe('ink on a still', () => {
  it.each([
    { width: 426, height: 240 },
    { width: 1280, height: 720 },
    { width: 1080, height: 1920 },
  ])('lies within 0.5 % of where it was drawn, at $width × $height', async (size) => {
    const cwd = await mkdtemp(join(tmpdir(), 'playhead-still-'));
    await ffmpeg([
      ...['-f', 'lavfi', '-i', `color=gray:size=${size.width}x${size.height}:rate=30:duration=1`],
      ...['-pix_fmt', 'yuv420p', '-preset', 'ultrafast', join(cwd, 'input.mp4')],
    ]);
    await drawStill({
      annotation: [object('box', [0.25, 0.2], [0.75, 0.6])],
      atMs: 500,
      frameRate: { numerator: 30, denominator: 1 },
      size,
      cwd,
      signal: AbortSignal.timeout(30_000),
    });
    const pixels = await pixelsOf(join(cwd, 'still.jpg'));
    const isRed = (x: number, y: number) => {
      const at = (y * size.width + x) * 3;
      return (pixels[at] ?? 0) - (pixels[at + 1] ?? 0) > 60;
    };
    const middleOf = (runs: number[]) => {
      const first = runs.slice(
        0,
        runs.findIndex((at, i) => i > 0 && at - (runs[i - 1] ?? 0) > 2),
      );
      const second = runs.slice(first.length);
      return [first, second].map((run) => run.reduce((sum, at) => sum + at + 0.5, 0) / run.length);
    };
    const row = Math.round(size.height * 0.4);
    const column = Math.round(size.width * 0.5);
    const xs = middleOf([...Array(size.width).keys()].filter((x) => isRed(x, row)));
    const ys = middleOf([...Array(size.height).keys()].filter((y) => isRed(column, y)));
    for (const [i, expected] of [0.25, 0.75].entries())
      expect(Math.abs((xs[i] ?? 0) / size.width - expected)).toBeLessThan(0.005);
    for (const [i, expected] of [0.2, 0.6].entries())
      expect(Math.abs((ys[i] ?? 0) / size.height - expected)).toBeLessThan(0.005);
  });

  it('can be every tool, and text is only text', async () => {
    const cwd = await mkdtemp(join(tmpdir(), 'playhead-still-'));
    await ffmpeg([
      ...['-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=30:duration=1', '-pix_fmt', 'yuv420p'],
      join(cwd, 'input.mp4'),
    ]);
    const annotation: Annotation = [
      object('pen', [0.1, 0.1], [0.2, 0.3], [0.3, 0.1], [0.31, 0.3]),
      object('line', [0.4, 0.1], [0.5, 0.3]),
      object('arrow', [0.6, 0.1], [0.7, 0.3]),
      object('ellipse', [0.1, 0.5], [0.3, 0.9]),
      object('text', [0.4, 0.5]),
      object('pin', [0.8, 0.2]),
      object('blur', [0.5, 0.6], [1.2, 1.2]),
    ];
    const still = { annotation, atMs: 0, frameRate: { numerator: 30, denominator: 1 }, cwd };
    await drawStill({ ...still, size: { width: 640, height: 360 }, signal: AbortSignal.timeout(30_000) });
    const drawn = await pixelsOf(join(cwd, 'still.jpg'));
    expect(drawn.byteLength).toBe(640 * 360 * 3);
    // What is blurred has no fine detail left.
    const detailAt = (x: number, y: number) =>
      Math.abs((drawn[(y * 640 + x) * 3] ?? 0) - (drawn[(y * 640 + x + 1) * 3] ?? 0));
    const details = [...Array(200).keys()].map((x) => detailAt(360 + x, 300));
    expect(Math.max(...details)).toBeLessThan(40);
  });
});

describe('the still of a comment', () => {
  let test: TestApp;
  let owner: TestPerson;
  beforeAll(async () => {
    test = await makeTestApp();
    owner = await setUpOwner(test);
  });
  afterAll(() => test[Symbol.asyncDispose]());

  it.each(FRAME_RATES)(
    'shows exactly its frame at $numerator/$denominator',
    { timeout: 60_000 },
    async (rate) => {
      const path = await makeNumberedVideo(rate, 7);
      const { slug } = await processNow(test, owner, await uploadFile(owner, path));
      const video = await owner.api.videos.get({ slug });
      expect(video.frameRate).toEqual(rate);
      const last = Math.floor(6900 / frameMs(rate));
      for (const frame of [0, 1, Math.round(2000 / frameMs(rate)), 101, last]) {
        const comment = await owner.api.comments.create({
          slug,
          body: `Frame ${frame}`,
          atMs: msOfFrame(frame, rate),
          ink: [object('pin', [0.5, 0.9])],
        });
        expect(comment.stillUrl).toBeNull();
        await renderStill(test.ctx, {
          payload: { commentId: comment.id, revision: 1 },
          signal: AbortSignal.timeout(30_000),
        } as JobRun<'render-still'>);
        const listed = (await owner.api.comments.list({ slug })).find(({ id }) => id === comment.id);
        let answer = await owner.fetch(listed?.stillUrl ?? '');
        answer = await owner.fetch(answer.headers.get('location') ?? '');
        const file = join(await mkdtemp(join(tmpdir(), 'playhead-still-')), 'still.jpg');
        await writeFile(file, Buffer.from(await answer.arrayBuffer()));
        const pixels = await pixelsOf(file);
        const row = [...Array(640).keys()].map((x) => pixels[(40 * 640 + x) * 3] ?? 0);
        expect(numberIn(row)).toBe(frame);
      }
    },
  );
});
