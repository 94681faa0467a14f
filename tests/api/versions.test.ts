import { and, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { videos } from '#server/db/tables.ts';
import { saveTranscript } from '#server/features/transcripts/index.ts';
import { failProcessing, purgeDeletedVideos } from '#server/features/videos/index.ts';
import { VideoId, type VideoSlug } from '#shared/ids.ts';
import {
  joinAs,
  makeReadyVideo,
  makeRecording,
  makeStranger,
  setUpOwner,
  type TestPerson,
} from '../support/factories.ts';
import { comeIn, makeLink } from '../support/share.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';
import { arrive, beginVersion, makeVersion } from '../support/versions.ts';

let test: TestApp;
let owner: TestPerson;
let author: TestPerson;
let member: TestPerson;
let slug: VideoSlug;
let firstId: VideoId;
beforeAll(async () => {
  test = await makeTestApp({ RATE_LIMIT_FACTOR: '10' });
  owner = await setUpOwner(test);
  author = await joinAs(test, owner, 'member', 'Art Author');
  member = await joinAs(test, owner, 'member', 'Mia Member');
});
beforeEach(async () => {
  const video = await makeReadyVideo(test, author, { title: 'Launch film' });
  slug = video.slug;
  firstId = VideoId.parse(video.id);
});
afterAll(() => test[Symbol.asyncDispose]());

const at = (n: number) => `${slug}.${n}` as VideoSlug;
const currentOf = async () => (await author.api.videos.get({ slug })).version.number;
const numbers = async (person = author) =>
  (await person.api.videos.versions({ slug })).map(({ number, isCurrent }) => [number, isCurrent]);

describe('a new version', () => {
  it('is under the same link, and the one before stays current until it is there', async () => {
    const space = await author.api.spaces.create({ name: 'Films', visibility: 'open' });
    await author.api.videos.update({ slug, spaceId: space.id });
    const begun = await beginVersion(author, slug);
    expect(begun.slug).toBe(`${slug}.2`);
    expect(await currentOf()).toBe(1);
    await arrive(test, begun);
    const video = await member.api.videos.get({ slug });
    expect(video).toMatchObject({
      id: begun.id,
      slug,
      title: 'Launch film',
      spaceId: space.id,
      version: { number: 2, count: 2, isCurrent: true, current: 2, slug: at(2) },
    });
    expect(video.url.endsWith(`/v/${slug}`)).toBe(true);
    const first = await member.api.videos.get({ slug: at(1) });
    expect(first).toMatchObject({ id: firstId, slug, version: { number: 1, isCurrent: false, current: 2 } });
    await expect(member.api.videos.get({ slug: at(3) })).rejects.toMatchObject({ code: 'not_found' });
    expect(await numbers()).toEqual([[2, true], [1, false]]); // oxfmt-ignore
  });

  it('that is recorded is current with its last segment', async () => {
    const recording = await makeRecording(author, 2, { newVersionOf: slug });
    expect(recording.slug).toBe(at(2));
    expect(await currentOf()).toBe(1);
    await author.api.recordings.finish({ id: recording.id, mediaCount: 2, durationMs: 4000 });
    expect(await currentOf()).toBe(2);
  });

  it('is one card in lists and search, also while it is made', async () => {
    const cards = async () =>
      (await member.api.videos.list({ limit: 100 })).items.filter((video) => video.slug === slug);
    const begun = await beginVersion(author, slug);
    expect((await cards()).map(({ version }) => version.number)).toEqual([1]);
    await arrive(test, begun);
    expect((await cards()).map(({ version }) => version.number)).toEqual([2]);
    const found = (await member.api.search.find({ q: 'Launch' })).filter(({ video }) => video.slug === slug);
    expect(found.map(({ video }) => video.id)).toEqual([begun.id]);
  });

  it('is for who may edit the video, in its own workspace', async () => {
    const stranger = await makeStranger(test);
    await expect(beginVersion(member, slug)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(beginVersion(stranger, slug)).rejects.toMatchObject({ code: 'not_found' });
    await expect(author.api.recordings.create({ newVersionOf: slug, replyTo: slug })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    for (const act of ['makeCurrent', 'removeVersion', 'restoreVersion'] as const) {
      await expect(member.api.videos[act]({ slug: at(1) })).rejects.toMatchObject({ code: 'forbidden' });
      await expect(stranger.api.videos[act]({ slug: at(1) })).rejects.toMatchObject({ code: 'not_found' });
    }
  });

  it('that an admin makes leaves the video to its author', async () => {
    const space = await author.api.spaces.create({ name: 'Private', visibility: 'private' });
    const admin = await joinAs(test, owner, 'admin', 'Ada Admin');
    await makeVersion(test, admin, slug);
    await author.api.videos.update({ slug, spaceId: space.id });
    const other = await author.api.videos.get({ slug });
    expect(other).toMatchObject({ canEdit: true, author: { name: 'Ada Admin' } });
    expect((await author.api.videos.list({ limit: 100 })).items.map((video) => video.slug)).toContain(slug);
    await author.api.videos.removeVersion({ slug: at(2) });
    expect(await currentOf()).toBe(1);
  });

  it('of two that arrive at once the higher one wins, in whichever order', async () => {
    const [two, three] = await Promise.all([beginVersion(author, slug), beginVersion(author, slug)]);
    expect([two.slug, three.slug].toSorted()).toEqual([at(2), at(3)]);
    await Promise.all([arrive(test, three), arrive(test, two)]);
    expect(await currentOf()).toBe(3);
    const [four, five] = [await beginVersion(author, slug), await beginVersion(author, slug)];
    await arrive(test, five);
    await arrive(test, four);
    expect(await currentOf()).toBe(5);
    const current = and(eq(videos.isCurrent, true), sql`coalesce(version_of, id) = ${firstId}`);
    expect(await test.ctx.db.$count(videos, current)).toBe(1);
  });

  it('that fails leaves the one before, or gives its place back', async () => {
    const recording = await makeRecording(author, 1, { newVersionOf: slug });
    await author.api.recordings.finish({ id: recording.id, mediaCount: 1, durationMs: 2000 });
    expect(await currentOf()).toBe(2);
    await failProcessing(test.ctx, { videoId: recording.videoId, run: 1 }, 'processing_failed');
    expect(await currentOf()).toBe(1);
    const empty = await author.api.uploads.create({ fileName: 'a.mp4', sizeBytes: 0, newVersionOf: slug });
    await author.api.uploads.complete({ videoId: empty.videoId });
    expect(await currentOf()).toBe(1);
    // Tried again, it takes the place once more.
    await author.api.videos.retry({ slug: at(2) });
    expect(await currentOf()).toBe(2);
  });
});

it('is compared again when what was said in the one before is known at last', async () => {
  const next = await makeVersion(test, author, slug);
  const waiting = async () => {
    const rows = await test.ctx.db.execute<{ id: string }>(
      sql`select data->>'videoId' as id from pgboss.job where name = 'compare-versions' order by created_on, id`,
    );
    return rows.map(({ id }) => id).filter((id) => id === firstId || id === next.id);
  };
  const before = await waiting();
  expect(before).toContain(next.id);
  const rows = await test.ctx.db
    .select({ run: videos.processingRun })
    .from(videos)
    .where(eq(videos.id, firstId));
  const run = rows[0]?.run ?? 0;
  const segments = [{ startMs: 0, endMs: 1000, text: 'Hello', words: [] }];
  await saveTranscript(test.ctx, { videoId: firstId, run }, { driver: 'test', language: 'en', segments });
  expect((await waiting()).slice(before.length)).toEqual([next.id]);
});

describe('one of several', () => {
  beforeEach(async () => {
    await makeVersion(test, author, slug);
  });

  it('is made current by hand, not before it can be played', async () => {
    expect((await author.api.videos.makeCurrent({ slug: at(1) })).version).toMatchObject({
      number: 1,
      isCurrent: true,
    });
    expect(await currentOf()).toBe(1);
    await author.api.videos.makeCurrent({ slug: at(1) });
    await beginVersion(author, slug);
    await expect(author.api.videos.makeCurrent({ slug: at(3) })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is deleted alone, and comes back alone', async () => {
    await author.api.videos.removeVersion({ slug: at(2) });
    expect(await numbers()).toEqual([[1, true]]);
    await expect(author.api.videos.removeVersion({ slug: at(1) })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await author.api.videos.restoreVersion({ slug: at(2) })).toMatchObject({ version: { number: 2 } });
    expect(await numbers()).toEqual([[2, false], [1, true]]); // oxfmt-ignore
    await expect(author.api.videos.restoreVersion({ slug: at(2) })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('goes with all others, and what went before them stays away', async () => {
    await makeVersion(test, author, slug);
    await author.api.videos.removeVersion({ slug: at(1) });
    test.clock.advance(1000);
    await author.api.videos.remove({ slug });
    await expect(author.api.videos.get({ slug: at(2) })).rejects.toMatchObject({ code: 'not_found' });
    await author.api.videos.restore({ slug });
    expect(await numbers()).toEqual([[3, true], [2, false]]); // oxfmt-ignore
  });

  it('is renamed and moved with all others', async () => {
    await author.api.videos.update({ slug, title: 'Renamed' });
    expect((await author.api.videos.get({ slug: at(1) })).title).toBe('Renamed');
  });

  it('keeps link and share links when the first one is gone for good', async () => {
    const { token } = await makeLink(author, slug);
    await author.api.videos.removeVersion({ slug: at(1) });
    test.clock.advance(31 * 24 * 3600_000);
    await purgeDeletedVideos(test.ctx);
    expect(await test.ctx.db.$count(videos, eq(videos.id, firstId))).toBe(0);
    expect(await author.api.videos.get({ slug })).toMatchObject({ slug, version: { number: 2, count: 1 } });
    expect((await author.api.videos.get({ slug: at(2) })).version.number).toBe(2);
    const guest = await comeIn(test, token);
    expect((await guest.api.videos.get({ slug })).version.number).toBe(2);
    expect((await makeVersion(test, author, slug)).slug).toBe(at(3));
    expect(await currentOf()).toBe(3);
  });
});

describe('a guest', () => {
  it('comes to the current version by the link, sees those before it, and nothing that is still made', async () => {
    const { token } = await makeLink(author, slug);
    const guest = await comeIn(test, token);
    const old = await guest.api.playback.get({ slug });
    const { id } = await makeVersion(test, author, slug);
    expect((await guest.api.videos.get({ slug })).id).toBe(id);
    expect((await guest.api.videos.get({ slug: at(1) })).id).toBe(firstId);
    await beginVersion(author, slug);
    await expect(guest.api.videos.get({ slug: at(3) })).rejects.toMatchObject({ code: 'not_found' });
    expect(await numbers(guest as never)).toEqual([[2, true], [1, false]]); // oxfmt-ignore
    const { mediaToken } = await guest.api.playback.get({ slug });
    for (const path of [`${mediaToken}/rendition/720p.m3u8`, `${old.mediaToken}/captions.vtt`])
      expect((await guest.fetch(`/media/${path}`)).status).toBe(200);
    // A link that is made on a later version is one to all of them; a deleted version ends its media alone.
    const later = await comeIn(test, (await makeLink(author, at(2))).token);
    expect((await later.api.videos.get({ slug: at(1) })).id).toBe(firstId);
    await author.api.videos.removeVersion({ slug: at(1) });
    test.clock.advance(11_000);
    expect((await guest.fetch(`/media/${old.mediaToken}/captions.vtt`)).status).toBe(403);
    expect((await guest.fetch(`/media/${mediaToken}/rendition/720p.m3u8`)).status).toBe(200);
    const other = await makeReadyVideo(test, author);
    await expect(guest.api.videos.get({ slug: other.slug })).rejects.toMatchObject({ code: 'not_found' });
  });
});
