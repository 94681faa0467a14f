let worker: Worker | null = null;
let nextId = 1;
const waiting = new Map<number, (md5: string | null) => void>();

function open(): Worker {
  const made = new Worker(new URL('./hash-worker.ts', import.meta.url), { type: 'module' });
  made.addEventListener('message', ({ data }: MessageEvent<{ id: number; md5: string | null }>) => {
    waiting.get(data.id)?.(data.md5);
    waiting.delete(data.id);
  });
  return made;
}

/** MD5 in lower-case hex. Throws where the file can't be read any more: it was moved, changed or is on a stick that is gone. */
export async function hashPart(part: Blob): Promise<string> {
  worker ??= open();
  const id = nextId++;
  const answer = new Promise<string | null>((resolve) => waiting.set(id, resolve));
  worker.postMessage({ id, part });
  const md5 = await answer;
  if (md5 === null)
    throw new UnreadableFileError(
      'The file can’t be read any more. Has it been moved or changed? Pick it again.',
    );
  return md5;
}

export class UnreadableFileError extends Error {
  override name = 'UnreadableFileError';
}
