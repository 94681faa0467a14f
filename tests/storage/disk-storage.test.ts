import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { diskStorageRoutes, parseRange } from '#server/http/disk-storage-routes.ts';
import { createDiskStorage } from '#server/storage/disk-storage.ts';
import { tempFolder } from '../support/browser.ts';
import { describeStorageConformance, type StorageUnderTest } from '../support/storage-conformance.ts';

async function makeDisk(): Promise<StorageUnderTest & { origin: string; path: string }> {
  await using stack = new AsyncDisposableStack();
  const { path } = stack.use(await tempFolder());
  const storage = createDiskStorage({ rootDir: path, secret: 'a secret of the conformance suite' });
  await storage.prepare([]);
  const app = new Hono().route('/storage', diskStorageRoutes(storage));
  const server = createAdaptorServer({ fetch: app.fetch }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  stack.defer(() => void server.close());
  const owned = stack.move();
  return {
    storage,
    origin,
    path,
    send: (url, init) => fetch(new URL(url, origin), init),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

describeStorageConformance('disk', makeDisk);

it('shows nothing of a PUT that was cut off', async () => {
  await using disk = await makeDisk();
  const key = 'cut/off.bin';
  const signed = await disk.storage.presignPut({
    key,
    sizeBytes: 1000,
    md5: 'd41d8cd98f00b204e9800998ecf8427e',
    contentType: 'application/octet-stream',
    expiresInSeconds: 60,
  });
  const socket = connect(Number(new URL(disk.origin).port), '127.0.0.1');
  socket.write(
    `PUT ${signed.url} HTTP/1.1\r\nHost: x\r\nContent-Type: application/octet-stream\r\nContent-Length: 1000\r\n\r\nhalf`,
  );
  await new Promise((resolve) => setTimeout(resolve, 200));
  socket.destroy();
  await expect.poll(() => readdir(join(disk.path, 'incoming'))).toEqual([]);
  expect(await disk.storage.head(key)).toBeNull();
});

it('reads ranges as RFC 9110 has them', () => {
  expect(parseRange('bytes=0-9', 100)).toEqual({ start: 0, end: 9 });
  expect(parseRange('bytes=-10', 100)).toEqual({ start: 90, end: 99 });
  expect(parseRange('bytes=50-500', 100)).toEqual({ start: 50, end: 99 });
  expect(parseRange('bytes=100-', 100)).toBe('unsatisfiable');
  expect(parseRange('bytes=0-1,5-6', 100)).toBeUndefined();
});

it('is completed once, by however many at the same time', async () => {
  const SIZE = 1024 * 1024;
  await using disk = await makeDisk();
  for (let round = 0; round < 10; round++) {
    const key = `joined/${round}.bin`;
    const { uploadId } = await disk.storage.createMultipart(key, { contentType: 'application/octet-stream' });
    for (const partNumber of [1, 2, 3]) {
      const { url, headers } = await disk.storage.presignPart({
        key,
        uploadId,
        partNumber,
        sizeBytes: SIZE,
        expiresInSeconds: 60,
      });
      const sent = await disk.send(url, {
        method: 'PUT',
        headers: { ...headers, 'content-length': String(SIZE) },
        body: Buffer.alloc(SIZE, partNumber),
      });
      expect(sent.status).toBe(200);
    }
    const parts = await disk.storage.listParts(key, uploadId);
    const infos = await Promise.all(
      Array.from({ length: 6 }, async (_, i) => {
        // Some are in the middle of reading when the first one tidies up.
        await new Promise((resolve) => setTimeout(resolve, i * 2));
        return disk.storage.completeMultipart(key, uploadId, parts);
      }),
    );
    expect(new Set(infos.map(({ sizeBytes }) => sizeBytes))).toEqual(new Set([3 * SIZE]));
  }
});
