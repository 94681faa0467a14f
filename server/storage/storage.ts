import type { Readable } from 'node:stream';

/** What storage knows about a stored object. */
export interface ObjectInfo {
  key: string;
  sizeBytes: number;
  /** Lower-case hex MD5 of the bytes where the object was stored by one PUT; `null` for multipart objects. */
  md5: string | null;
  contentType: string;
  modifiedAt: Date;
}

/** An inclusive byte range, as in HTTP `Range: bytes=start-end`. */
export interface ByteRange {
  start: number;
  end?: number;
}

/** A request that a browser can make without further credentials: send exactly these headers. */
export interface PresignedRequest {
  method: 'PUT' | 'GET';
  /** Absolute URL on S3; a path on this server (`/storage/…`) on disk. */
  url: string;
  headers: Record<string, string>;
  expiresAt: Date;
}

/** One stored part of a multipart upload. Part numbers start at 1. */
export interface StoredPart {
  partNumber: number;
  sizeBytes: number;
  etag: string;
}

/**
 * Object storage. Two homes, one behaviour (held to it by `tests/support/storage-conformance.ts`):
 * `s3-storage.ts` for any S3-compatible store and `disk-storage.ts` for the embedded default.
 * Keys are made by `object-keys.ts` only. Nothing here holds a whole file in memory.
 */
export interface Storage extends AsyncDisposable {
  readonly kind: 's3' | 'disk';

  /** Stores small bytes or a stream of known length. */
  put(
    key: string,
    body: Uint8Array | Readable,
    options: { contentType: string; sizeBytes: number },
  ): Promise<ObjectInfo>;
  /** Stores a local file, in parts where it is large. */
  putFile(key: string, path: string, options: { contentType: string }): Promise<ObjectInfo>;
  /** Opens an object (or an inclusive byte range of it) as a stream. Throws `AppError('not_found')`. */
  get(key: string, range?: ByteRange): Promise<{ body: Readable; info: ObjectInfo; contentLength: number }>;
  /** Streams an object into a local file. Throws `AppError('not_found')`. */
  getToFile(key: string, path: string): Promise<ObjectInfo>;
  head(key: string): Promise<ObjectInfo | null>;
  /** Deletes objects; missing keys are not an error. */
  delete(keys: string[]): Promise<void>;
  list(prefix: string): AsyncIterable<ObjectInfo>;

  /** Lets a client PUT exactly `sizeBytes` bytes with exactly this MD5 (lower-case hex) and content type, until it expires. */
  presignPut(input: {
    key: string;
    sizeBytes: number;
    md5: string;
    contentType: string;
    expiresInSeconds: number;
  }): Promise<PresignedRequest>;
  /**
   * Lets a client GET (with Range) until it expires. `downloadName` makes browsers save the file under that name; `viewName`
   * lets them show it, and save it so only when asked.
   */
  presignGet(input: {
    key: string;
    expiresInSeconds: number;
    downloadName?: string;
    viewName?: string;
    contentType?: string;
  }): Promise<PresignedRequest>;

  createMultipart(key: string, options: { contentType: string }): Promise<{ uploadId: string }>;
  presignPart(input: {
    key: string;
    uploadId: string;
    partNumber: number;
    sizeBytes: number;
    /** Lower-case hex. The store refuses other bytes where it is given. */
    md5?: string | undefined;
    expiresInSeconds: number;
  }): Promise<PresignedRequest>;
  listParts(key: string, uploadId: string): Promise<StoredPart[]>;
  /** Joins the parts in order. Idempotent once the object exists. Throws `AppError('conflict')` where a part is missing. */
  completeMultipart(
    key: string,
    uploadId: string,
    parts: Pick<StoredPart, 'partNumber' | 'etag'>[],
  ): Promise<ObjectInfo>;
  abortMultipart(key: string, uploadId: string): Promise<void>;

  /** Makes what the store needs before first use (bucket, CORS for `webOrigins`, folders). Idempotent. */
  prepare(webOrigins: string[]): Promise<void>;
  /** Throws `AppError('unavailable')` with a sentence where the store can't be used now. */
  check(): Promise<void>;
}
