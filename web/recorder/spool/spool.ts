import type { SpoolCalls } from './spool-worker.ts';

/** The disk of this device is full. */
export class SpoolFullError extends Error {
  override name = 'SpoolFullError';
}

/** Every piece is written here before its upload starts, and removed only once the server has verified it. */
export type Spool = SpoolCalls;

let opened: Spool | null = null;

/** True where this browser keeps files for us. */
/** What is said when nothing more can be written. */
export const DISK_FULL =
  'This device has no space left. The recording was stopped; keep this page open until all is uploaded.';

export function canSpool(): boolean {
  return 'storage' in navigator && 'getDirectory' in navigator.storage;
}

/** The spool of this origin, in a worker of its own. */
export function openSpool(): Spool {
  return (opened ??= createSpool());
}

interface Answer {
  id: number;
  answer?: unknown;
  error?: string;
}

function createSpool(): Spool {
  const worker = new Worker(new URL('./spool-worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let nextId = 1;
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    const call = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.error === undefined) call?.resolve(data.answer);
    else if (data.error === 'quota')
      call?.reject(new SpoolFullError('This device has no space left for the recording.'));
    else call?.reject(new Error(data.error));
  });
  const ask = (name: keyof SpoolCalls, parameters: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, name, parameters });
    });
  return new Proxy({} as Spool, {
    get: (_target, name) =>
      name === 'then' ? undefined : (...all: unknown[]) => ask(name as keyof SpoolCalls, all),
  });
}
