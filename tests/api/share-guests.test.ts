import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { comments, renditions, users, videos } from '#server/db/tables.ts';
import { forgetGuests } from '#server/features/shares/index.ts';
import { saveTranscript } from '#server/features/transcripts/index.ts';
import { purgeDeletedVideos } from '#server/features/videos/index.ts';
import { UserId, VideoId, type VideoSlug } from '#shared/ids.ts';
import { joinAs, makeReadyVideo, setUpOwner, type TestPerson } from '../support/factories.ts';
import { listen } from '../support/live-page.ts';
import { comeIn, makeLink, type TestGuest } from '../support/share.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';
import { watch } from '../support/watch.ts';

const NOTHING = { canComment: false, canApprove: false, canDownload: false, canSeeTranscript: false };
const forbidden = { code: 'forbidden' };

let one: TestApp;
/** Another server process over the same database. */
let two: TestApp;
let author: TestPerson;
let member: TestPerson;
let slug: VideoSlug;
let videoId: VideoId;
beforeAll(async () => {
  one = await makeTestApp({ RATE_LIMIT_FACTOR: '10' });
  two = await makeTestApp({ RATE_LIMIT_FACTOR: '10' }, { databaseUrl: one.databaseUrl });
  const owner = await setUpOwner(one);
  author = await joinAs(one, owner, 'member', 'Art Author');
  member = await joinAs(one, owner, 'member', 'Mia Member');
});
beforeEach(async () => {
  const video = await makeReadyVideo(one, author);
  slug = video.slug;
  videoId = VideoId.parse(video.id);
  const key = `w/${video.id}`;
  const change = {
    source: 'upload',
    originalKey: `${key}/original`,
    originalContentType: 'video/mp4',
    posterKey: `${key}/poster.jpg`,
    downloadKey: `${key}/download.mp4`,
  } as const;
  await one.ctx.db.update(videos).set(change).where(eq(videos.id, video.id));
});
afterAll(async () => {
  await two[Symbol.asyncDispose]();
  await one[Symbol.asyncDispose]();
});

async function makeRendition(): Promise<void> {
  await one.ctx.db.insert(renditions).values({
    videoId,
    name: '720p',
    key: `w/${videoId}/720p.mp4`,
    width: 1280,
    height: 720,
    bitrate: 1_000_000,
    codecs: 'avc1.64001f',
    sizeBytes: 1000,
    initLength: 10,
    segments: [[2000, 10, 990]],
  });
}

async function makeTranscript(): Promise<void> {
  const segments = [{ startMs: 0, endMs: 1000, text: 'hello', words: [] }];
  await saveTranscript(one.ctx, { videoId, run: 0 }, { driver: 'test', language: 'en', segments });
}

async function statusOf(guest: TestGuest, what: string): Promise<number> {
  const { mediaToken } = await guest.api.playback.get({ slug });
  return (await guest.fetch(`/media/${mediaToken}/${what}`)).status;
}

describe('a guest', () => {
  it('sees the video, and nothing of the workspace around it', async () => {
    const me = UserId.parse(member.id);
    await author.api.acknowledgements.ask({ slug, recipientIds: [me] });
    await watch(one, member, slug, [0, 5000]);
    const { token } = await makeLink(author, slug, { allows: NOTHING });
    const guest = await comeIn(one, token);
    const video = await guest.api.videos.get({ slug });
    expect(video).toMatchObject({
      spaceId: null,
      canEdit: false,
      acknowledgements: { asked: 0, acknowledged: 0, nextDueAt: null },
      myAcknowledgement: 'none',
    });
    expect(JSON.stringify(video)).not.toContain('@');
    expect(await guest.api.acknowledgements.ledger({ slug })).toEqual({
      entries: [],
      mine: null,
      canAsk: false,
    });
    await expect(guest.api.playback.viewers({ slug })).rejects.toMatchObject(forbidden);
    const other = await makeReadyVideo(one, author);
    const missing = { code: 'not_found' };
    await expect(guest.api.videos.get({ slug: other.slug })).rejects.toMatchObject(missing);
    await expect(guest.api.playback.get({ slug: other.slug })).rejects.toMatchObject(missing);
    await expect(guest.api.comments.list({ slug: other.slug })).rejects.toMatchObject(missing);
    await author.api.videos.remove({ slug });
    await expect(guest.api.videos.get({ slug })).rejects.toMatchObject({ code: 'gone' });
  });

  it('watches, and who shares sees how much', async () => {
    const { token, link } = await makeLink(author, slug);
    const guest = await comeIn(one, token);
    await watch(one, guest, slug, [0, 30_000]);
    expect((await guest.api.playback.get({ slug })).resumeAtMs).toBe(30_000);
    expect(await author.api.shareLinks.guests({ id: link.id })).toMatchObject([
      { person: { name: 'Gus Guest', isGuest: true }, watchedMs: 30_000, watchedPercent: 50, answers: [] },
    ]);
    expect(await author.api.playback.viewers({ slug })).toEqual([]);
  });

  it('comments where the link allows, and resolves the threads that it began', async () => {
    const { token, link } = await makeLink(author, slug, { allows: { canComment: true } });
    const [guest, other] = [await comeIn(one, token), await comeIn(one, token, { name: 'Gil' })];
    const own = await guest.api.comments.create({ slug, body: 'Louder, please', atMs: 1000 });
    expect(own).toMatchObject({
      author: { name: 'Gus Guest', isGuest: true },
      canEdit: true,
      canRemove: true,
    });
    const theirs = await author.api.comments.create({ slug, body: 'Look here', atMs: 2000 });
    await guest.api.comments.create({ slug, body: 'I see', parentId: theirs.id });
    await expect(guest.api.comments.resolve({ id: theirs.id })).rejects.toMatchObject(forbidden);
    for (const { api } of [other, guest.browser.under(link.id)]) {
      const isOwn = api !== other.api;
      const tried = [
        await api.comments.update({ id: own.id, body: 'Changed', revision: 1 }).then(
          () => true,
          () => false,
        ),
        await api.comments.resolve({ id: own.id }).then(
          () => true,
          () => false,
        ),
        await api.comments.remove({ id: own.id }).then(
          () => true,
          () => false,
        ),
      ];
      expect(tried).toEqual([isOwn, isOwn, isOwn]);
    }
    await guest.api.comments.restore({ id: own.id });
    await guest.api.comments.reopen({ id: own.id });
    await author.api.shareLinks.update({ id: link.id, allows: { canComment: false } });
    expect(await guest.api.comments.list({ slug })).toHaveLength(3);
    await expect(guest.api.comments.create({ slug, body: 'More' })).rejects.toMatchObject(forbidden);
    await expect(guest.api.comments.remove({ id: own.id })).rejects.toMatchObject(forbidden);
  });

  it('answers where the link allows; every answer stays on record', async () => {
    const { token, link } = await makeLink(author, slug, { allows: { canApprove: true } });
    const guest = await comeIn(one, token);
    await guest.api.shareLinks.answer({ answer: 'changes_requested', note: 'Shorter' });
    one.clock.advance(1000);
    expect(await guest.api.shareLinks.answer({ answer: 'approved' })).toMatchObject({
      answer: 'approved',
      note: null,
      isVerified: false,
    });
    const mails = (await one.mails()).filter(({ subject }) => /Gus Guest (asks|approves)/.test(subject));
    expect(mails.map(({ subject }) => subject.split('“')[0])).toEqual([
      'Gus Guest asks for changes to ',
      'Gus Guest approves ',
    ]);
    expect(mails[0]?.text).toContain('name not confirmed');
    expect(mails[0]?.text).toContain('> Shorter\n');
    const [line] = await author.api.shareLinks.guests({ id: link.id });
    expect(line?.answers.map(({ answer, note }) => [answer, note])).toEqual([
      ['approved', null],
      ['changes_requested', 'Shorter'],
    ]);
    await expect(member.api.shareLinks.answer({ answer: 'approved' })).rejects.toMatchObject(forbidden);
    await author.api.shareLinks.update({ id: link.id, allows: { canApprove: false } });
    await expect(guest.api.shareLinks.answer({ answer: 'approved' })).rejects.toMatchObject(forbidden);
  });

  it('is forgotten with the video, once it can’t be restored', async () => {
    const guest = await comeIn(one, (await makeLink(author, slug, { allows: { canApprove: true } })).token);
    await guest.api.comments.create({ slug, body: 'Fine' });
    await guest.api.shareLinks.answer({ answer: 'approved' });
    await watch(one, guest, slug, [0, 1000]);
    const { id } = guest.session.guest;
    const left = async () => [
      await one.ctx.db.$count(users, eq(users.id, id)),
      await one.ctx.db.$count(comments, eq(comments.authorId, id)),
    ];
    await author.api.videos.remove({ slug });
    await purgeDeletedVideos(one.ctx);
    await forgetGuests(one.ctx);
    expect(await left()).toEqual([1, 1]);
    one.clock.advance(31 * 86_400_000);
    await purgeDeletedVideos(one.ctx);
    expect(await forgetGuests(one.ctx)).toBeGreaterThan(0);
    expect(await left()).toEqual([0, 0]);
  });

  it('gets captions, transcript, file and original as the link says', async () => {
    await makeTranscript();
    const bare = await comeIn(one, (await makeLink(author, slug, { allows: NOTHING })).token);
    const all = await comeIn(
      one,
      (await makeLink(author, slug, { allows: { canDownload: true, canSeeTranscript: true } })).token,
    );
    expect(await bare.api.playback.get({ slug })).toMatchObject({
      captions: null,
      downloadUrl: null,
      // There is nothing else to play yet.
      sources: [{ kind: 'original' }],
    });
    expect(await statusOf(bare, 'original')).toBe(302);
    await makeRendition();
    expect((await bare.api.playback.get({ slug })).sources.map(({ kind }) => kind)).toEqual(['renditions']);
    expect((await bare.api.videos.get({ slug })).transcript.state).toBe('none');
    await expect(bare.api.playback.transcript({ slug })).rejects.toMatchObject(forbidden);
    for (const what of ['original', 'download.mp4', 'captions.vtt', 'captions.srt']) {
      expect([what, await statusOf(bare, what)]).toEqual([what, 403]);
      expect([what, await statusOf(all, what)]).toEqual([what, what.startsWith('captions') ? 200 : 302]);
    }
    for (const what of ['master.m3u8', 'rendition/720p.m3u8'])
      expect([what, await statusOf(bare, what)]).toEqual([what, 200]);
    expect((await all.api.playback.transcript({ slug })).segments).toHaveLength(1);
    expect((await all.api.playback.get({ slug })).downloadUrl).toContain('download.mp4');
  });
});

describe('a revoked link', () => {
  it('ends the API at once, media after ten seconds, and what was handed out within a minute', async () => {
    const { token, link } = await makeLink(author, slug);
    const guest = await comeIn(one, token);
    const { mediaToken } = await guest.api.playback.get({ slug });
    const media = () => guest.fetch(`/media/${mediaToken}/poster.jpg`);
    const redirect = await media();
    expect(redirect.status).toBe(302);
    const store = new URL(redirect.headers.get('location') ?? '', 'http://localhost');
    const livesMs = Number(store.searchParams.get('e')) * 1000 - Date.now();
    expect(livesMs).toBeGreaterThan(35_000);
    expect(livesMs).toBeLessThanOrEqual(46_000);
    expect(redirect.headers.get('cache-control')).toBe('private, max-age=30');
    const results = await Promise.allSettled([
      author.api.shareLinks.revoke({ id: link.id }),
      author.api.shareLinks.revoke({ id: link.id }),
    ]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(author.api.shareLinks.update({ id: link.id, label: 'x' })).rejects.toMatchObject({
      code: 'conflict',
    });
    const gone = { code: 'gone' };
    await expect(guest.api.videos.get({ slug })).rejects.toMatchObject(gone);
    await expect(guest.browser.api.shareLinks.open({ token, name: 'Gus' })).rejects.toMatchObject(gone);
    expect((await guest.fetch('/events')).status).toBe(410);
    one.clock.advance(10_000);
    expect((await media()).status).toBe(410);
    expect((await author.api.shareLinks.list({ slug }))[0]?.state).toBe('revoked');
  });

  it('ends open pages, of other server processes too; until then they hear of the video alone', async () => {
    const [{ token, link }, otherLink] = [await makeLink(author, slug), await makeLink(author, slug)];
    const guest = await comeIn(one, token);
    const page = listen(two.browser(guest.cookies), undefined, `/events?share=${link.id}`);
    const stays = listen(await comeIn(one, otherLink.token));
    await Promise.all([page.opened, stays.opened]);
    const other = await makeReadyVideo(one, author);
    await author.api.comments.create({ slug: other.slug, body: 'elsewhere' });
    await watch(one, member, slug, [0, 1000]);
    await author.api.acknowledgements.ask({ slug, recipientIds: [UserId.parse(member.id)] });
    await author.api.comments.create({ slug, body: 'here' });
    await expect.poll(() => page.text(), { timeout: 5000 }).toContain('"type":"comment.changed"');
    expect(page.text()).not.toMatch(/watch\.changed|acknowledgement\.changed|share\.changed/);
    expect(page.text()).not.toContain(other.slug);
    await author.api.shareLinks.update({ id: link.id, allows: { canApprove: true } });
    await expect.poll(() => page.text(), { timeout: 5000 }).toContain('event: reset');
    await author.api.shareLinks.revoke({ id: link.id });
    await expect.poll(() => page.text(), { timeout: 5000 }).toContain('event: ended');
    await expect.poll(() => page.isClosed(), { timeout: 5000 }).toBe(true);
    expect(stays.isClosed()).toBe(false);
    stays.close();
  });
});

it('an expired link ends open pages with the next thing that happens', async () => {
  const expiresAt = new Date(one.clock.now().getTime() + 60_000).toISOString();
  const { token } = await makeLink(author, slug, { expiresAt });
  const page = listen(await comeIn(one, token));
  await page.opened;
  one.clock.advance(60_000);
  await author.api.videos.update({ slug, title: 'Not for them' });
  await expect.poll(() => page.isClosed(), { timeout: 5000 }).toBe(true);
  expect(page.text()).toContain('event: ended');
  expect(page.text()).not.toContain('video.changed');
});
