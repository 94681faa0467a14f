import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { videos } from '#server/db/tables.ts';
import { saveTranscript } from '#server/features/transcripts/index.ts';
import { deleteUnsentReplies, purgeDeletedVideos } from '#server/features/videos/index.ts';
import { CommentId, RecordingId, type VideoSlug } from '#shared/ids.ts';
import type { Recording } from '#shared/recordings.ts';
import {
  joinAs,
  makeReadyVideo,
  makeRecording,
  makeStranger,
  setUpOwner,
  type TestPerson,
} from '../support/factories.ts';
import { listen } from '../support/live-page.ts';
import { comeIn, makeLink } from '../support/share.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

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

/** A whole recording of two segments, to be a comment. */
async function record(
  person: TestPerson,
  more: Partial<Parameters<TestPerson['api']['recordings']['create']>[0]> = {},
): Promise<Recording> {
  const recording = await makeRecording(person, 2, { replyTo: slug, ...more });
  return person.api.recordings.finish({ id: recording.id, mediaCount: 2, durationMs: 4000 });
}

async function send(person: TestPerson, recording: Recording, body = '') {
  return person.api.comments.create({ slug, body, atMs: 3000, recordingId: recording.id });
}

const playlistOf = async (person: Pick<TestPerson, 'api'>, of: VideoSlug) => {
  const [source] = (await person.api.playback.get({ slug: of })).sources;
  return source?.kind === 'recording' ? source.playlistUrl : '';
};

describe('a recorded reply', () => {
  it('becomes a comment, without a text, and plays at once', async () => {
    const recording = await record(member);
    const comment = await send(member, recording);
    expect(comment).toMatchObject({
      body: '',
      reply: {
        slug: recording.slug,
        hasPicture: true,
        status: 'processing',
        durationMs: 4000,
        transcript: null,
      },
    });
    const [listed] = await author.api.comments.list({ slug });
    expect(listed?.reply?.slug).toBe(recording.slug);
    const answer = await author.fetch(await playlistOf(author, recording.slug));
    expect(await answer.text()).toContain('#EXT-X-ENDLIST');
    const voice = await record(member, { hasPicture: false });
    expect((await send(member, voice, 'Listen')).reply).toMatchObject({ hasPicture: false, posterUrl: null });
  });

  it('may be sent while it is still on its way, twice with one id, and by one comment alone', async () => {
    const recording = await makeRecording(member, 1, { replyTo: slug });
    const id = CommentId.parse(randomUUID());
    const once = () => member.api.comments.create({ slug, id, body: '', recordingId: recording.id });
    const [first, second] = await Promise.all([once(), once()]);
    expect(first).toMatchObject({ id, reply: { status: 'recording' } });
    expect(second.id).toBe(id);
    await expect(send(member, recording)).rejects.toMatchObject({ code: 'conflict' });
    const other = await record(member);
    const race = await Promise.allSettled([send(member, other, 'a'), send(member, other, 'b')]);
    expect(race.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is refused from others, for other videos, where it was thrown away, and without anything', async () => {
    const recording = await record(member);
    await expect(send(author, recording)).rejects.toMatchObject({ code: 'not_found' });
    const elsewhere = await makeReadyVideo(test, author);
    await expect(
      member.api.comments.create({ slug: elsewhere.slug, body: '', recordingId: recording.id }),
    ).rejects.toMatchObject({ code: 'invalid_input' });
    const plain = await makeRecording(member, 1);
    await expect(send(member, plain)).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(member.api.comments.create({ slug, body: '  ' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await expect(
      member.api.comments.create({ slug, body: '', recordingId: RecordingId.parse(randomUUID()) }),
    ).rejects.toMatchObject({ code: 'not_found' });
    await member.api.videos.remove({ slug: recording.slug });
    await expect(send(member, recording)).rejects.toMatchObject({ code: 'gone' });
    await expect(stranger.api.recordings.create({ replyTo: slug })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(member.api.recordings.create({ replyTo: recording.slug })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('is in no list, and nothing that is done with videos can be done with it', async () => {
    const recording = await record(member);
    await send(member, recording);
    const { items } = await member.api.videos.list({ limit: 100 });
    expect(items.map((item) => item.slug)).not.toContain(recording.slug);
    const of = { slug: recording.slug };
    const refused = { code: 'not_found' };
    await expect(member.api.videos.get(of)).rejects.toMatchObject(refused);
    await expect(member.api.videos.update({ ...of, title: 'Mine' })).rejects.toMatchObject(refused);
    await expect(member.api.comments.create({ ...of, body: 'x' })).rejects.toMatchObject(refused);
    await expect(member.api.shareLinks.create({ ...of, label: 'x' })).rejects.toMatchObject(refused);
    await expect(member.api.acknowledgements.ask({ ...of, recipientIds: [] })).rejects.toMatchObject({
      code: expect.stringMatching(/not_found|invalid_input/),
    });
    await expect(member.api.videos.remove(of)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is what is said in it too, and is found by the video alone', async () => {
    const recording = await record(member);
    await send(member, recording);
    const segments = [{ startMs: 0, endMs: 900, text: 'Zanzibar is fine.', words: [] }];
    await saveTranscript(
      test.ctx,
      { videoId: recording.videoId, run: 1 },
      { driver: 'x', language: 'en', segments },
    );
    const [listed] = await author.api.comments.list({ slug });
    expect(listed?.reply?.transcript).toBe('Zanzibar is fine.');
    expect((await author.api.playback.get({ slug: recording.slug })).captions).not.toBeNull();
    expect(await author.api.search.find({ q: 'zanzibar' })).toEqual([]);
  });

  it('tells open pages of its comment', async () => {
    const page = listen(author);
    await page.opened;
    const recording = await makeRecording(member, 1, { replyTo: slug });
    await send(member, recording);
    await expect.poll(() => page.text().match(/comment\.changed/g)?.length, { timeout: 5000 }).toBe(1);
    await member.api.recordings.finish({ id: recording.id, mediaCount: 1, durationMs: 2000 });
    await expect.poll(() => page.text().match(/comment\.changed/g)?.length, { timeout: 5000 }).toBe(2);
    // Of the reply as a video they hear nothing.
    expect(page.text()).not.toMatch(new RegExp(`"type":"video[^\\n]*${recording.slug}`));
    page.close();
  });
});

describe('who sees it', () => {
  it('before it is sent its author alone, then who sees the video', async () => {
    const space = await author.api.spaces.create({
      name: 'Closed',
      visibility: 'private',
      memberIds: [(await member.api.accounts.me()).user.id],
    });
    await author.api.videos.update({ slug, spaceId: space.id });
    const recording = await record(member);
    const of = { slug: recording.slug };
    await member.api.playback.get(of);
    await expect(author.api.playback.get(of)).rejects.toMatchObject({ code: 'not_found' });
    await send(member, recording);
    await author.api.playback.get(of);
    for (const person of [admin, stranger])
      await expect(person.api.playback.get(of)).rejects.toMatchObject({ code: 'not_found' });
    await author.api.spaces.update({ id: space.id, memberIds: [] });
    // Its own author has lost sight of the video, and of what was said about it.
    await expect(member.api.playback.get(of)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('guests of the video watch it, and record none', async () => {
    const recording = await record(member);
    await send(member, recording);
    const { token } = await makeLink(author, slug);
    const guest = await comeIn(test, token);
    const url = await playlistOf(guest, recording.slug);
    expect((await guest.fetch(url)).status).toBe(200);
    await expect(guest.api.recordings.create({ replyTo: slug })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      guest.api.comments.create({ slug, body: '', recordingId: recording.id }),
    ).rejects.toMatchObject({ code: 'not_found' });
    const other = await makeReadyVideo(test, author);
    const far = await comeIn(test, (await makeLink(author, other.slug)).token);
    await expect(far.api.playback.get({ slug: recording.slug })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('at its end it', () => {
  const status = async (url: string) => {
    // What a token gives is asked again after ten seconds.
    test.clock.advance(11_000);
    return (await author.fetch(url)).status;
  };

  it('goes with its comment and with the thread, and comes back with them', async () => {
    const thread = await author.api.comments.create({ slug, body: 'Say something', atMs: 0 });
    const recording = await record(member);
    const answer = await member.api.comments.create({
      slug,
      body: '',
      parentId: thread.id,
      recordingId: recording.id,
    });
    const url = await playlistOf(author, recording.slug);
    expect(await status(url)).toBe(200);
    for (const [person, id] of [
      [member, answer.id],
      [author, thread.id],
    ] as const) {
      await person.api.comments.remove({ id });
      expect(await status(url)).toBe(410);
      await person.api.comments.restore({ id });
      expect(await status(url)).toBe(200);
      const listed = await author.api.comments.list({ slug });
      expect(listed.find((comment) => comment.id === answer.id)?.reply?.slug).toBe(recording.slug);
    }
    // Deleted before the thread, it stays so when the thread comes back.
    await member.api.comments.remove({ id: answer.id });
    await author.api.comments.remove({ id: thread.id });
    await author.api.comments.restore({ id: thread.id });
    expect(await status(url)).toBe(410);
    await member.api.comments.restore({ id: answer.id });
    expect(await status(url)).toBe(200);
    await author.api.videos.remove({ slug });
    expect(await status(url)).toBe(410);
  });

  it('was unsent, is thrown away and brought back, and processed even if it arrived meanwhile', async () => {
    const recording = await makeRecording(member, 1, { replyTo: slug });
    const of = { slug: recording.slug };
    await expect(author.api.videos.remove(of)).rejects.toMatchObject({ code: 'not_found' });
    const results = await Promise.allSettled([member.api.videos.remove(of), member.api.videos.remove(of)]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    await member.api.recordings.finish({ id: recording.id, mediaCount: 1, durationMs: 2000 });
    expect((await member.api.videos.restore(of)).status).toBe('processing');
    expect((await send(member, recording)).reply?.status).toBe('processing');
  });

  it('is deleted unsent after 30 days, and its objects go with the video that it is about', async () => {
    const unsent = await record(member);
    const sent = await record(member);
    const { id } = await send(member, sent);
    test.clock.advance(31 * 24 * 3600_000);
    expect(await deleteUnsentReplies(test.ctx)).toBeGreaterThanOrEqual(1);
    const left = await test.ctx.db.select().from(videos).where(eq(videos.parentId, videoId));
    expect(left.map((row) => [row.id, row.deletedAt !== null])).toEqual(
      expect.arrayContaining([
        [unsent.videoId, true],
        [sent.videoId, false],
      ]),
    );
    await member.api.comments.remove({ id });
    await author.api.videos.remove({ slug });
    test.clock.advance(31 * 24 * 3600_000);
    await purgeDeletedVideos(test.ctx);
    for (const { videoId: gone } of [unsent, sent]) {
      const keys = [];
      for await (const { key } of test.ctx.storage.list('')) if (key.includes(gone)) keys.push(key);
      expect(keys).toEqual([]);
    }
  });

  it('does not come back as an empty comment once it is gone for good', async () => {
    const sent = await record(member);
    const { id } = await send(member, sent);
    await member.api.comments.remove({ id });
    test.clock.advance(31 * 24 * 3600_000);
    await purgeDeletedVideos(test.ctx);
    await expect(member.api.comments.restore({ id })).rejects.toMatchObject({ code: 'gone' });
  });
});
