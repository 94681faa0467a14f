import { randomUUID } from 'node:crypto';
import { execa } from 'execa';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnnotationObject } from '#shared/annotations.ts';
import { frameMs, msOfFrame } from '#shared/frames.ts';
import { renderCommentStill } from '#worker/jobs/render-still.ts';
import type { JobRun } from '#server/queue/queue.ts';
import { setUpOwner, type TestPerson } from '../support/factories.ts';
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
        await renderCommentStill(test.ctx, {
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
