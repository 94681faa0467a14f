import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commentAttachments, spaces, videos } from '#server/db/tables.ts';
import { sweepAttachments } from '#server/features/attachments/index.ts';
import { purgeDeletedVideos } from '#server/features/videos/index.ts';
import { MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS } from '#shared/attachment-limits.ts';
import { AttachmentId, type VideoSlug } from '#shared/ids.ts';
import { attach, described, fetchMedia, putBytes } from '../support/attach.ts';
import { joinAs, makeReadyVideo, makeStranger, setUpOwner, type TestPerson } from '../support/factories.ts';
import { HOSTILE_FILES, PDF, pictureBytes, polyglot } from '../support/sample-files.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

const PNG = pictureBytes('image/png');
const DAY = 86_400_000;
const notFound = { code: 'not_found' };
const invalid = { code: 'invalid_input' };

let test: TestApp;
let owner: TestPerson;
let author: TestPerson;
let member: TestPerson;
let stranger: TestPerson;
let slug: VideoSlug;
let videoId: string;
beforeAll(async () => {
  test = await makeTestApp({ RATE_LIMIT_FACTOR: '10' });
  owner = await setUpOwner(test);
  author = await joinAs(test, owner, 'member', 'Art Author');
  member = await joinAs(test, owner, 'member', 'Mia Member');
  stranger = await makeStranger(test);
});
beforeEach(async () => {
  ({ slug, id: videoId } = await makeReadyVideo(test, author));
});
afterAll(() => test[Symbol.asyncDispose]());

type Create = Parameters<TestPerson['api']['comments']['create']>[0];
const say = (person: TestPerson, files: { id: AttachmentId }[], more: Partial<Create> = {}) =>
  person.api.comments.create({ slug, body: 'Look', attachmentIds: files.map(({ id }) => id), ...more });
const statusOf = async (person: Pick<TestPerson, 'fetch'>, url: string) =>
  (await fetchMedia(person, url)).status;
const rowsOf = (id: string) => test.ctx.db.$count(commentAttachments, eq(commentAttachments.id, id));

describe('a file', () => {
  it('goes with a comment, in the order sent, to everybody who sees it', async () => {
    const [pdf, png, zip] = [
      await attach(member, slug, 'Brief.pdf', PDF),
      await attach(member, slug, 'Übersicht 1.png', PNG),
      await attach(member, slug, 'raw.zip', Buffer.from('PK\x03\x04')),
    ];
    expect(png).toMatchObject({
      fileName: 'Übersicht 1.png',
      contentType: 'image/png',
      sizeBytes: PNG.byteLength,
      width: 38,
      height: 22,
    });
    const made = await say(member, [zip, pdf, png], { body: '' });
    const [listed] = await author.api.comments.list({ slug });
    const files = listed?.attachments ?? [];
    expect(files.map(({ id }) => id)).toEqual([zip.id, pdf.id, png.id]);
    expect(made.attachments.map(({ id }) => id)).toEqual([zip.id, pdf.id, png.id]);
    expect(files.map(({ contentType }) => contentType)).toEqual([
      'application/octet-stream',
      'application/pdf',
      'image/png',
    ]);
    expect(files[0]?.viewUrl).toBeNull();
    const seen = await fetchMedia(author, files[2]?.viewUrl ?? '');
    expect(seen.bytes).toEqual(PNG);
    expect(Object.fromEntries(seen.headers)).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
    });
    expect(seen.headers.get('content-disposition')).toMatch(/^inline; .*%C3%9Cbersicht%201\.png$/);
    const saved = await fetchMedia(author, files[2]?.downloadUrl ?? '');
    expect(saved.headers.get('content-type')).toBe('application/octet-stream');
    expect(saved.headers.get('content-disposition')).toContain('attachment; filename=');
    expect(saved.headers.get('content-disposition')).toContain("filename*=UTF-8''%C3%9Cbersicht%201.png");
    expect((await author.api.attachments.get({ id: png.id })).fileName).toBe('Übersicht 1.png');
  });

  it('is the uploader’s alone until it is sent', async () => {
    const file = await attach(member, slug, 'a.png', PNG);
    expect(await statusOf(member, file.viewUrl ?? '')).toBe(200);
    expect((await member.api.attachments.get({ id: file.id })).id).toBe(file.id);
    await expect(author.api.attachments.get({ id: file.id })).rejects.toMatchObject(notFound);
    await expect(author.api.attachments.remove({ id: file.id })).rejects.toMatchObject(notFound);
    await expect(author.api.attachments.complete({ id: file.id })).rejects.toMatchObject(notFound);
    await expect(say(author, [file])).rejects.toMatchObject(invalid);
    const mine = await attach(author, slug, 'b.png', PNG);
    const theirs = (mine.viewUrl ?? '').replace(mine.id, file.id);
    expect(await statusOf(author, theirs)).toBe(404);
  });

  it('is nobody’s in another workspace, another video, or a private space', async () => {
    const file = await attach(member, slug, 'a.png', PNG);
    await expect(stranger.api.attachments.create({ slug, ...described('x', PNG) })).rejects.toMatchObject(
      notFound,
    );
    await expect(stranger.api.attachments.get({ id: file.id })).rejects.toMatchObject(notFound);
    await expect(stranger.api.attachments.complete({ id: file.id })).rejects.toMatchObject(notFound);
    const other = await makeReadyVideo(test, author);
    await expect(say(member, [file], { slug: other.slug })).rejects.toMatchObject(invalid);
    expect(await author.api.comments.list({ slug: other.slug })).toEqual([]);
    const elsewhere = await attach(member, other.slug, 'b.png', PNG);
    await say(member, [file]);
    const crossed = (elsewhere.viewUrl ?? '').replace(elsewhere.id, file.id);
    expect(await statusOf(member, crossed)).toBe(404);
    const space = await author.api.spaces.create({ name: `Private ${randomUUID()}`, visibility: 'private' });
    await test.ctx.db.update(videos).set({ spaceId: space.id }).where(eq(videos.id, videoId));
    await expect(owner.api.attachments.get({ id: file.id })).rejects.toMatchObject(notFound);
    await test.ctx.db.update(spaces).set({ visibility: 'open' }).where(eq(spaces.id, space.id));
    expect((await owner.api.attachments.get({ id: file.id })).id).toBe(file.id);
  });

  it('is not taken as something else than was announced', async () => {
    const { id, put } = await member.api.attachments.create({ slug, ...described('a.png', PNG) });
    expect(put.headers['content-type']).toBe('application/octet-stream');
    const mismatch = { code: 'length_mismatch' };
    await expect(member.api.attachments.complete({ id })).rejects.toMatchObject(mismatch);
    const other = Buffer.from(PNG);
    other[60] = 99;
    expect(await putBytes(member, put, other)).toBe(400);
    expect(await putBytes(member, put, Buffer.from('short'))).toBe(403);
    // Bytes that changed in the store.
    const [row] = await test.ctx.db.select().from(commentAttachments).where(eq(commentAttachments.id, id));
    await test.ctx.storage.put(row?.key ?? '', other, { contentType: 'x/x', sizeBytes: other.byteLength });
    await expect(member.api.attachments.complete({ id })).rejects.toMatchObject(mismatch);
    await expect(say(member, [{ id }])).rejects.toMatchObject(invalid);
    expect(await putBytes(member, put, PNG)).toBe(200);
    const twice = [
      await member.api.attachments.complete({ id }),
      await member.api.attachments.complete({ id }),
    ];
    expect(twice[1]).toEqual(twice[0]);
  });

  it('has its limits', async () => {
    const create = (sizeBytes: number) =>
      member.api.attachments.create({ slug, ...described('a', PNG), sizeBytes });
    await expect(create(0)).rejects.toMatchObject({
      ...invalid,
      body: { message: expect.stringMatching(/empty/) },
    });
    await expect(create(MAX_ATTACHMENT_BYTES + 1)).rejects.toMatchObject({
      ...invalid,
      body: { message: expect.stringMatching(/25 MB/) },
    });
    await create(MAX_ATTACHMENT_BYTES);
    const files = [];
    for (let i = 0; i <= MAX_ATTACHMENTS; i++) files.push(await attach(member, slug, `${i}.png`, PNG));
    await expect(say(member, files)).rejects.toMatchObject({
      ...invalid,
      body: { message: expect.stringMatching(/10 files/) },
    });
    await say(member, files.slice(1));
    await expect(say(member, [], { body: ' ' })).rejects.toMatchObject(invalid);
    await expect(say(member, [{ id: AttachmentId.parse(randomUUID()) }])).rejects.toMatchObject(invalid);
  });

  it('waits with few others to be sent', async () => {
    const eager = await joinAs(test, owner, 'member', 'Eve Eager');
    const create = () => eager.api.attachments.create({ slug, ...described('a', PNG) });
    for (let i = 0; i < 60; i++) await create();
    await expect(create()).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('what is hostile', () => {
  it.each([...HOSTILE_FILES, { name: 'note.txt', bytes: Buffer.from('hello') }])(
    'is only ever saved: $name',
    async ({ name, bytes }) => {
      const file = await attach(member, slug, name, bytes);
      expect(file).toMatchObject({ viewUrl: null, contentType: 'application/octet-stream', width: null });
      await say(member, [file]);
      for (const url of [file.downloadUrl, file.downloadUrl.replace('/download', '')]) {
        const served = await fetchMedia(author, url);
        expect(Object.fromEntries(served.headers)).toMatchObject({
          'content-type': 'application/octet-stream',
          'content-disposition': expect.stringMatching(/^attachment; /),
          'x-content-type-options': 'nosniff',
          'content-security-policy': "sandbox; default-src 'none'",
        });
      }
    },
  );

  it('is a picture and nothing else where it begins as one', async () => {
    const file = await attach(member, slug, 'page.html', polyglot());
    const shown = await fetchMedia(member, file.viewUrl ?? '');
    expect(shown.headers.get('content-type')).toBe('image/gif');
    expect(shown.headers.get('x-content-type-options')).toBe('nosniff');
    expect(shown.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
  });

  it('has a name without folders, controls and turned text', async () => {
    const names = {
      '../../../etc/passwd': 'passwd',
      'C:\\Windows\\evil.exe': 'evil.exe',
      'photo\u202Egnp.exe': 'photognp.exe',
      'a\r\nSet-Cookie: x=1;.txt': 'a Set-Cookie: x=1;.txt',
      '\u0000': 'file',
      [`${'n'.repeat(990)}.pdf`]: `${'n'.repeat(196)}.pdf`,
    };
    for (const [given, kept] of Object.entries(names)) {
      const file = await attach(member, slug, given, Buffer.from(given));
      expect(file.fileName).toBe(kept);
      const { headers } = await fetchMedia(member, file.downloadUrl);
      expect(headers.has('set-cookie')).toBe(false);
      expect(headers.get('content-disposition')).toContain(encodeURIComponent(kept).slice(0, 20));
    }
  });
});

describe('an edit', () => {
  it('adds, removes and orders files; one that was removed is gone', async () => {
    const [one, two, three] = [
      await attach(member, slug, '1.png', PNG),
      await attach(member, slug, '2.png', PNG),
      await attach(member, slug, '3.png', PNG),
    ];
    const { id } = await say(member, [one, two], { body: '' });
    const update = (revision: number, files: { id: AttachmentId }[] | undefined, body = '') =>
      member.api.comments.update({ id, body, revision, attachmentIds: files?.map((file) => file.id) });
    expect((await update(1, undefined, 'Words')).attachments).toHaveLength(2);
    const second = await update(2, [three, two]);
    expect(second.attachments.map(({ fileName }) => fileName)).toEqual(['3.png', '2.png']);
    expect(await statusOf(member, one.viewUrl ?? '')).toBe(404);
    await expect(update(3, [one])).rejects.toMatchObject(invalid);
    await expect(update(3, [])).rejects.toMatchObject(invalid);
    await expect(update(2, [two])).rejects.toMatchObject({ code: 'conflict' });
    await expect(member.api.attachments.remove({ id: two.id })).rejects.toMatchObject(notFound);
    // Whoever edits can't take a file out of another comment.
    const other = await say(member, []);
    await expect(
      member.api.comments.update({ id: other.id, body: 'x', revision: 1, attachmentIds: [two.id] }),
    ).rejects.toMatchObject(invalid);
    expect((await author.api.comments.get({ id })).attachments).toHaveLength(2);
  });

  it('of two comments that want the same file one has it', async () => {
    const file = await attach(member, slug, '1.png', PNG);
    const results = await Promise.allSettled([say(member, [file]), say(member, [file]), say(member, [file])]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await author.api.comments.list({ slug })).toHaveLength(1);
  });

  it('sent twice makes one comment with its files', async () => {
    const file = await attach(member, slug, '1.png', PNG);
    const id = (await say(member, [])).id;
    const again = { id: randomUUID() as typeof id };
    const [first, second] = [await say(member, [file], again), await say(member, [file], again)];
    expect(second.attachments.map((one) => one.id)).toEqual([file.id]);
    expect(second.id).toBe(first.id);
  });
});

describe('ends', () => {
  it('with its comment, its thread and its video, and comes back with them', async () => {
    const file = await attach(member, slug, '1.png', PNG);
    const thread = await say(author, []);
    const reply = await say(member, [file], { parentId: thread.id });
    const url = reply.attachments[0]?.downloadUrl ?? '';
    for (const id of [reply.id, thread.id]) {
      expect(await statusOf(author, url)).toBe(200);
      await owner.api.comments.remove({ id });
      expect(await statusOf(author, url)).toBe(404);
      await expect(author.api.attachments.get({ id: file.id })).rejects.toMatchObject(notFound);
      await owner.api.comments.restore({ id });
    }
    expect(await statusOf(author, url)).toBe(200);
    await author.api.videos.remove({ slug });
    test.clock.advance(10_000);
    expect(await statusOf(author, url)).toBe(410);
    test.clock.advance(31 * DAY);
    await purgeDeletedVideos(test.ctx);
    expect(await rowsOf(file.id)).toBe(0);
  });

  it('after a minute for who has a URL of the store', async () => {
    const file = await attach(member, slug, '1.png', PNG);
    const redirect = await member.fetch(file.viewUrl ?? '');
    expect(redirect.headers.get('cache-control')).toBe('private, max-age=30');
    const store = new URL(redirect.headers.get('location') ?? '', 'http://localhost');
    expect(Number(store.searchParams.get('e')) * 1000 - Date.now()).toBeLessThanOrEqual(46_000);
  });

  it('with the membership of whoever looks', async () => {
    const leaver = await joinAs(test, owner, 'member', 'Lea Leaver');
    const file = await attach(member, slug, '1.png', PNG);
    const { id } = await say(member, [file]);
    const url = (await leaver.api.comments.get({ id })).attachments[0]?.viewUrl ?? '';
    expect(await statusOf(leaver, url)).toBe(200);
    await owner.api.members.remove({ userId: leaver.id } as Parameters<
      TestPerson['api']['members']['remove']
    >[0]);
    test.clock.advance(10_000);
    expect(await statusOf(leaver, url)).toBe(410);
  });

  it('when nobody can get at it any more, and not before', async () => {
    const make = () => attach(member, slug, '1.png', PNG);
    const [removed, unsent, taken, deleted, reply, kept] = [
      await make(),
      await make(),
      await make(),
      await make(),
      await make(),
      await make(),
    ];
    const pending = await member.api.attachments.create({ slug, ...described('a', PNG) });
    const stored = async (id: string) =>
      (await test.ctx.storage.head(
        `workspaces/${await workspaceId()}/videos/${videoId}/attachments/${id}`,
      )) !== null;
    await member.api.attachments.remove({ id: removed.id });
    expect([await rowsOf(removed.id), await stored(removed.id)]).toEqual([0, false]);
    const edited = await say(member, [taken]);
    await member.api.comments.update({ id: edited.id, body: 'x', revision: 1, attachmentIds: [] });
    const gone = await say(member, [deleted]);
    await member.api.comments.remove({ id: gone.id });
    await say(member, [kept]);
    const thread = await say(author, []);
    await say(member, [reply], { parentId: thread.id });
    await author.api.comments.remove({ id: thread.id });
    const left = async () => {
      await sweepAttachments(test.ctx);
      const ids = [unsent.id, pending.id, taken.id, deleted.id, reply.id, kept.id];
      return Promise.all(ids.map(async (id) => (await rowsOf(id)) === 1));
    };
    expect(await left()).toEqual([true, true, false, true, true, true]);
    test.clock.advance(2 * DAY);
    expect(await left()).toEqual([true, false, false, true, true, true]);
    test.clock.advance(6 * DAY);
    expect(await left()).toEqual([false, false, false, true, true, true]);
    test.clock.advance(22 * DAY + 1000);
    await expect(member.api.comments.restore({ id: gone.id })).rejects.toMatchObject({ code: 'gone' });
    expect(await left()).toEqual([false, false, false, true, true, true]);
    test.clock.advance(2 * DAY);
    expect(await left()).toEqual([false, false, false, false, false, true]);
    expect([await stored(deleted.id), await stored(unsent.id), await stored(kept.id)]).toEqual([
      false,
      false,
      true,
    ]);
  });
});

async function workspaceId(): Promise<string> {
  const [video] = await test.ctx.db.select().from(videos).where(eq(videos.id, videoId));
  return video?.workspaceId ?? '';
}
