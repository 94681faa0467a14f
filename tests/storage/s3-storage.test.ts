import { randomUUID } from 'node:crypto';
import { describe, inject } from 'vitest';
import { createS3Storage } from '#server/storage/s3-storage.ts';
import { describeStorageConformance } from '../support/storage-conformance.ts';

const s3 = inject('s3');

describe.skipIf('skipped' in s3)('S3', () => {
  describeStorageConformance('Ceph RGW', async () => {
    if ('skipped' in s3) throw new Error(s3.skipped);
    const storage = createS3Storage({
      kind: 's3',
      ...s3.access,
      region: 'us-east-1',
      bucket: `conformance-${randomUUID().slice(0, 8)}`,
      forcePathStyle: true,
      createBucket: true,
    });
    await storage.prepare(['http://localhost']);
    return {
      storage,
      send: (url, init) => fetch(url, init),
      [Symbol.asyncDispose]: () => Promise.resolve(storage[Symbol.asyncDispose]()),
    };
  });
});
