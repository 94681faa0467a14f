import { randomUUID } from 'node:crypto';
import { describe, expect, inject, it } from 'vitest';
import type { S3Config } from '#server/storage/s3-client.ts';
import { applyLifecycle } from '#server/storage/s3-lifecycle.ts';
import { createS3Storage } from '#server/storage/s3-storage.ts';
import { describeStorageConformance } from '../support/storage-conformance.ts';

const s3 = inject('s3');

function configOf(bucket: string): S3Config {
  if ('skipped' in s3) throw new Error(s3.skipped);
  return { kind: 's3', ...s3.access, region: 'us-east-1', bucket, forcePathStyle: true, createBucket: true };
}

describe.skipIf('skipped' in s3)('S3', () => {
  it('gets a rule against forgotten uploads, once, which never expires an object', async () => {
    const config = configOf(`lifecycle-${randomUUID().slice(0, 8)}`);
    await createS3Storage(config).prepare(['http://localhost']);
    await applyLifecycle(config);
    const rules = await applyLifecycle(config);
    expect(rules).toHaveLength(1);
    expect(rules[0]).toMatchObject({
      Status: 'Enabled',
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 8 },
    });
    expect(rules[0]?.Expiration).toBeUndefined();
  });

  describeStorageConformance('Ceph RGW', async () => {
    const storage = createS3Storage(configOf(`conformance-${randomUUID().slice(0, 8)}`));
    await storage.prepare(['http://localhost']);
    return {
      storage,
      send: (url, init) => fetch(url, init),
      [Symbol.asyncDispose]: () => Promise.resolve(storage[Symbol.asyncDispose]()),
    };
  });
});
