import type { SegmentDescription, SegmentKind } from '#shared/recordings.ts';
import type { EncodedPiece } from './encoder.ts';

/** As described to the API; every recording of ours has one init segment. */
export type SpooledSegment = SegmentDescription & { initIndex: number };

/** What is known of a recording on this device, for this visit or a later one. */
export interface RecordingInfo {
  recordingId: string;
  slug: string;
  url: string;
  title: string;
  startedAt: string;
  /** Set once stop was pressed. */
  end: { mediaCount: number; durationMs: number } | null;
}

export interface SpooledRecording extends RecordingInfo {
  segments: SpooledSegment[];
}

export type SpoolRequest =
  | { type: 'saveInfo'; info: RecordingInfo }
  | { type: 'write'; recordingId: string; segment: EncodedPiece }
  | { type: 'read' | 'remove'; recordingId: string; kind: SegmentKind; index: number }
  | { type: 'removeAll'; recordingId: string }
  | { type: 'list' };

/** The disk of this device is full. */
export class SpoolFullError extends Error {
  override name = 'SpoolFullError';
}

/** Every piece is written here before its upload starts, and removed only once the server has verified it. */
export interface Spool {
  readonly isDurable: boolean;
  saveInfo(info: RecordingInfo): Promise<void>;
  write(recordingId: string, piece: EncodedPiece): Promise<SpooledSegment>;
  read(
    recordingId: string,
    segment: { kind: SegmentKind; index: number },
  ): Promise<Uint8Array<ArrayBuffer> | null>;
  remove(recordingId: string, segment: { kind: SegmentKind; index: number }): Promise<void>;
  removeAll(recordingId: string): Promise<void>;
  list(): Promise<SpooledRecording[]>;
}

let opened: Spool | null = null;

/** The spool of this origin, in a worker of its own. */
export function openSpool(): Spool {
  return (opened ??= createSpool());
}

function createSpool(): Spool {
  const worker = new Worker(new URL('./spool-worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let nextId = 1;
  worker.addEventListener(
    'message',
    ({ data }: MessageEvent<{ id: number; answer?: unknown; error?: string }>) => {
      const call = waiting.get(data.id);
      waiting.delete(data.id);
      if (data.error === undefined) call?.resolve(data.answer);
      else
        call?.reject(
          data.error === 'quota'
            ? new SpoolFullError('This device has no space left for the recording.')
            : new Error(data.error),
        );
    },
  );
  const ask = <T>(request: SpoolRequest): Promise<T> =>
    new Promise<unknown>((resolve, reject) => {
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, request });
    }) as Promise<T>;
  return {
    isDurable: true,
    saveInfo: (info) => ask({ type: 'saveInfo', info }),
    write: (recordingId, segment) => ask({ type: 'write', recordingId, segment }),
    read: (recordingId, { kind, index }) => ask({ type: 'read', recordingId, kind, index }),
    remove: (recordingId, { kind, index }) => ask({ type: 'remove', recordingId, kind, index }),
    removeAll: (recordingId) => ask({ type: 'removeAll', recordingId }),
    list: () => ask({ type: 'list' }),
  };
}
