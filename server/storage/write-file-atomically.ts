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

/**
 * Bytes come in small chunks; a write of each would cost more than the bytes. They are gathered in one block, so that the
 * chunks die young: waiting for the disk they would grow old, and each megabyte of them would cost a full garbage collection.
 */
const BLOCK_BYTES = 512 * 1024;

async function writeAll(
  path: string,
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<WrittenFile> {
  const hash = createHash('md5');
  const block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  let filled = 0;
  let sizeBytes = 0;
  await using file = await open(path, 'wx');
  const write = async () => {
    hash.update(block.subarray(0, filled));
    await writeWhole(file, block.subarray(0, filled));
    filled = 0;
  };
  for await (const chunk of body) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > maxBytes) throw new AppError('length_mismatch', `More than ${maxBytes} bytes were sent.`);
    for (let at = 0; at < chunk.byteLength;) {
      const piece = chunk.subarray(at, at + BLOCK_BYTES - filled);
      block.set(piece, filled);
      filled += piece.byteLength;
      at += piece.byteLength;
      if (filled === BLOCK_BYTES) await write();
    }
  }
  await write();
  await file.sync();
  return { sizeBytes, md5: hash.digest('hex') };
}

/** `write` may write less than it was given. */
async function writeWhole(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.byteLength;) {
    const { bytesWritten } = await file.write(bytes, at);
    at += bytesWritten;
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
