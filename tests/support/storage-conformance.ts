import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PresignedRequest, Storage } from '#server/storage/storage.ts';

export interface StorageUnderTest extends AsyncDisposable {
  storage: Storage;
  /** Sends a presigned request as a browser would. */
  send(url: string, init?: RequestInit): Promise<Response>;
}

const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex');
const MIB = 1024 * 1024;

async function bytesOf(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** One suite for every store: what holds for one holds for the other. */
export function describeStorageConformance(name: string, make: () => Promise<StorageUnderTest>): void {
  describe(`${name} as storage`, () => {
    let under: StorageUnderTest;
    let storage: Storage;
    let count = 0;
    const newKey = (extension = 'bin') => `conformance/${Date.now()}-${count++}/object.${extension}`;
    beforeAll(async () => {
      under = await make();
      ({ storage } = under);
    });
    afterAll(() => under[Symbol.asyncDispose]());

    const put = async (request: PresignedRequest, body: Uint8Array, headers: Record<string, string> = {}) =>
      (
        await under.send(request.url, {
          method: 'PUT',
          headers: { ...request.headers, 'content-length': String(body.byteLength), ...headers },
          body: body as BodyInit,
        })
      ).status;
    const presignPut = (key: string, body: Uint8Array, expiresInSeconds = 60) =>
      storage.presignPut({
        key,
        sizeBytes: body.byteLength,
        md5: md5(body),
        contentType: 'application/octet-stream',
        expiresInSeconds,
      });

    it('stores, describes, ranges, lists and deletes', async () => {
      const key = newKey();
      const body = randomBytes(300_000);
      const info = await storage.put(key, body, {
        contentType: 'application/octet-stream',
        sizeBytes: body.length,
      });
      expect(info).toMatchObject({ key, sizeBytes: 300_000 });
      expect((await storage.head(key))?.md5).toBe(md5(body));
      expect(await bytesOf((await storage.get(key)).body)).toEqual(body);
      const part = await storage.get(key, { start: 100, end: 199 });
      expect(part).toMatchObject({ contentLength: 100, info: { sizeBytes: 300_000 } });
      expect(await bytesOf(part.body)).toEqual(body.subarray(100, 200));
      await expect(storage.get(key, { start: 400_000 })).rejects.toMatchObject({ code: 'bad_request' });
      const listed = [];
      for await (const object of storage.list(key.slice(0, -5))) listed.push(object.key);
      expect(listed).toEqual([key]);
      await storage.delete([key, newKey()]);
      expect(await storage.head(key)).toBeNull();
      await expect(storage.get(key)).rejects.toMatchObject({ code: 'not_found' });
    });

    it('takes files and gives files, replacing what was there', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'conformance-'));
      const key = newKey('mp4');
      for (const size of [0, 1, 2 * MIB]) {
        const body = randomBytes(size);
        await writeFile(join(folder, 'in'), body);
        await storage.putFile(key, join(folder, 'in'), { contentType: 'video/mp4' });
        expect(await storage.getToFile(key, join(folder, 'out'))).toMatchObject({
          sizeBytes: size,
          contentType: 'video/mp4',
        });
        expect(await readFile(join(folder, 'out'))).toEqual(body);
      }
      await rm(folder, { recursive: true });
    });

    it('refuses keys that lead elsewhere', async () => {
      for (const key of ['../escape', '/absolute', 'a/../../b', 'a//b', 'nul\0', '']) {
        await expect(storage.head(key)).rejects.toMatchObject({ code: 'bad_request' });
      }
    });

    describe('presigned PUT', () => {
      it('takes exactly what was signed', async () => {
        const key = newKey();
        const body = randomBytes(50_000);
        expect(await put(await presignPut(key, body), body)).toBe(200);
        expect(await storage.head(key)).toMatchObject({ sizeBytes: 50_000, md5: md5(body) });
      });

      it('refuses other bytes, lengths, methods, keys and times, and stores nothing', async () => {
        const key = newKey();
        const body = randomBytes(1000);
        const signed = await presignPut(key, body);
        expect(await put(signed, randomBytes(1000))).toBe(400);
        expect(await put(signed, randomBytes(999))).toBeGreaterThanOrEqual(400);
        expect(await put(signed, randomBytes(1001))).toBeGreaterThanOrEqual(400);
        expect((await under.send(signed.url)).status).toBe(403);
        expect(await put({ ...signed, url: signed.url.replace('object.bin', 'other.bin') }, body)).toBe(403);
        expect(await put({ ...signed, url: signed.url.split('?')[0] ?? '' }, body)).toBe(403);
        const tampered = signed.url.replace(
          /((?:X-Amz-Signature|[?&]s)=)(.)/,
          (_, name: string, c: string) => name + (c === 'a' ? 'b' : 'a'),
        );
        expect(await put({ ...signed, url: tampered }, body)).toBe(403);
        const extended = signed.url.replace(
          /(X-Amz-Expires|[?&]e)=(\d+)/,
          (_, name: string, n: string) => `${name}=${Number(n) + 1000}`,
        );
        expect(await put({ ...signed, url: extended }, body)).toBe(403);
        expect(await storage.head(key)).toBeNull();
      });

      it('ends', async () => {
        const body = randomBytes(10);
        const signed = await presignPut(newKey(), body, 1);
        await new Promise((resolve) => setTimeout(resolve, 2100));
        expect(await put(signed, body)).toBe(403);
      });
    });

    describe('presigned GET', () => {
      it('gives the whole, ranges, and a name to save it under; nothing without the signature', async () => {
        const key = newKey('mp4');
        const body = randomBytes(5000);
        await storage.put(key, body, { contentType: 'video/mp4', sizeBytes: 5000 });
        const { url } = await storage.presignGet({
          key,
          expiresInSeconds: 60,
          downloadName: 'Résumé “1”.mp4',
        });
        const whole = await under.send(url);
        expect(whole.status).toBe(200);
        expect(whole.headers.get('content-type')).toBe('video/mp4');
        expect(whole.headers.get('content-disposition')).toContain("filename*=UTF-8''R%C3%A9sum%C3%A9");
        expect(Buffer.from(await whole.arrayBuffer())).toEqual(body);
        const part = await under.send(url, { headers: { range: 'bytes=4990-' } });
        expect(part.status).toBe(206);
        expect(part.headers.get('content-range')).toBe('bytes 4990-4999/5000');
        expect(Buffer.from(await part.arrayBuffer())).toEqual(body.subarray(4990));
        expect((await under.send(url, { headers: { range: 'bytes=9000-' } })).status).toBe(416);
        expect((await under.send(url.split('?')[0] ?? '')).status).toBe(403);
        expect(
          (await under.send(url, { method: 'PUT', body: 'x', headers: { 'content-length': '1' } })).status,
        ).toBe(403);
        expect((await under.send(url.replace('object.mp4', 'object2.mp4'))).status).toBe(403);
      });

      it('gives it as the type that was signed, and no other', async () => {
        const key = newKey();
        const body = randomBytes(500);
        await storage.put(key, body, { contentType: 'application/octet-stream', sizeBytes: 500 });
        const { url } = await storage.presignGet({
          key,
          expiresInSeconds: 60,
          contentType: 'image/png',
          viewName: 'Résumé.png',
        });
        const shown = await under.send(url);
        expect(shown.headers.get('content-type')).toBe('image/png');
        expect(shown.headers.get('content-disposition')).toMatch(/^inline; .*R%C3%A9sum%C3%A9\.png/);
        expect(Buffer.from(await shown.arrayBuffer())).toEqual(body);
        for (const other of ['text%2Fhtml', 'image%2Fsvg%2Bxml'])
          expect((await under.send(url.replace('image%2Fpng', other))).status).toBe(403);
        const saved = await storage.presignGet({
          key,
          expiresInSeconds: 60,
          contentType: 'application/octet-stream',
          downloadName: 'page.html',
        });
        const { headers } = await under.send(saved.url);
        expect(headers.get('content-type')).toBe('application/octet-stream');
        expect(headers.get('content-disposition')).toMatch(/^attachment; .*page\.html/);
      });
    });

    describe('multipart', () => {
      const sendPart = async (key: string, uploadId: string, partNumber: number, body: Uint8Array) =>
        put(
          await storage.presignPart({
            key,
            uploadId,
            partNumber,
            sizeBytes: body.byteLength,
            expiresInSeconds: 60,
          }),
          body,
        );

      it('joins parts sent in any order and again, resumes by what has arrived, and completes twice', async () => {
        const key = newKey('mp4');
        const [one, two] = [randomBytes(5 * MIB), randomBytes(123)];
        const { uploadId } = await storage.createMultipart(key, { contentType: 'video/mp4' });
        expect(await sendPart(key, uploadId, 2, two)).toBe(200);
        expect(await storage.listParts(key, uploadId)).toMatchObject([{ partNumber: 2, sizeBytes: 123 }]);
        expect(await sendPart(key, uploadId, 1, randomBytes(5 * MIB))).toBe(200);
        expect(await sendPart(key, uploadId, 1, one)).toBe(200);
        const parts = await storage.listParts(key, uploadId);
        expect(parts.map((part) => part.sizeBytes)).toEqual([5 * MIB, 123]);
        const info = await storage.completeMultipart(key, uploadId, parts.toReversed());
        expect(info.sizeBytes).toBe(5 * MIB + 123);
        expect(await bytesOf((await storage.get(key)).body)).toEqual(Buffer.concat([one, two]));
        expect((await storage.completeMultipart(key, uploadId, parts)).sizeBytes).toBe(info.sizeBytes);
      });

      it('refuses a missing part, another length, and goes away when aborted', async () => {
        const key = newKey();
        const { uploadId } = await storage.createMultipart(key, { contentType: 'application/octet-stream' });
        const signed = await storage.presignPart({
          key,
          uploadId,
          partNumber: 1,
          sizeBytes: 100,
          expiresInSeconds: 60,
        });
        expect(await put(signed, randomBytes(99))).toBeGreaterThanOrEqual(400);
        expect(await put(signed, randomBytes(101))).toBeGreaterThanOrEqual(400);
        expect(await put(signed, randomBytes(100))).toBe(200);
        const body = randomBytes(100);
        const bound = await storage.presignPart({
          key,
          uploadId,
          partNumber: 1,
          sizeBytes: 100,
          md5: createHash('md5').update(body).digest('hex'),
          expiresInSeconds: 60,
        });
        expect(await put(bound, randomBytes(100))).toBeGreaterThanOrEqual(400);
        expect(await put(bound, body)).toBe(200);
        const missing = [{ partNumber: 1, etag: '"00000000000000000000000000000000"' }];
        await expect(storage.completeMultipart(key, uploadId, missing)).rejects.toMatchObject({
          code: 'conflict',
        });
        await storage.abortMultipart(key, uploadId);
        await expect(storage.listParts(key, uploadId)).rejects.toMatchObject({ code: 'not_found' });
        expect(await storage.head(key)).toBeNull();
      });
    });

    it('says when it can be used', async () => {
      await expect(storage.check()).resolves.toBeUndefined();
    });
  });
}
