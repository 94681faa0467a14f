import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { videos } from '#server/db/tables.ts';
import { saveTranscript } from '#server/features/transcripts/index.ts';
import { CommentId, UserId, type VideoSlug } from '#shared/ids.ts';
import { joinAs, makeReadyVideo, makeStranger, setUpOwner, type TestPerson } from '../support/factories.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';
import { watch } from '../support/watch.ts';

let test: TestApp;
let author: TestPerson;
let admin: TestPerson;
let member: TestPerson;
let stranger: TestPerson;
let slug: VideoSlug;
let videoId: string;
beforeAll(async () => {
  test = await makeTestApp();
  const owner = await setUpOwner(test);
  admin = await joinAs(test, owner, 'admin', 'Ada Admin');
  author = await joinAs(test, owner, 'member', 'Art Author');
  member = await joinAs(test, owner, 'member', 'Mia Member');
  stranger = await makeStranger(test);
});
beforeEach(async () => {
  ({ slug, id: videoId } = await makeReadyVideo(test, author));
});
afterAll(() => test[Symbol.asyncDispose]());

const userId = async (person: TestPerson) => UserId.parse((await person.api.accounts.me()).user.id);

describe('comments', () => {
  const say = (person: TestPerson, body: string, atMs: number | null = 3000) =>
    person.api.comments.create({ slug, body, atMs });

  it('are pinned to a time, answered once deep, and listed in order', async () => {
    const late = await say(member, 'later', 9000);
    const early = await say(member, 'earlier', 3000);
    const reply = await author.api.comments.create({ slug, body: 'agreed', parentId: early.id, atMs: 5 });
    expect(reply).toMatchObject({ parentId: early.id, atMs: null });
    await expect(
      author.api.comments.create({ slug, body: 'deeper', parentId: reply.id }),
    ).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(say(member, 'past the end', 60_001)).rejects.toMatchObject({ code: 'invalid_input' });
    const listed = await author.api.comments.list({ slug });
    expect(listed.filter((c) => c.parentId === null).map((c) => c.id)).toEqual([early.id, late.id]);
    expect((await author.api.videos.get({ slug })).commentCount).toBe(3);
  });

  it('sent twice with one id are one comment', async () => {
    const id = CommentId.parse(randomUUID());
    const send = () => member.api.comments.create({ slug, id, body: 'once', atMs: 0 });
    await Promise.all([send(), send()]);
    expect(await author.api.comments.list({ slug })).toHaveLength(1);
    await expect(author.api.comments.create({ slug, id, body: 'taken' })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('are edited by their author alone, and never over a newer edit', async () => {
    const comment = await say(member, 'first');
    for (const person of [author, admin]) {
      await expect(
        person.api.comments.update({ id: comment.id, body: 'x', revision: 1 }),
      ).rejects.toMatchObject({ code: 'forbidden' });
    }
    await expect(
      stranger.api.comments.update({ id: comment.id, body: 'x', revision: 1 }),
    ).rejects.toMatchObject({ code: 'not_found' });
    const edit = (body: string) => member.api.comments.update({ id: comment.id, body, revision: 1 });
    const results = await Promise.allSettled([edit('a'), edit('b')]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect((await member.api.comments.list({ slug }))[0]).toMatchObject({
      revision: 2,
      editedAt: expect.any(String),
    });
  });

  it('are deleted with their replies, by author or admin, and come back', async () => {
    const thread = await say(member, 'thread');
    await author.api.comments.create({ slug, body: 'reply', parentId: thread.id });
    await expect(author.api.comments.remove({ id: thread.id })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(stranger.api.comments.remove({ id: thread.id })).rejects.toMatchObject({
      code: 'not_found',
    });
    const results = await Promise.allSettled([
      member.api.comments.remove({ id: thread.id }),
      admin.api.comments.remove({ id: thread.id }),
    ]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect(await member.api.comments.list({ slug })).toEqual([]);
    expect((await member.api.videos.get({ slug })).commentCount).toBe(0);
    await expect(
      author.api.comments.create({ slug, body: 'late', parentId: thread.id }),
    ).rejects.toMatchObject({ code: 'conflict' });
    await expect(author.api.comments.restore({ id: thread.id })).rejects.toMatchObject({ code: 'forbidden' });
    await member.api.comments.restore({ id: thread.id });
    await expect(member.api.comments.restore({ id: thread.id })).rejects.toMatchObject({ code: 'conflict' });
    expect(await member.api.comments.list({ slug })).toHaveLength(2);
  });

  it('are resolved and reopened by anybody who sees them, once', async () => {
    const thread = await say(member, 'thread');
    const results = await Promise.allSettled([
      author.api.comments.resolve({ id: thread.id }),
      admin.api.comments.resolve({ id: thread.id }),
    ]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect((await author.api.videos.get({ slug })).openThreadCount).toBe(0);
    await expect(stranger.api.comments.reopen({ id: thread.id })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect((await member.api.comments.reopen({ id: thread.id })).resolvedBy).toBeNull();
    await expect(member.api.comments.reopen({ id: thread.id })).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('acknowledgements', () => {
  it('are asked by the author, given by who is asked, and shown apart from what was watched', async () => {
    const recipientIds = [await userId(member), await userId(admin)];
    await expect(member.api.acknowledgements.ask({ slug, recipientIds })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(stranger.api.acknowledgements.ask({ slug, recipientIds })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(
      author.api.acknowledgements.ask({ slug, recipientIds: [await userId(stranger)] }),
    ).rejects.toMatchObject({ code: 'invalid_input' });
    const dueAt = new Date(test.clock.now().getTime() + 86_400_000).toISOString();
    await expect(
      author.api.acknowledgements.ask({ slug, recipientIds, dueAt: test.clock.now().toISOString() }),
    ).rejects.toMatchObject({ code: 'invalid_input' });
    await author.api.acknowledgements.ask({ slug, recipientIds, dueAt, note: 'please' });
    const list = await member.api.videos.list({ needsMyAcknowledgement: 'true', limit: 50 });
    expect(list.items.map((video) => video.slug)).toContain(slug);
    await watch(test, member, slug, [0, 60_000]);
    const seen = await author.api.acknowledgements.ledger({ slug });
    expect(seen.entries.find((entry) => entry.recipient.id === recipientIds[0])).toMatchObject({
      watchedPercent: 100,
      acknowledgedAt: null,
    });

    await expect(author.api.acknowledgements.acknowledge({ slug })).rejects.toMatchObject({
      code: 'not_found',
    });
    await Promise.all([
      member.api.acknowledgements.acknowledge({ slug }),
      member.api.acknowledgements.acknowledge({ slug }),
    ]);
    expect(await author.api.videos.get({ slug })).toMatchObject({
      acknowledgements: { asked: 2, acknowledged: 1 },
    });
    test.clock.advance(2 * 86_400_000);
    const late = await author.api.acknowledgements.ledger({ slug });
    expect(late.entries.map((entry) => [entry.recipient.name, entry.isOverdue])).toEqual([
      ['Ada Admin', true],
      ['Mia Member', false],
    ]);
    expect(
      (await member.api.acknowledgements.ledger({ slug })).entries.find(
        (e) => e.recipient.name === 'Ada Admin',
      )?.watchedMs,
    ).toBeNull();
  });

  it('can be taken back within a minute, and withdrawn before they are given', async () => {
    const ledger = await author.api.acknowledgements.ask({
      slug,
      recipientIds: [await userId(member), await userId(admin)],
    });
    await member.api.acknowledgements.acknowledge({ slug });
    await member.api.acknowledgements.takeBack({ slug });
    await member.api.acknowledgements.acknowledge({ slug });
    test.clock.advance(61_000);
    await expect(member.api.acknowledgements.takeBack({ slug })).rejects.toMatchObject({ code: 'conflict' });
    const requestOf = (name: string) =>
      ledger.entries.find((entry) => entry.recipient.name === name)?.requestId ??
      ledger.entries[0]?.requestId;
    const [given, open] = [requestOf('Mia Member'), requestOf('Ada Admin')];
    if (!given || !open) throw new Error('no requests');
    await expect(author.api.acknowledgements.withdraw({ requestId: given })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(member.api.acknowledgements.withdraw({ requestId: open })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(stranger.api.acknowledgements.withdraw({ requestId: open })).rejects.toMatchObject({
      code: 'not_found',
    });
    const race = await Promise.allSettled([
      author.api.acknowledgements.withdraw({ requestId: open }),
      admin.api.acknowledgements.acknowledge({ slug }),
    ]);
    expect(race.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  });
});

describe('watching', () => {
  it('counts each part once, and no more than can have been watched', async () => {
    const watchedMs = async () => (await member.api.playback.viewers({ slug }))[0]?.watchedMs;
    await watch(test, member, slug, [0, 10_000], [5000, 15_000], [0, 15_000]);
    expect(await watchedMs()).toBe(15_000);
    await watch(test, member, slug, [15_000, 60_000]);
    expect(await watchedMs()).toBe(60_000);
    // Its author sees it once they are asked; others who watch are a number in the insights.
    const seen = () => author.api.playback.viewers({ slug });
    expect(await seen()).toEqual([]);
    await author.api.acknowledgements.ask({ slug, recipientIds: [UserId.parse(member.id)] });
    expect(await seen()).toMatchObject([{ watchedMs: 60_000 }]);
    expect(await member.api.playback.viewers({ slug })).toHaveLength(1);
    await expect(watch(test, stranger, slug)).rejects.toMatchObject({ code: 'not_found' });
    expect((await member.api.playback.get({ slug })).resumeAtMs).toBe(60_000);
  });
});

describe('videos', () => {
  it('are changed, deleted and restored by author or admin; media ends with them', async () => {
    for (const act of [
      () => member.api.videos.update({ slug, title: 'x' }),
      () => member.api.videos.remove({ slug }),
    ]) {
      await expect(act()).rejects.toMatchObject({ code: 'forbidden' });
    }
    await expect(stranger.api.videos.remove({ slug })).rejects.toMatchObject({ code: 'not_found' });
    expect((await admin.api.videos.update({ slug, title: 'Renamed' })).title).toBe('Renamed');
    const { mediaToken } = await member.api.playback.get({ slug });
    const results = await Promise.allSettled([
      author.api.videos.remove({ slug }),
      admin.api.videos.remove({ slug }),
    ]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect((await member.fetch(`/media/${mediaToken}/poster.jpg`)).status).toBe(410);
    await expect(member.api.videos.restore({ slug })).rejects.toMatchObject({ code: 'forbidden' });
    expect((await author.api.videos.restore({ slug })).deletedAt).toBeNull();
    await expect(author.api.videos.restore({ slug })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('give media only to a token that is whole and in time', async () => {
    const { mediaToken } = await member.api.playback.get({ slug });
    expect((await test.browser().fetch(`/media/${mediaToken}/poster.jpg`)).status).toBe(404);
    expect((await member.fetch(`/media/${mediaToken.slice(0, -2)}/poster.jpg`)).status).toBe(403);
    test.clock.advance(5 * 3600_000);
    const { mediaToken: fresh } = await member.api.playback.get({ slug });
    expect(fresh).not.toBe(mediaToken);
  });

  it('are found by title and by what was said, by those who may see them', async () => {
    const [row] = await test.ctx.db.select().from(videos).where(eq(videos.id, videoId));
    const words = 'open the settings page'
      .split(' ')
      .map((text, i) => ({ text, startMs: 4000 + i * 300, endMs: 4300 + i * 300 }));
    const segments = [{ startMs: 4000, endMs: 5200, text: 'open the settings page', words }];
    await saveTranscript(
      test.ctx,
      { videoId, run: row?.processingRun ?? 0 },
      { driver: 'test', language: 'en', segments },
    );
    const [found] = await member.api.search.find({ q: 'settings pag' });
    expect(found).toMatchObject({
      video: { slug },
      inTitle: false,
      hits: [{ atMs: 4000, excerpt: 'open the settings page' }],
    });
    expect(found?.hits[0]?.highlights).toEqual([
      { start: 9, end: 17 },
      { start: 18, end: 22 },
    ]);
    expect(await stranger.api.search.find({ q: 'settings' })).toEqual([]);
    expect(await member.api.search.find({ q: "') | !" })).toEqual([]);
    const vtt = await member.fetch(
      `/media/${(await member.api.playback.get({ slug })).mediaToken}/captions.vtt`,
    );
    expect(await vtt.text()).toBe('WEBVTT\n\n00:00:04.000 --> 00:00:05.200\nopen the settings page\n');
  });

  it('page without gaps or repeats', async () => {
    for (let i = 0; i < 5; i++) await makeReadyVideo(test, author, { title: `Page ${i}` });
    const seen: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await member.api.videos.list({ limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map((video) => video.slug));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(6);
    await expect(member.api.videos.list({ limit: 2, cursor: "x' or 1=1" })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});
