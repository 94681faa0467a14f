import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#shared/errors.ts';
import type { StoredPart } from './storage.ts';
import { writeFileAtomically, type WrittenFile } from './write-file-atomically.ts';

/**
 * A multipart upload is a folder: `key` holds the object's key, `<number>-<md5>` each part. Sending a part again
 * replaces it.
 */
export function createDiskMultipart(options: {
  dir: string;
  tempDir: string;
  pathOf: (key: string) => string;
}) {
  const dirOf = (uploadId: string) => {
    if (!/^[0-9a-f-]{36}$/.test(uploadId)) throw noSuchUpload();
    return join(options.dir, uploadId);
  };

  async function assertKey(key: string, uploadId: string): Promise<string> {
    const dir = dirOf(uploadId);
    const stored = await readFile(join(dir, 'key'), 'utf8').catch(() => null);
    if (stored !== key) throw noSuchUpload();
    return dir;
  }

  async function listParts(key: string, uploadId: string): Promise<(StoredPart & { path: string })[]> {
    const dir = await assertKey(key, uploadId);
    const parts = [];
    for (const name of await readdir(dir)) {
      const match = /^(\d+)-([0-9a-f]{32})$/.exec(name);
      if (!match) continue;
      const path = join(dir, name);
      const [, number, md5] = match;
      const { size } = await stat(path).catch(() => ({ size: null }));
      if (size !== null) parts.push({ partNumber: Number(number), sizeBytes: size, etag: `"${md5}"`, path });
    }
    // Joined or cancelled meanwhile: what was seen of it is not what there is.
    await assertKey(key, uploadId);
    return parts.sort((a, b) => a.partNumber - b.partNumber);
  }

  /** The key goes first: whoever finds parts missing can tell that the upload is over. */
  async function remove(uploadId: string): Promise<void> {
    await rm(join(dirOf(uploadId), 'key'), { force: true });
    await rm(dirOf(uploadId), { recursive: true, force: true });
  }

  return {
    async create(key: string, uploadId: string): Promise<string> {
      await mkdir(dirOf(uploadId), { recursive: true });
      await writeFile(join(dirOf(uploadId), 'key'), key);
      return uploadId;
    },
    async listParts(key: string, uploadId: string): Promise<StoredPart[]> {
      return (await listParts(key, uploadId)).map(({ partNumber, sizeBytes, etag }) => ({
        partNumber,
        sizeBytes,
        etag,
      }));
    },
    async receivePart(
      key: string,
      uploadId: string,
      partNumber: number,
      body: AsyncIterable<Uint8Array>,
      limits: { maxBytes: number; accept: (written: WrittenFile) => void },
    ): Promise<WrittenFile> {
      const dir = await assertKey(key, uploadId);
      const arrived = join(dir, `arrived-${partNumber}-${process.hrtime.bigint()}`);
      const written = await writeFileAtomically(arrived, body, { tempDir: options.tempDir, ...limits });
      const before = (await listParts(key, uploadId)).filter((part) => part.partNumber === partNumber);
      await rename(arrived, join(dir, `${partNumber}-${written.md5}`));
      for (const old of before) if (old.etag !== `"${written.md5}"`) await rm(old.path, { force: true });
      return written;
    },
    /** False where there is no such upload (completed before, or cancelled). */
    async complete(
      key: string,
      uploadId: string,
      wanted: Pick<StoredPart, 'partNumber' | 'etag'>[],
    ): Promise<boolean> {
      const parts = await listParts(key, uploadId).catch(() => null);
      if (!parts) return false;
      const isGone = () =>
        assertKey(key, uploadId).then(
          () => false,
          () => true,
        );
      const chosen = [...wanted]
        .sort((a, b) => a.partNumber - b.partNumber)
        .map((want) => {
          const part = parts.find((p) => p.partNumber === want.partNumber && p.etag === want.etag);
          if (!part)
            throw new AppError(
              'conflict',
              `Part ${want.partNumber} is missing or was replaced. Upload it again.`,
            );
          return part;
        });
      if (chosen.length === 0) throw new AppError('conflict', 'An upload needs at least one part.');
      try {
        await writeFileAtomically(options.pathOf(key), concatenate(chosen), { tempDir: options.tempDir });
      } catch (error) {
        // Somebody else was joining them too, and was first.
        if (await isGone()) return false;
        throw error;
      }
      await remove(uploadId);
      return true;
    },
    abort: (_key: string, uploadId: string): Promise<void> => remove(uploadId),
  };
}

async function* concatenate(parts: { path: string }[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield* createReadStream(part.path, { highWaterMark: 1024 * 1024 });
}

function noSuchUpload(): AppError {
  return new AppError('not_found', 'This upload does not exist or was cancelled. Start it again.');
}
