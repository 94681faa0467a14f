import { md5 } from '@noble/hashes/legacy.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { SpooledRecording, SpooledSegment, SpoolRequest } from './spool.ts';

/**
 * The spool on the Origin Private File System: `recordings/<id>/info` and one file a segment, `<kind>-<index>`. A file is
 * a 4-byte length, a JSON header and the bytes; one whose bytes are fewer than its header says was cut off by a crash.
 * Writes go through SyncAccessHandle and are flushed, so they survive the browser being killed.
 */
const root = navigator.storage
  .getDirectory()
  .then((home) => home.getDirectoryHandle('recordings', { create: true }));

addEventListener('message', async ({ data }: MessageEvent<{ id: number; request: SpoolRequest }>) => {
  try {
    postMessage({ id: data.id, answer: await answer(data.request) });
  } catch (error) {
    const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
    postMessage({ id: data.id, error: isFull ? 'quota' : error instanceof Error ? error.message : 'failed' });
  }
});

async function answer(request: SpoolRequest): Promise<unknown> {
  switch (request.type) {
    case 'saveInfo':
      return save(request.info.recordingId, 'info', request.info, new Uint8Array());
    case 'write': {
      const { bytes, ...segment } = request.segment;
      const described: SpooledSegment = {
        ...segment,
        sizeBytes: bytes.byteLength,
        initIndex: 0,
        md5: bytesToHex(md5(bytes)),
      };
      await save(request.recordingId, `${segment.kind}-${segment.index}`, described, bytes);
      return described;
    }
    case 'read':
      return (
        (await load(await folderOf(request.recordingId), `${request.kind}-${request.index}`))?.bytes ?? null
      );
    case 'remove':
      return (await folderOf(request.recordingId))
        .removeEntry(`${request.kind}-${request.index}`)
        .catch(() => undefined);
    case 'removeAll':
      return (await root).removeEntry(request.recordingId, { recursive: true }).catch(() => undefined);
    case 'list':
      return list();
  }
}

async function folderOf(recordingId: string): Promise<FileSystemDirectoryHandle> {
  return (await root).getDirectoryHandle(recordingId, { create: true });
}

async function save(recordingId: string, name: string, header: object, bytes: Uint8Array): Promise<void> {
  const file = await (await folderOf(recordingId)).getFileHandle(name, { create: true });
  const head = new TextEncoder().encode(JSON.stringify(header));
  const handle = await file.createSyncAccessHandle();
  try {
    const length = new Uint8Array(new Uint32Array([head.byteLength]).buffer);
    handle.truncate(0);
    handle.write(length, { at: 0 });
    handle.write(head, { at: 4 });
    handle.write(bytes, { at: 4 + head.byteLength });
    handle.flush();
  } finally {
    handle.close();
  }
}

async function load(
  folder: FileSystemDirectoryHandle,
  name: string,
): Promise<{ header: unknown; bytes: Uint8Array } | null> {
  const file = await folder.getFileHandle(name).catch(() => null);
  if (!file) return null;
  const whole = new Uint8Array(await (await file.getFile()).arrayBuffer());
  if (whole.byteLength < 4) return null;
  const [length = 0] = new Uint32Array(whole.slice(0, 4).buffer);
  try {
    const header: unknown = JSON.parse(new TextDecoder().decode(whole.subarray(4, 4 + length)));
    return { header, bytes: whole.slice(4 + length) };
  } catch {
    return null;
  }
}

async function list(): Promise<SpooledRecording[]> {
  const found: SpooledRecording[] = [];
  for await (const [name, folder] of (await root).entries()) {
    if (folder.kind !== 'directory') continue;
    const info = await load(folder as FileSystemDirectoryHandle, 'info');
    if (!info) continue;
    const segments: SpooledSegment[] = [];
    for await (const [entry] of (folder as FileSystemDirectoryHandle).entries()) {
      if (entry === 'info') continue;
      const stored = await load(folder as FileSystemDirectoryHandle, entry);
      const header = stored?.header as SpooledSegment | undefined;
      if (stored && header?.sizeBytes === stored.bytes.byteLength) segments.push(header);
    }
    found.push({
      ...(info.header as SpooledRecording),
      recordingId: name,
      segments: segments.toSorted((a, b) => a.index - b.index),
    });
  }
  return found;
}
