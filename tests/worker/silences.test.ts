import { afterAll, beforeAll, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import { videos, videoSilences } from '#server/db/tables.ts';
import { setUpOwner, type TestPerson } from '../support/factories.ts';
import { makeClip } from '../support/media.ts';
import { processNow, uploadFile } from '../support/process.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

let test: TestApp;
let owner: TestPerson;
beforeAll(async () => {
  test = await makeTestApp();
  owner = await setUpOwner(test);
});
afterAll(() => test[Symbol.asyncDispose]());

async function silencesOf(clip: string): Promise<[number, number][] | undefined> {
  const slug = await uploadFile(owner, clip);
  expect((await processNow(test, owner, slug)).status).toBe('ready');
  const [row] = await test.ctx.db
    .select({ ranges: videoSilences.ranges })
    .from(videoSilences)
    .innerJoin(videos, eq(videos.id, videoSilences.videoId))
    .where(eq(videos.slug, slug));
  return row?.ranges;
}

it('are found behind speech, at their place, while the rendition is made', async () => {
  const [silence, ...more] = (await silencesOf(await makeClip({ seconds: 12, speech: true }))) ?? [];
  expect(more).toEqual([]);
  // The voice says its sentence in about three seconds; what follows is silent to the end.
  expect(silence?.[0]).toBeGreaterThan(2000);
  expect(silence?.[0]).toBeLessThan(6000);
  expect(Math.abs((silence?.[1] ?? 0) - 12_000)).toBeLessThan(150);
});

it('are none in what hums all the time, and not looked for where there is no sound', async () => {
  expect(await silencesOf(await makeClip({ seconds: 4 }))).toEqual([]);
  expect(await silencesOf(await makeClip({ seconds: 4, silent: true }))).toBeUndefined();
});
