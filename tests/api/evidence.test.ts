import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { videos, watchHeat } from '#server/db/tables.ts';
import { saveTranscript } from '#server/features/transcripts/index.ts';
import type { VideoSlug } from '#shared/ids.ts';
import { joinAs, makeReadyVideo, setUpOwner, type TestPerson } from '../support/factories.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';
import { watch } from '../support/watch.ts';

let test: TestApp;
let author: TestPerson;
let mia: TestPerson;
let ben: TestPerson;
let slug: VideoSlug;
let videoId: string;
beforeAll(async () => {
  test = await makeTestApp();
  author = await setUpOwner(test);
});
afterAll(() => test[Symbol.asyncDispose]());
beforeEach(async () => {
  mia = await joinAs(test, author, 'member', 'Mia Member');
  ben = await joinAs(test, author, 'member', 'Ben Beside');
  ({ slug, id: videoId } = await makeReadyVideo(test, author));
});

type Report = Parameters<TestPerson['api']['playback']['reportWatched']>[0];
interface More {
  session?: string;
  sequence?: number;
  rate?: number;
  read?: Report['read'];
}
/** A client that says what it likes. */
function hostile(person: TestPerson, session: string = randomUUID()) {
  let sequence = 0;
  return (ranges: [number, number][], more: More = {}) =>
    person.api.playback.reportWatched({
      slug,
      session,
      sequence: sequence++,
      rate: 1,
      positionMs: 0,
      ranges: ranges.map(([startMs, endMs]) => ({ startMs, endMs })),
      ...more,
    });
}
const lineOf = async (person: TestPerson) =>
  (await person.api.playback.viewers({ slug })).find(({ userId }) => userId === person.id);
const watchedMs = async (person: TestPerson) => (await lineOf(person))?.watchedMs ?? 0;

describe('an honest page', () => {
  it('is given all that it plays, at up to 2×, and a part once however often', async () => {
    await watch(test, mia, slug, [0, 20_000], [10_000, 30_000]);
    expect(await watchedMs(mia)).toBe(30_000);
    const report = hostile(mia);
    await report([], { rate: 2 });
    test.clock.advance(15_000);
    expect(await report([[30_000, 60_000]], { rate: 2 })).toEqual({ watchedMs: 30_000, readMs: 0 });
    expect(await lineOf(mia)).toMatchObject({ watchedMs: 60_000, percent: 100 });
  });

  it('has its reading counted apart, at the pace of a fast reader', async () => {
    const report = hostile(mia);
    await report([]);
    test.clock.advance(5000);
    const read = [{ startMs: 0, endMs: 60_000 }];
    // 5 s, and half of that as slack, at four times the pace of speech.
    expect(await report([], { read })).toEqual({ watchedMs: 0, readMs: 30_000 });
    expect(await watchedMs(mia)).toBe(0);
  });
});

describe('a hostile client', () => {
  it('gets nothing by its first report, nor by opening session after session', async () => {
    for (let i = 0; i < 20; i++) {
      expect(await hostile(mia)([[i * 1000, i * 1000 + 1000]])).toMatchObject({ watchedMs: 0 });
      test.clock.advance(1000);
    }
    expect(await watchedMs(mia)).toBe(0);
  });

  it('seeks to the end: has what it played, not what it skipped', async () => {
    await watch(test, mia, slug, [0, 2000], [58_000, 60_000]);
    expect(await watchedMs(mia)).toBe(4000);
    // And says that it was all played.
    const report = hostile(mia);
    await report([]);
    test.clock.advance(2000);
    expect((await report([[0, 60_000]])).watchedMs).toBeLessThanOrEqual(3000);
  });

  it('loops one part: it counts once', async () => {
    await watch(test, mia, slug, ...Array.from({ length: 12 }, (): [number, number] => [0, 5000]));
    expect(await watchedMs(mia)).toBe(5000);
  });

  it('replays a report, or sends an older one: nothing more counts', async () => {
    const report = hostile(mia);
    await report([]);
    test.clock.advance(10_000);
    await report([[0, 10_000]], { sequence: 7 });
    test.clock.advance(50_000);
    for (const sequence of [7, 7, 6, 0])
      expect(await report([[10_000, 20_000]], { sequence })).toEqual({ watchedMs: 0, readMs: 0 });
    expect(await watchedMs(mia)).toBe(10_000);
  });

  it('sends ranges that overlap, in one report and in two: each second counts once', async () => {
    const report = hostile(mia);
    await report([]);
    test.clock.advance(30_000);
    await report([
      [0, 10_000],
      [5000, 12_000],
      [0, 12_000],
      [11_000, 12_000],
    ]);
    expect(await watchedMs(mia)).toBe(12_000);
  });

  it('plays faster than 2×: what it skims counts nothing, and lying about it gains no more than 2×', async () => {
    for (const rate of [2.5, 3, 16, 100]) {
      const report = hostile(mia);
      await report([], { rate });
      test.clock.advance(20_000);
      expect(await report([[0, 60_000]], { rate })).toMatchObject({ watchedMs: 0 });
    }
    const liar = hostile(ben);
    await liar([]);
    test.clock.advance(3750);
    expect((await liar([[0, 60_000]], { rate: 2 })).watchedMs).toBeLessThanOrEqual(2 * (3750 + 1875));
  });

  it('sends numbers that are negative, giant, in the future, or none: refused, or cut to the video', async () => {
    const bad: [number, number][] = [
      [-1000, 5000],
      [0, -1],
      [5000, 5000],
      [6000, 5000],
      [0, 1e15],
      [0, Number.MAX_SAFE_INTEGER],
      [0.5, 1000.5],
    ];
    const report = hostile(mia);
    await report([]);
    for (const range of bad) {
      test.clock.advance(60_000);
      await expect(report([range])).rejects.toMatchObject({ code: 'invalid_input' });
    }
    for (const more of [{ rate: -1 }, { rate: 1e9 }, { sequence: -1 }, { sequence: 1e12 }, { session: 'x' }])
      await expect(report([[0, 1000]], more)).rejects.toMatchObject({ code: 'invalid_input' });
    test.clock.advance(60_000);
    expect(await report([[50_000, 170_000_000]])).toMatchObject({ watchedMs: 10_000 });
    test.clock.advance(60_000);
    expect(await report([[60_000, 120_000]])).toMatchObject({ watchedMs: 0 });
    const tooMany = Array.from({ length: 101 }, (_, i): [number, number] => [i * 10, i * 10 + 5]);
    await expect(report(tooMany)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('says it has seen more of a growing video than there can be', async () => {
    await test.ctx.db
      .update(videos)
      .set({ durationMs: null, createdAt: test.clock.now() })
      .where(eq(videos.id, videoId));
    const report = hostile(mia);
    await report([]);
    test.clock.advance(10_000);
    expect(await report([[5000, 60_000]])).toMatchObject({ watchedMs: 5000 });
  });

  it('waits, to save up time: a minute at most counts at once', async () => {
    await test.ctx.db.update(videos).set({ durationMs: 3_600_000 }).where(eq(videos.id, videoId));
    const report = hostile(mia);
    await report([]);
    test.clock.advance(3_000_000);
    expect((await report([[0, 3_000_000]])).watchedMs).toBeLessThanOrEqual(65_000);
  });

  it('plays with the clock: gets no credit by it going back, nor twice the same time', async () => {
    const report = hostile(mia);
    await report([]);
    test.clock.advance(10_000);
    await report([[0, 10_000]]);
    test.clock.advance(-8000);
    expect((await report([[10_000, 20_000]])).watchedMs).toBe(0);
    test.clock.advance(8000);
    expect((await report([[20_000, 30_000]])).watchedMs).toBeLessThanOrEqual(5000);
    // What came by slack is not given again.
    expect((await report([[30_000, 40_000]])).watchedMs).toBe(0);
  });

  it('opens many pages: all of them together have one second a second, in whatever videos', async () => {
    const pages = Array.from({ length: 6 }, () => hostile(mia));
    for (const page of pages) await page([]);
    test.clock.advance(10_000);
    const counted = [];
    for (const [i, page] of pages.entries()) counted.push(await page([[i * 10_000, i * 10_000 + 10_000]]));
    expect(counted.reduce((sum, { watchedMs: ms }) => sum + ms, 0)).toBeLessThanOrEqual(15_000);
  });

  it('sends 1000 reports at once: no more counts than by one', { timeout: 60_000 }, async () => {
    const pages = Array.from({ length: 4 }, () => hostile(mia));
    await Promise.all(pages.map((page) => page([])));
    test.clock.advance(12_000);
    const counted = await Promise.all(
      Array.from({ length: 250 }, (_, i) => i).flatMap((i) =>
        pages.map((page) => page([[(i % 60) * 1000, (i % 60) * 1000 + 1000]])),
      ),
    );
    const sum = counted.reduce((total, result) => total + result.watchedMs, 0);
    expect(sum).toBeLessThanOrEqual(17_000);
    expect(sum).toBeGreaterThan(0);
    expect(await watchedMs(mia)).toBeLessThanOrEqual(17_000);
  });

  it('can’t speak for others: neither by their ids, which nobody reads, nor by their session', async () => {
    const session = randomUUID();
    const mine = hostile(mia, session);
    await mine([]);
    test.clock.advance(10_000);
    const theirs = hostile(ben, session);
    const asMia = { sequence: 5, userId: mia.id, actorId: mia.id } as More;
    expect(await theirs([[0, 10_000]], asMia)).toMatchObject({ watchedMs: 0 });
    test.clock.advance(1000);
    await theirs([[0, 1000]], { sequence: 6 });
    expect(await watchedMs(mia)).toBe(0);
    // Nor has it used up theirs.
    expect(await mine([[0, 10_000]])).toMatchObject({ watchedMs: 10_000 });
    expect(await watchedMs(ben)).toBeLessThanOrEqual(1500);
  });

  it('takes the credit of one video to another: a session is about one', async () => {
    const session = randomUUID();
    await hostile(mia, session)([]);
    test.clock.advance(30_000);
    const other = await makeReadyVideo(test, author);
    const report = { slug: other.slug, session, sequence: 1, rate: 1, positionMs: 0 };
    const counted = await mia.api.playback.reportWatched({
      ...report,
      ranges: [{ startMs: 0, endMs: 30_000 }],
    });
    expect(counted.watchedMs).toBe(0);
  });

  it('watches all there is, and has stated nothing by that', async () => {
    await author.api.acknowledgements.ask({ slug, recipientIds: [mia.id as never] });
    await watch(test, mia, slug, [0, 60_000]);
    const { entries } = await author.api.acknowledgements.ledger({ slug });
    expect(entries).toMatchObject([{ watchedPercent: 100, acknowledgedAt: null }]);
    expect((await mia.api.videos.get({ slug })).myAcknowledgement).not.toBe('done');
  });

  it('has read the summary once all that it quotes was in view, at the pace of reading', async () => {
    const about = (i: number) =>
      i % 3 === 0 ? `The grade of scene ${i} is too cold.` : `Well, number ${i}.`;
    const segments = Array.from({ length: 12 }, (_, i) => {
      const [startMs, endMs, text] = [i * 5000, i * 5000 + 5000, about(i)];
      return { startMs, endMs, text, words: [{ startMs, endMs, text }] };
    });
    await author.api.acknowledgements.ask({ slug, recipientIds: [mia.id as never] });
    const hasRead = async (person = author) =>
      (await person.api.acknowledgements.ledger({ slug })).entries[0]?.hasReadSummary;
    expect(await hasRead()).toBeNull();
    await saveTranscript(test.ctx, { videoId, run: 0 }, { driver: 'test', language: 'en', segments });
    const { summary } = await mia.api.playback.transcript({ slug });
    expect(summary.length).toBeGreaterThan(1);
    expect(await hasRead()).toBe(false);
    const ranges = summary.map(({ startMs, endMs }) => ({ startMs, endMs }));
    const report = hostile(mia);
    await report([]);
    // All at once is not reading.
    await report([], { read: ranges });
    expect(await hasRead()).toBe(false);
    for (const range of ranges) {
      test.clock.advance(2000);
      await report([], { read: [range] });
    }
    expect(await hasRead()).toBe(true);
    expect(await hasRead(ben)).toBeNull();
  });

  it('can’t fill the table: counters of repeats are bounded by the stretches of the video', async () => {
    for (let i = 0; i < 10; i++) await watch(test, mia, slug, [0, 60_000]);
    const rows = await test.ctx.db.select().from(watchHeat).where(eq(watchHeat.videoId, videoId));
    expect(rows).toHaveLength(60);
    expect(rows.every(({ playedMs }) => playedMs === 10_000)).toBe(true);
  });
});
