import { join } from 'node:path';
import { requireSecret, type Config } from '#server/config.ts';
import { createDiskStorage } from './disk-storage.ts';
import { createS3Storage } from './s3-storage.ts';
import type { Storage } from './storage.ts';

/** The storage that the configuration asks for. */
export function createStorage(config: Config): Storage {
  if (config.storage.kind === 's3') return createS3Storage(config.storage);
  return createDiskStorage({ rootDir: join(config.dataDir, 'files'), secret: requireSecret(config) });
}
