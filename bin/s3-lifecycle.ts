import { loadConfig } from '#server/config.ts';
import { applyLifecycle } from '#server/storage/s3-lifecycle.ts';

/** `bin/s3-lifecycle`: sets the bucket's rule that ends forgotten multipart uploads. */
const { storage } = loadConfig();
if (storage.kind !== 's3') {
  console.error('There is no S3 storage: set S3_BUCKET and the other S3_* variables as for the server.');
  process.exit(2);
}
const rules = await applyLifecycle(storage);
for (const { ID, Status } of rules) console.log(`${storage.bucket}: ${ID ?? 'a rule'} (${Status ?? '?'})`);
