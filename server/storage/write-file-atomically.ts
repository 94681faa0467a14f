import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '#shared/errors.ts';

export interface WrittenFile {
  sizeBytes: number;
  /** Lower-case hex. */
  md5: string;
}

/**
 * Streams bytes into a file that appears whole or not at all: temporary file → fsync → `accept` → rename → fsync of the
 * folder. `maxBytes` ends an endless body. Throws `AppError('storage_full')` where the disk is full.
 */
export async function writeFileAtomically(
  path: string,
  body: AsyncIterable<Uint8Array>,
  options: { tempDir: string; maxBytes?: number; accept?: (written: WrittenFile) => void },
): Promise<WrittenFile> {
  await mkdir(options.tempDir, { recursive: true });
  const temp = join(options.tempDir, randomUUID());
  try {
    const written = await writeAll(temp, body, options.maxBytes ?? Number.POSITIVE_INFINITY);
    options.accept?.(written);
    await mkdir(dirname(path), { recursive: true });
    await rename(temp, path);
    await syncFolder(dirname(path));
    return written;
  } catch (error) {
    await rm(temp, { force: true });
    throw asStorageFull(error);
  }
}

/** Bytes come in small chunks; a write of each would cost more than the bytes. */
const WRITE_BYTES = 512 * 1024;

async function writeAll(
  path: string,
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<WrittenFile> {
  const hash = createHash('md5');
  let sizeBytes = 0;
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  await using file = await open(path, 'wx');
  const write = async () => {
    await writeAllOf(file, waiting);
    waiting = [];
    waitingBytes = 0;
  };
  for await (const chunk of body) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > maxBytes) throw new AppError('length_mismatch', `More than ${maxBytes} bytes were sent.`);
    hash.update(chunk);
    waiting.push(chunk);
    waitingBytes += chunk.byteLength;
    if (waitingBytes >= WRITE_BYTES) await write();
  }
  await write();
  await file.sync();
  return { sizeBytes, md5: hash.digest('hex') };
}

/** `writev` may write less than it was given. */
async function writeAllOf(file: FileHandle, chunks: Uint8Array[]): Promise<void> {
  let left = chunks;
  while (left.length > 0) {
    let { bytesWritten } = await file.writev(left);
    const rest = left.findIndex((chunk) => {
      if (bytesWritten < chunk.byteLength) return true;
      bytesWritten -= chunk.byteLength;
      return false;
    });
    left =
      rest === -1 ? [] : left.slice(rest).map((chunk, i) => (i === 0 ? chunk.subarray(bytesWritten) : chunk));
  }
}

/** Makes a rename durable. */
export async function syncFolder(path: string): Promise<void> {
  await using folder = await open(path, 'r');
  await folder.sync();
}

/** ENOSPC and EDQUOT as an error that says what to do. */
export function asStorageFull(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return storageFull();
}

export function storageFull(): AppError {
  return new AppError(
    'storage_full',
    'The disk of the server is full. Free some space; uploads go on by themselves then.',
  );
}
