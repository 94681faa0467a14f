import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  CreateBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketCorsCommand,
  PutObjectCommand,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { AppError } from '#shared/errors.ts';
import { contentDisposition } from './content-disposition.ts';
import { isValidKey } from './object-keys.ts';
import { createS3Client, type S3Config } from './s3-client.ts';
import { createS3Multipart, isMissing } from './s3-multipart.ts';
import type { ObjectInfo, PresignedRequest, Storage, StoredPart } from './storage.ts';

/** A file larger than this goes up in parts of this size. */
const PART_BYTES = 64 * 1024 * 1024;

/** Any S3-compatible store through the AWS SDK. Signed headers bind a PUT to its length, MD5 and content type. */
export function createS3Storage(config: S3Config): Storage {
  const s3 = createS3Client(config);
  const signer = config.publicEndpoint ? createS3Client(config, config.publicEndpoint) : s3;
  const at = (key: string) => {
    if (!isValidKey(key))
      throw new AppError('bad_request', `Not a valid object key: ${JSON.stringify(key).slice(0, 80)}`);
    return { Bucket: config.bucket, Key: key };
  };

  async function head(key: string): Promise<ObjectInfo | null> {
    try {
      const found = await s3.send(new HeadObjectCommand(at(key)));
      return {
        key,
        sizeBytes: found.ContentLength ?? 0,
        md5: md5Of(found.ETag),
        contentType: found.ContentType ?? 'application/octet-stream',
        modifiedAt: found.LastModified ?? new Date(0),
      };
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }
  async function need(key: string): Promise<ObjectInfo> {
    const info = await head(key);
    if (!info) throw new AppError('not_found', `There is no object ${key}.`);
    return info;
  }
  async function sign(
    method: 'PUT' | 'GET',
    command: PutObjectCommand | UploadPartCommand | GetObjectCommand,
    seconds: number,
    headers: Record<string, string>,
  ): Promise<PresignedRequest> {
    const names = new Set([...Object.keys(headers), 'host', ...(method === 'PUT' ? ['content-length'] : [])]);
    const url = await getSignedUrl(signer, command as PutObjectCommand, {
      expiresIn: seconds,
      signableHeaders: names,
      unhoistableHeaders: names,
    });
    return { method, url, headers, expiresAt: new Date(Date.now() + seconds * 1000) };
  }

  const multipart = createS3Multipart({ s3, at, sign, head, need });

  const storage: Storage = {
    kind: 's3',
    async put(key, body, { contentType, sizeBytes }) {
      await s3.send(
        new PutObjectCommand({ ...at(key), Body: body, ContentType: contentType, ContentLength: sizeBytes }),
      );
      return need(key);
    },
    async putFile(key, path, { contentType }) {
      await using file = await open(path, 'r');
      const { size } = await file.stat();
      if (size <= PART_BYTES)
        return storage.put(key, createReadStream(path), { contentType, sizeBytes: size });
      const { uploadId } = await storage.createMultipart(key, { contentType });
      try {
        const parts: StoredPart[] = [];
        for (let start = 0; start < size; start += PART_BYTES) {
          const end = Math.min(start + PART_BYTES, size) - 1;
          const partNumber = parts.length + 1;
          const sent = await s3.send(
            new UploadPartCommand({
              ...at(key),
              UploadId: uploadId,
              PartNumber: partNumber,
              Body: createReadStream(path, { start, end }),
              ContentLength: end - start + 1,
            }),
          );
          parts.push({ partNumber, sizeBytes: end - start + 1, etag: sent.ETag ?? '' });
        }
        return await storage.completeMultipart(key, uploadId, parts);
      } catch (error) {
        await storage.abortMultipart(key, uploadId).catch(() => undefined);
        throw error;
      }
    },
    async get(key, range) {
      try {
        const answer = await s3.send(
          new GetObjectCommand({
            ...at(key),
            ...(range ? { Range: `bytes=${range.start}-${range.end ?? ''}` } : {}),
          }),
        );
        if (!(answer.Body instanceof Readable)) throw new Error('the S3 client gave no stream');
        const total = Number(answer.ContentRange?.split('/').at(-1) ?? answer.ContentLength ?? 0);
        const info: ObjectInfo = {
          key,
          sizeBytes: total,
          md5: md5Of(answer.ETag),
          contentType: answer.ContentType ?? 'application/octet-stream',
          modifiedAt: answer.LastModified ?? new Date(0),
        };
        return { body: answer.Body, info, contentLength: answer.ContentLength ?? 0 };
      } catch (error) {
        if (isMissing(error)) throw new AppError('not_found', `There is no object ${key}.`);
        if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 416) {
          throw new AppError('bad_request', 'The range is outside of the object.');
        }
        throw error;
      }
    },
    async getToFile(key, path) {
      const { body, info } = await storage.get(key);
      await pipeline(body, createWriteStream(path));
      return info;
    },
    head,
    async delete(keys) {
      for (let from = 0; from < keys.length; from += 1000) {
        const Objects = keys.slice(from, from + 1000).map((key) => ({ Key: at(key).Key }));
        await s3.send(new DeleteObjectsCommand({ Bucket: config.bucket, Delete: { Objects, Quiet: true } }));
      }
    },
    async *list(prefix) {
      let token: string | undefined;
      do {
        const page = await s3.send(
          new ListObjectsV2Command({
            Bucket: config.bucket,
            Prefix: prefix,
            ...(token ? { ContinuationToken: token } : {}),
          }),
        );
        for (const object of page.Contents ?? []) {
          yield {
            key: object.Key ?? '',
            sizeBytes: object.Size ?? 0,
            md5: null,
            contentType: 'application/octet-stream',
            modifiedAt: object.LastModified ?? new Date(0),
          };
        }
        token = page.NextContinuationToken;
      } while (token);
    },
    async presignPut({ key, sizeBytes, md5, contentType, expiresInSeconds }) {
      const ContentMD5 = Buffer.from(md5, 'hex').toString('base64');
      const command = new PutObjectCommand({
        ...at(key),
        ContentLength: sizeBytes,
        ContentType: contentType,
        ContentMD5,
      });
      return sign('PUT', command, expiresInSeconds, {
        'content-type': contentType,
        'content-md5': ContentMD5,
      });
    },
    async presignGet({ key, expiresInSeconds, downloadName, viewName, contentType }) {
      const command = new GetObjectCommand({
        ...at(key),
        ...(downloadName ? { ResponseContentDisposition: contentDisposition(downloadName) } : {}),
        ...(viewName ? { ResponseContentDisposition: contentDisposition(viewName, 'inline') } : {}),
        ...(contentType ? { ResponseContentType: contentType } : {}),
      });
      return sign('GET', command, expiresInSeconds, {});
    },
    ...multipart,
    async prepare(webOrigins) {
      if (!config.createBucket) return;
      const exists = await s3.send(new HeadBucketCommand({ Bucket: config.bucket })).then(
        () => true,
        (error: unknown) => {
          if (isMissing(error)) return false;
          throw error;
        },
      );
      if (!exists) await s3.send(new CreateBucketCommand({ Bucket: config.bucket }));
      await s3.send(
        new PutBucketCorsCommand({
          Bucket: config.bucket,
          CORSConfiguration: {
            CORSRules: [
              {
                AllowedOrigins: webOrigins,
                AllowedMethods: ['GET', 'HEAD', 'PUT'],
                AllowedHeaders: ['*'],
                ExposeHeaders: ['ETag', 'Content-Range', 'Accept-Ranges', 'Content-Length'],
                MaxAgeSeconds: 3600,
              },
            ],
          },
        }),
      );
    },
    async check() {
      await s3.send(new HeadBucketCommand({ Bucket: config.bucket })).catch((error: unknown) => {
        const why = error instanceof Error ? error.name : 'no answer';
        throw new AppError(
          'unavailable',
          `The S3 bucket “${config.bucket}” can’t be reached (${why}). Check S3_*.`,
        );
      });
    },
    async [Symbol.asyncDispose]() {
      s3.destroy();
      if (signer !== s3) signer.destroy();
    },
  };
  return storage;
}

function md5Of(etag: string | undefined): string | null {
  return /^"?([0-9a-f]{32})"?$/.exec(etag ?? '')?.[1] ?? null;
}
