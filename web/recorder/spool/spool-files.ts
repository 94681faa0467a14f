import { md5 } from 'hash-wasm';
import type { EncodedPiece } from '../encoder.ts';
import { readJournal, type JournalEntry, type JournalState, type SpooledSegment } from './journal.ts';

/**
 * The spool on the Origin Private File System, for workers: `recordings/<id>/journal` (JSON lines, appended) and one file a
 * segment, `<kind>-<index>`. A segment's file begins with its own description, so that a crash between its bytes and its
 * line in the journal loses nothing; one whose bytes are fewer than described was cut off. Everything is written through
 * SyncAccessHandle and flushed: it survives the browser being killed.
 */
const root = () =>
  navigator.storage.getDirectory().then((home) => home.getDirectoryHandle('recordings', { create: true }));

/** Throws a DOMException named `QuotaExceededError` where the device is full. */
export async function writeSegment(recordingId: string, piece: EncodedPiece): Promise<SpooledSegment> {
  const segment = await describePiece(piece);
  const folder = await folderOf(recordingId);
  const file = await folder.getFileHandle(fileName(segment), { create: true });
  const head = new TextEncoder().encode(JSON.stringify(segment));
  const handle = await file.createSyncAccessHandle();
  try {
    handle.truncate(0);
    handle.write(new Uint8Array(new Uint32Array([head.byteLength]).buffer), { at: 0 });
    handle.write(head, { at: 4 });
    handle.write(piece.bytes, { at: 4 + head.byteLength });
    handle.flush();
    // A full disk is not always an exception: writes may just come out short.
    if (handle.getSize() < 4 + head.byteLength + piece.bytes.byteLength)
      throw new DOMException('The disk is full.', 'QuotaExceededError');
  } finally {
    handle.close();
  }
  await appendEntry(recordingId, { type: 'segment', ...segment });
  return segment;
}

export async function describePiece(piece: EncodedPiece): Promise<SpooledSegment> {
  const { bytes, ...segment } = piece;
  return { ...segment, sizeBytes: bytes.byteLength, md5: await md5(bytes) };
}

export async function appendEntry(recordingId: string, entry: JournalEntry): Promise<void> {
  const file = await (await folderOf(recordingId)).getFileHandle('journal', { create: true });
  const handle = await patiently(() => file.createSyncAccessHandle());
  try {
    // After a line that was cut off, a new one still starts at its own beginning.
    handle.write(new TextEncoder().encode(`\n${JSON.stringify(entry)}`), { at: handle.getSize() });
    handle.flush();
  } finally {
    handle.close();
  }
}

/** Two workers may write to one journal, or one reads what another removes; a handle is exclusive, and held for a moment. */
async function patiently<T>(open: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await open();
    } catch (error) {
      const isLocked = error instanceof DOMException && error.name === 'NoModificationAllowedError';
      if (!isLocked || attempt === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

export async function readSegment(
  recordingId: string,
  segment: { kind: string; index: number },
): Promise<Uint8Array<ArrayBuffer> | null> {
  const stored = await load(await folderOf(recordingId), fileName(segment));
  return stored?.bytes ?? null;
}

export async function removeSegment(
  recordingId: string,
  segment: { kind: string; index: number },
): Promise<void> {
  const folder = await folderOf(recordingId);
  await patiently(() => folder.removeEntry(fileName(segment))).catch(ignoreMissing);
}

export async function removeRecording(recordingId: string): Promise<void> {
  const all = await root();
  await patiently(() => all.removeEntry(recordingId, { recursive: true })).catch(ignoreMissing);
}

/** A recording of this device. `local`: what of it still lies here; the rest the server has confirmed. */
export type SpooledRecording = JournalState & { local: SpooledSegment[] };

export async function listRecordings(): Promise<SpooledRecording[]> {
  const found: SpooledRecording[] = [];
  for await (const [name, folder] of (await root()).entries()) {
    if (folder.kind !== 'directory') continue;
    const recording = await readRecording(folder as FileSystemDirectoryHandle);
    if (recording) found.push(recording);
    // Not even begun: an empty shell of a crash.
    else if (await isOld(folder as FileSystemDirectoryHandle)) await removeRecording(name);
  }
  return found.toSorted((a, b) => a.info.startedAt.localeCompare(b.info.startedAt));
}

async function readRecording(folder: FileSystemDirectoryHandle): Promise<SpooledRecording | null> {
  const journal = await folder.getFileHandle('journal').catch(() => null);
  const state = journal ? readJournal(await (await journal.getFile()).text()) : null;
  if (!state) return null;
  const local: SpooledSegment[] = [];
  for await (const [entry] of folder.entries()) {
    if (entry === 'journal') continue;
    const stored = await load(folder, entry);
    if (stored) local.push(stored.segment);
  }
  local.sort((a, b) => (a.kind === b.kind ? a.index - b.index : a.kind === 'init' ? -1 : 1));
  const known = new Set(state.segments.map(fileName));
  return { ...state, local, segments: [...state.segments, ...local.filter((s) => !known.has(fileName(s)))] };
}

/** Another tab may be about to write the first line. */
async function isOld(folder: FileSystemDirectoryHandle): Promise<boolean> {
  const journal = await folder.getFileHandle('journal').catch(() => null);
  return journal !== null && Date.now() - (await journal.getFile()).lastModified > 60_000;
}

async function load(
  folder: FileSystemDirectoryHandle,
  name: string,
): Promise<{ segment: SpooledSegment; bytes: Uint8Array<ArrayBuffer> } | null> {
  const file = await folder.getFileHandle(name).catch(() => null);
  if (!file) return null;
  const whole = new Uint8Array(await (await file.getFile()).arrayBuffer());
  if (whole.byteLength < 4) return null;
  const [length = 0] = new Uint32Array(whole.slice(0, 4).buffer);
  try {
    const segment = JSON.parse(new TextDecoder().decode(whole.subarray(4, 4 + length))) as SpooledSegment;
    const bytes = whole.slice(4 + length);
    return bytes.byteLength === segment.sizeBytes ? { segment, bytes } : null;
  } catch {
    return null;
  }
}

async function folderOf(recordingId: string): Promise<FileSystemDirectoryHandle> {
  return (await root()).getDirectoryHandle(recordingId, { create: true });
}

function fileName({ kind, index }: { kind: string; index: number }): string {
  return `${kind}-${index}`;
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof DOMException && error.name === 'NotFoundError')) throw error;
}

export function isQuotaError(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}
