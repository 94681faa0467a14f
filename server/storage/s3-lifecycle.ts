import {
  GetBucketLifecycleConfigurationCommand,
  PutBucketLifecycleConfigurationCommand,
  S3ServiceException,
  type LifecycleRule,
  type S3Client,
} from '@aws-sdk/client-s3';
import { createS3Client, type S3Config } from './s3-client.ts';

const RULE_ID = 'playhead-incomplete-uploads';
/** A day more than our own sweep waits: the store only ever cleans up what we no longer know of. */
const DAYS = 8;

/**
 * Has the store end multipart uploads that nobody has completed for eight days, such as those of a server that was lost.
 * Objects are never expired by it: a segment that is there may still be needed. Rules of others stay as they are.
 */
export async function applyLifecycle(config: S3Config): Promise<LifecycleRule[]> {
  const s3 = createS3Client(config);
  try {
    const others = (await rulesOf(s3, config.bucket)).filter((rule) => rule.ID !== RULE_ID);
    const rule: LifecycleRule = {
      ID: RULE_ID,
      Status: 'Enabled',
      Filter: { Prefix: '' },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: DAYS },
    };
    await s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: config.bucket,
        LifecycleConfiguration: { Rules: [...others, rule] },
      }),
    );
    return await rulesOf(s3, config.bucket);
  } finally {
    s3.destroy();
  }
}

async function rulesOf(s3: S3Client, bucket: string): Promise<LifecycleRule[]> {
  try {
    return (await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: bucket }))).Rules ?? [];
  } catch (error) {
    if (error instanceof S3ServiceException && error.name === 'NoSuchLifecycleConfiguration') return [];
    throw error;
  }
}
