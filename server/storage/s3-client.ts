import { S3Client } from '@aws-sdk/client-s3';
import type { Config } from '#server/config.ts';

export type S3Config = Extract<Config['storage'], { kind: 's3' }>;

export function createS3Client(config: S3Config, endpoint: string | undefined = config.endpoint): S3Client {
  return new S3Client({
    ...(endpoint ? { endpoint } : {}),
    region: config.region,
    forcePathStyle: config.forcePathStyle,
    credentials: { accessKeyId: config.accessKeyId, secretAccessKey: config.secretAccessKey },
    // Stores other than AWS don't know the newer checksums; Content-MD5 and lengths are bound instead.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 4,
  });
}
