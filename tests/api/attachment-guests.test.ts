import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { VideoSlug } from '#shared/ids.ts';
import { attach, described, fetchMedia } from '../support/attach.ts';
import { joinAs, makeReadyVideo, setUpOwner, type TestPerson } from '../support/factories.ts';
import { HOSTILE_FILES, PDF, pictureBytes } from '../support/sample-files.ts';
import { comeIn, makeLink } from '../support/share.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

const PNG = pictureBytes('image/png');
const forbidden = { code: 'forbidden' };
const notFound = { code: 'not_found' };

let test: TestApp;
let author: TestPerson;
let slug: VideoSlug;
beforeAll(async () => {
  test = await makeTestApp({ RATE_LIMIT_FACTOR: '10' });
  author = await joinAs(test, await setUpOwner(test), 'member', 'Art Author');
});
beforeEach(async () => {
  ({ slug } = await makeReadyVideo(test, author));
});
afterAll(() => test[Symbol.asyncDispose]());

const comeInBy = async (canComment: boolean) => {
  const { token, link } = await makeLink(author, slug, { allows: { canComment, canDownload: false } });
  return { link, guest: await comeIn(test, token), other: await comeIn(test, token, { name: 'Gil' }) };
};

describe('a guest', () => {
  it('attaches files where the link allows comments', async () => {
    const { guest, other, link } = await comeInBy(true);
    const file = await attach(guest, slug, 'idea.png', PNG);
    await expect(other.api.attachments.get({ id: file.id })).rejects.toMatchObject(notFound);
    await expect(
      other.api.comments.create({ slug, body: 'mine', attachmentIds: [file.id] }),
    ).rejects.toMatchObject({ code: 'invalid_input' });
    await guest.api.comments.create({ slug, body: '', attachmentIds: [file.id] });
    const [seen] = await author.api.comments.list({ slug });
    expect(seen).toMatchObject({ author: { isGuest: true }, attachments: [{ fileName: 'idea.png' }] });
    expect((await fetchMedia(author, seen?.attachments[0]?.viewUrl ?? '')).bytes).toEqual(PNG);
    expect((await other.api.attachments.get({ id: file.id })).id).toBe(file.id);
    const late = await attach(guest, slug, 'late.png', PNG);
    await author.api.shareLinks.update({ id: link.id, allows: { canComment: false } });
    await expect(guest.api.attachments.create({ slug, ...described('more.png', PNG) })).rejects.toMatchObject(
      forbidden,
    );
    await expect(guest.api.attachments.remove({ id: late.id })).rejects.toMatchObject(forbidden);
  });

  it('sees the files of this video and of no other', async () => {
    const { guest } = await comeInBy(false);
    const here = await attach(author, slug, 'brief.pdf', PDF);
    await author.api.comments.create({ slug, body: 'Read this', attachmentIds: [here.id] });
    const [comment] = await guest.api.comments.list({ slug });
    const [file] = comment?.attachments ?? [];
    const shown = await fetchMedia(guest, file?.viewUrl ?? '');
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect((await fetchMedia(guest, file?.downloadUrl ?? '')).status).toBe(200);
    await expect(guest.api.attachments.create({ slug, ...described('no.png', PNG) })).rejects.toMatchObject(
      forbidden,
    );
    const elsewhere = await makeReadyVideo(test, author);
    const hidden = await attach(author, elsewhere.slug, 'secret.pdf', PDF);
    await author.api.comments.create({ slug: elsewhere.slug, body: 'x', attachmentIds: [hidden.id] });
    await expect(guest.api.attachments.get({ id: hidden.id })).rejects.toMatchObject(notFound);
    const guessed = (file?.downloadUrl ?? '').replace(here.id, hidden.id);
    expect((await fetchMedia(guest, guessed)).status).toBe(404);
    await expect(
      guest.api.attachments.create({ slug: elsewhere.slug, ...described('no.png', PNG) }),
    ).rejects.toMatchObject(forbidden);
  });

  it('has nothing of it any more once the link is revoked', async () => {
    const { guest, link } = await comeInBy(true);
    const file = await attach(guest, slug, 'idea.png', PNG);
    await guest.api.comments.create({ slug, body: '', attachmentIds: [file.id] });
    expect((await fetchMedia(guest, file.downloadUrl)).status).toBe(200);
    await author.api.shareLinks.revoke({ id: link.id });
    await expect(guest.api.attachments.get({ id: file.id })).rejects.toMatchObject({ code: 'gone' });
    test.clock.advance(10_000);
    expect((await fetchMedia(guest, file.downloadUrl)).status).toBe(410);
    expect((await author.api.attachments.get({ id: file.id })).id).toBe(file.id);
  });
});

const s3 = inject('s3');

describe.skipIf('skipped' in s3)('on S3', () => {
  it('pictures are shown, all else is saved, and other bytes are refused', async () => {
    if ('skipped' in s3) throw new Error(s3.skipped);
    await using stored = await makeTestApp({
      S3_BUCKET: `attachments-${randomUUID().slice(0, 8)}`,
      S3_ENDPOINT: s3.access.endpoint,
      S3_ACCESS_KEY_ID: s3.access.accessKeyId,
      S3_SECRET_ACCESS_KEY: s3.access.secretAccessKey,
      S3_CREATE_BUCKET: 'true',
    });
    const someone = await setUpOwner(stored);
    const video = await makeReadyVideo(stored, someone);
    const upload = async (name: string, bytes: Buffer<ArrayBuffer>) => {
      const { id, put } = await someone.api.attachments.create({
        slug: video.slug,
        ...described(name, bytes),
      });
      const other = Buffer.from(bytes);
      other[0] = (other[0] ?? 0) ^ 1;
      expect((await fetch(put.url, { method: 'PUT', headers: put.headers, body: other })).status).toBe(400);
      await expect(someone.api.attachments.complete({ id })).rejects.toMatchObject({
        code: 'length_mismatch',
      });
      expect((await fetch(put.url, { method: 'PUT', headers: put.headers, body: bytes })).status).toBe(200);
      return someone.api.attachments.complete({ id });
    };
    const png = await upload('Übersicht.png', PNG);
    const shown = await fetchMedia(someone, png.viewUrl ?? '');
    expect([shown.headers.get('content-type'), shown.bytes]).toEqual(['image/png', PNG]);
    for (const { name, bytes } of HOSTILE_FILES.slice(0, 3)) {
      const file = await upload(name, bytes);
      for (const url of [file.downloadUrl, file.downloadUrl.replace('/download', '')]) {
        const { headers } = await fetchMedia(someone, url);
        expect(headers.get('content-type')).toBe('application/octet-stream');
        expect(headers.get('content-disposition')).toMatch(/^attachment; /);
      }
    }
    const saved = await fetchMedia(someone, png.downloadUrl);
    expect(saved.headers.get('content-disposition')).toContain("filename*=UTF-8''%C3%9Cbersicht.png");
    await someone.api.attachments.remove({ id: png.id });
    expect((await fetchMedia(someone, png.downloadUrl)).status).toBe(404);
  });
});
