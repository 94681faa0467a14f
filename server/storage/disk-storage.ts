import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat, statfs, unlink } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '#shared/errors.ts';
import { contentTypeOf } from './content-types.ts';
import { createDiskMultipart } from './disk-multipart.ts';
import { createDiskSigner, type DiskSigner } from './disk-signature.ts';
import { isValidKey } from './object-keys.ts';
import type { ByteRange, ObjectInfo, PresignedRequest, Storage } from './storage.ts';
import {
  asStorageFull,
  storageFull,
  writeFileAtomically,
  type WrittenFile,
} from './write-file-atomically.ts';

/** Where `disk-storage-routes.ts` is mounted. */
export const DISK_ROUTE = '/storage';
/** Objects up to this size were stored by one PUT and have a hash; see `ObjectInfo.md5`. */
const HASHED_UP_TO_BYTES = 64 * 1024 * 1024;
const LEAST_FREE_BYTES = 64 * 1024 * 1024;
const STALE_MS = 24 * 3600_000;

export interface DiskStorage extends Storage {
  readonly kind: 'disk';
  readonly signer: DiskSigner;
  /** Stores a request's body under a key, or as a part; whole or not at all. */
  receive(
    target: { key: string; uploadId?: string | undefined; partNumber?: number | undefined },
    body: AsyncIterable<Uint8Array>,
    options: { maxBytes: number; accept: (written: WrittenFile) => void },
  ): Promise<WrittenFile>;
}

export function isDiskStorage(storage: Storage): storage is DiskStorage {
  return storage.kind === 'disk';
}

/**
 * Objects as plain files below `rootDir`: the file is the object, its content type follows from the extension that
 * `object-keys.ts` gave it, its MD5 is read from its bytes. So there is no metadata to lose or to contradict it.
 */
export function createDiskStorage(options: { rootDir: string; secret: string }): DiskStorage {
  const objectsDir = join(options.rootDir, 'objects');
  const tempDir = join(options.rootDir, 'incoming');
  const signer = createDiskSigner(options.secret);
  const pathOf = (key: string) => {
    if (!isValidKey(key))
      throw new AppError('bad_request', `Not a valid object key: ${JSON.stringify(key).slice(0, 80)}`);
    return join(objectsDir, ...key.split('/'));
  };
  const multipart = createDiskMultipart({ dir: join(options.rootDir, 'multipart'), tempDir, pathOf });

  async function find(key: string): Promise<ObjectInfo | null> {
    const found = await stat(pathOf(key)).catch(ignoreMissing);
    if (!found?.isFile()) return null;
    return {
      key,
      sizeBytes: found.size,
      md5: null,
      contentType: contentTypeOf(key),
      modifiedAt: found.mtime,
    };
  }
  async function need(key: string): Promise<ObjectInfo> {
    const info = await find(key);
    if (!info) throw new AppError('not_found', `There is no object ${key}.`);
    return info;
  }
  function presigned(
    grant: Parameters<DiskSigner['sign']>[0],
    headers: Record<string, string>,
  ): PresignedRequest {
    if (!isValidKey(grant.key)) throw new AppError('bad_request', 'Not a valid object key.');
    const url = `${DISK_ROUTE}${signer.sign(grant)}`;
    return { method: grant.method, url, headers, expiresAt: new Date(grant.expiresAt * 1000) };
  }
  const storage: DiskStorage = {
    kind: 'disk',
    signer,
    async put(key, body, { sizeBytes }) {
      const source = body instanceof Uint8Array ? Readable.from([body]) : body;
      await writeFileAtomically(pathOf(key), source, {
        tempDir,
        maxBytes: sizeBytes,
        accept: (written) => assertLength(written.sizeBytes, sizeBytes),
      });
      return need(key);
    },
    async putFile(key, path) {
      await writeFileAtomically(pathOf(key), createReadStream(path), { tempDir });
      return need(key);
    },
    async get(key, range) {
      const info = await need(key);
      const { start, end } = boundsOf(range, info.sizeBytes);
      const body = info.sizeBytes === 0 ? Readable.from([]) : createReadStream(pathOf(key), { start, end });
      return { body, info, contentLength: info.sizeBytes === 0 ? 0 : end - start + 1 };
    },
    async getToFile(key, path) {
      const { body, info } = await storage.get(key);
      await pipeline(body, createWriteStream(path)).catch((error: unknown) => {
        throw asStorageFull(error);
      });
      return info;
    },
    async head(key) {
      const info = await find(key);
      if (!info || info.sizeBytes > HASHED_UP_TO_BYTES) return info;
      const hash = createHash('md5');
      for await (const chunk of createReadStream(pathOf(key))) hash.update(chunk as Buffer);
      return { ...info, md5: hash.digest('hex') };
    },
    async delete(keys) {
      for (const key of keys) await unlink(pathOf(key)).catch(ignoreMissing);
    },
    async *list(prefix) {
      const entries = await readdir(objectsDir, { recursive: true, withFileTypes: true }).catch(
        ignoreMissing,
      );
      for (const entry of entries ?? []) {
        if (!entry.isFile()) continue;
        const key = relative(objectsDir, join(entry.parentPath, entry.name)).split(sep).join('/');
        const info = key.startsWith(prefix) ? await find(key) : null;
        if (info) yield info;
      }
    },
    async presignPut({ key, sizeBytes, md5, contentType, expiresInSeconds }) {
      return presigned(
        { method: 'PUT', key, expiresAt: expiryIn(expiresInSeconds), sizeBytes, md5, contentType },
        { 'content-type': contentType },
      );
    },
    async presignGet({ key, expiresInSeconds, ...how }) {
      return presigned({ method: 'GET', key, expiresAt: expiryIn(expiresInSeconds), ...how }, {});
    },
    async presignPart({ key, uploadId, partNumber, sizeBytes, md5, expiresInSeconds }) {
      return presigned(
        { method: 'PUT', key, expiresAt: expiryIn(expiresInSeconds), sizeBytes, md5, uploadId, partNumber },
        {},
      );
    },
    async receive(target, body, { maxBytes, accept }) {
      if (target.uploadId === undefined || target.partNumber === undefined) {
        return writeFileAtomically(pathOf(target.key), body, { tempDir, maxBytes, accept });
      }
      return multipart.receivePart(target.key, target.uploadId, target.partNumber, body, {
        maxBytes,
        accept,
      });
    },
    async createMultipart(key) {
      return { uploadId: await multipart.create(key, randomUUID()) };
    },
    listParts: (key, uploadId) => multipart.listParts(key, uploadId),
    async completeMultipart(key, uploadId, parts) {
      if (!(await multipart.complete(key, uploadId, parts)) && !(await find(key))) {
        throw new AppError('not_found', 'This upload does not exist or was cancelled. Start it again.');
      }
      return need(key);
    },
    abortMultipart: (key, uploadId) => multipart.abort(key, uploadId),
    async prepare() {
      for (const dir of [objectsDir, tempDir]) await mkdir(dir, { recursive: true });
      for (const name of await readdir(tempDir)) {
        const found = await stat(join(tempDir, name)).catch(ignoreMissing);
        if (found && Date.now() - found.mtimeMs > STALE_MS) await rm(join(tempDir, name), { force: true });
      }
    },
    async check() {
      const disk = await statfs(options.rootDir).catch(() => null);
      if (!disk) throw new AppError('unavailable', `The folder ${options.rootDir} can’t be read.`);
      if (disk.bavail * disk.bsize < LEAST_FREE_BYTES) throw storageFull();
    },
    async [Symbol.asyncDispose]() {},
  };
  return storage;
}

function expiryIn(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds;
}

function assertLength(actual: number, expected: number): void {
  if (actual !== expected)
    throw new AppError('length_mismatch', `Expected ${expected} bytes, got ${actual}.`);
}

function boundsOf(range: ByteRange | undefined, sizeBytes: number): { start: number; end: number } {
  const start = range?.start ?? 0;
  const end = Math.min(range?.end ?? sizeBytes - 1, sizeBytes - 1);
  if (range && (start > end || start >= sizeBytes)) {
    throw new AppError(
      'bad_request',
      `The range ${start}–${range.end ?? ''} is outside of ${sizeBytes} bytes.`,
    );
  }
  return { start, end };
}

/** `null` for what does not exist; anything else is an error. */
function ignoreMissing(error: unknown): null {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
    return null;
  throw error;
}
