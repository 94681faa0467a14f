import type { SpaceId } from '#shared/ids.ts';
import type { UploadTicket } from '#shared/uploads.ts';
import { ApiError } from '../../api/api-error.ts';
import { api } from '../../api/client.ts';

const IN_FLIGHT = 3;
const LONGEST_WAIT_MS = 15_000;

export interface FileUpload {
  onTicket: (ticket: UploadTicket) => void;
  onProgress: (sentBytes: number) => void;
  signal: AbortSignal;
}

/** Uploads a file in parts, a few at a time, each for as long as it takes; then the video is processed. */
export async function uploadFile(
  file: File,
  spaceId: SpaceId | null,
  upload: FileUpload,
): Promise<UploadTicket> {
  const ticket = await api.uploads.create({
    fileName: file.name,
    sizeBytes: file.size,
    contentType: file.type || 'application/octet-stream',
    ...(spaceId ? { spaceId } : {}),
  });
  upload.onTicket(ticket);
  const sent = new Map<number, number>();
  const report = (part: number, bytes: number) => {
    sent.set(part, bytes);
    upload.onProgress([...sent.values()].reduce((sum, n) => sum + n, 0));
  };
  let next = 1;
  async function sendParts(): Promise<void> {
    for (let part = next++; part <= ticket.partCount; part = next++) {
      const from = (part - 1) * ticket.partSizeBytes;
      const body = file.slice(from, from + ticket.partSizeBytes);
      await untilSent(upload.signal, async () => {
        const [put] = await api.uploads.signParts({ videoId: ticket.videoId, partNumbers: [part] });
        if (!put) throw new Error('nothing was signed');
        await sendPart(put, body, upload.signal, (bytes) => report(part, bytes));
      });
    }
  }
  try {
    await Promise.all(Array.from({ length: IN_FLIGHT }, sendParts));
    await untilSent(upload.signal, () => api.uploads.complete({ videoId: ticket.videoId }));
    return ticket;
  } catch (error) {
    if (upload.signal.aborted) await api.uploads.abort({ videoId: ticket.videoId }).catch(() => undefined);
    throw error;
  }
}

/** Tries again with a growing wait, except where the server says that it makes no sense. */
async function untilSent(signal: AbortSignal, work: () => Promise<unknown>): Promise<void> {
  for (let wait = 500; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    signal.throwIfAborted();
    try {
      await work();
      return;
    } catch (error) {
      if (error instanceof ApiError && [404, 409, 410, 413, 422].includes(error.status)) throw error;
      signal.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, wait * (0.5 + Math.random())));
    }
  }
}

/** `fetch` tells nothing about how much was sent; XMLHttpRequest does. */
function sendPart(
  put: { url: string; headers: Record<string, string> },
  body: Blob,
  signal: AbortSignal,
  onProgress: (bytes: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', put.url);
    for (const [name, value] of Object.entries(put.headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', (event) => onProgress(event.loaded));
    request.addEventListener('load', () => {
      if (request.status >= 300) return reject(new Error(`The store answered ${request.status}.`));
      onProgress(body.size);
      resolve();
    });
    request.addEventListener('error', () => reject(new TypeError('network')));
    signal.addEventListener('abort', () => {
      request.abort();
      reject(new DOMException('cancelled', 'AbortError'));
    });
    request.send(body);
  });
}
