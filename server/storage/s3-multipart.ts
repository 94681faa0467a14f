import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListPartsCommand,
  S3ServiceException,
  UploadPartCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { AppError } from '#shared/errors.ts';
import type { ObjectInfo, PresignedRequest, Storage, StoredPart } from './storage.ts';

interface S3Access {
  s3: S3Client;
  /** Bucket and checked key. */
  at: (key: string) => { Bucket: string; Key: string };
  sign: (
    method: 'PUT' | 'GET',
    command: UploadPartCommand,
    seconds: number,
    headers: Record<string, string>,
  ) => Promise<PresignedRequest>;
  head: (key: string) => Promise<ObjectInfo | null>;
  need: (key: string) => Promise<ObjectInfo>;
}

type Multipart = Pick<
  Storage,
  'createMultipart' | 'presignPart' | 'listParts' | 'completeMultipart' | 'abortMultipart'
>;

/** The multipart half of the S3 storage. */
export function createS3Multipart({ s3, at, sign, head, need }: S3Access): Multipart {
  return {
    async createMultipart(key, { contentType }) {
      const made = await s3.send(new CreateMultipartUploadCommand({ ...at(key), ContentType: contentType }));
      if (!made.UploadId) throw new Error('the store gave no upload id');
      return { uploadId: made.UploadId };
    },
    async presignPart({ key, uploadId, partNumber, sizeBytes, md5, expiresInSeconds }) {
      const ContentMD5 = md5 === undefined ? null : Buffer.from(md5, 'hex').toString('base64');
      const command = new UploadPartCommand({
        ...at(key),
        UploadId: uploadId,
        PartNumber: partNumber,
        ContentLength: sizeBytes,
        ...(ContentMD5 === null ? {} : { ContentMD5 }),
      });
      return sign('PUT', command, expiresInSeconds, ContentMD5 === null ? {} : { 'content-md5': ContentMD5 });
    },
    async listParts(key, uploadId) {
      const parts: StoredPart[] = [];
      let marker: string | undefined;
      do {
        const page = await s3
          .send(
            new ListPartsCommand({
              ...at(key),
              UploadId: uploadId,
              ...(marker ? { PartNumberMarker: marker } : {}),
            }),
          )
          .catch((error: unknown) => {
            throw isMissing(error) ? noSuchUpload() : error;
          });
        for (const part of page.Parts ?? []) {
          parts.push({ partNumber: part.PartNumber ?? 0, sizeBytes: part.Size ?? 0, etag: part.ETag ?? '' });
        }
        marker = page.IsTruncated ? page.NextPartNumberMarker : undefined;
      } while (marker);
      return parts;
    },
    async completeMultipart(key, uploadId, parts) {
      const sorted = parts.toSorted((a, b) => a.partNumber - b.partNumber);
      const Parts = sorted.map((part) => ({ PartNumber: part.partNumber, ETag: part.etag }));
      try {
        await s3.send(
          new CompleteMultipartUploadCommand({ ...at(key), UploadId: uploadId, MultipartUpload: { Parts } }),
        );
      } catch (error) {
        const name = error instanceof S3ServiceException ? error.name : '';
        if (['InvalidPart', 'InvalidPartOrder', 'MalformedXML', 'EntityTooSmall'].includes(name)) {
          throw new AppError('conflict', 'A part is missing or was replaced. Upload it again.');
        }
        // Completed by an earlier try whose answer was lost, or cancelled.
        if (!isMissing(error) || !(await head(key))) throw isMissing(error) ? noSuchUpload() : error;
      }
      return need(key);
    },
    async abortMultipart(key, uploadId) {
      await s3
        .send(new AbortMultipartUploadCommand({ ...at(key), UploadId: uploadId }))
        .catch((error: unknown) => {
          if (!isMissing(error)) throw error;
        });
    },
  };
}

export function isMissing(error: unknown): boolean {
  return (
    error instanceof S3ServiceException &&
    (error.$metadata.httpStatusCode === 404 || ['NoSuchKey', 'NoSuchUpload', 'NotFound'].includes(error.name))
  );
}

function noSuchUpload(): AppError {
  return new AppError('not_found', 'This upload does not exist or was cancelled. Start it again.');
}
