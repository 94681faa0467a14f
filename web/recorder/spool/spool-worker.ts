import type { EncodedPiece } from '../encoder.ts';
import type { JournalEntry } from './journal.ts';
import {
  appendEntry,
  isQuotaError,
  listRecordings,
  readSegment,
  removeRecording,
  removeSegment,
  writeSegment,
} from './spool-files.ts';

interface Ref {
  kind: string;
  index: number;
}

/** The calls of the spool's worker: name, arguments, answer. */
const calls = {
  append: (id: string, entry: JournalEntry) => appendEntry(id, entry),
  write: (id: string, piece: EncodedPiece) => writeSegment(id, piece),
  read: (id: string, ref: Ref) => readSegment(id, ref),
  remove: (id: string, ref: Ref) => removeSegment(id, ref),
  removeAll: (id: string) => removeRecording(id),
  list: () => listRecordings(),
};
export type SpoolCalls = typeof calls;

interface Request {
  id: number;
  name: keyof SpoolCalls;
  parameters: unknown[];
}

addEventListener('message', ({ data }: MessageEvent<Request>) => void answer(data));

async function answer({ id, name, parameters }: Request): Promise<void> {
  try {
    const call = calls[name] as (...all: unknown[]) => Promise<unknown>;
    postMessage({ id, answer: await call(...parameters) });
  } catch (error) {
    const text = error instanceof Error ? error.message : 'failed';
    postMessage({ id, error: isQuotaError(error) ? 'quota' : text });
  }
}
