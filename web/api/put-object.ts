/** A server or a store did not take what was sent. */
export class PutError extends Error {
  override name = 'PutError';
  /** 0: the connection broke or stalled. */
  readonly status: number;
  /** When the answer said how long to wait. */
  readonly retryAfterMs: number | null;

  constructor(status: number, retryAfterMs: number | null = null) {
    super(status === 0 ? 'The connection broke off.' : `The store answered ${status}.`);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Without any progress for this long a connection counts as dead: browsers themselves wait for minutes. */
const STALL_MS = 20_000;

/**
 * PUTs bytes to a presigned URL. XMLHttpRequest, because `fetch` tells nothing of how much was sent. Throws `PutError`, or
 * the signal's reason.
 */
export function putObject(
  put: { url: string; headers: Record<string, string> },
  body: Blob | Uint8Array<ArrayBuffer>,
  options: { signal?: AbortSignal; onProgress?: (sentBytes: number) => void } = {},
): Promise<void> {
  const { signal, onProgress } = options;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const request = new XMLHttpRequest();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = () => request.abort();
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(stop, STALL_MS);
    };
    const settle = (error: unknown) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      if (error === null) resolve();
      else reject(error as Error);
    };
    request.open('PUT', put.url);
    for (const [name, value] of Object.entries(put.headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', (event) => {
      alive();
      onProgress?.(event.loaded);
    });
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) return settle(null);
      settle(new PutError(request.status, retryAfter(request.getResponseHeader('retry-after'))));
    });
    request.addEventListener('error', () => settle(new PutError(0)));
    request.addEventListener('abort', () => settle(signal?.aborted ? signal.reason : new PutError(0)));
    signal?.addEventListener('abort', stop);
    alive();
    request.send(body);
  });
}

/** Seconds, as RFC 9110 §10.2.3 has it; its other form, a date, is not worth a wrong clock. */
export function retryAfter(value: string | null): number | null {
  const seconds = Number(value ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 && value !== '' ? Math.min(seconds, 300) * 1000 : null;
}
