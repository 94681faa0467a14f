/** No answer came at all: no network, no server, or none in time. */
export class UnreachableError extends Error {
  override name = 'UnreachableError';

  constructor(cause: unknown) {
    super('The server can’t be reached. Check your connection; it goes on by itself.', { cause });
  }
}

/** `fetch`, telling what never got an answer from what the page itself did wrong. Throws `UnreachableError`, or the signal's reason. */
export async function reach(input: Request | string, init: RequestInit & { timeoutMs?: number } = {}) {
  const { timeoutMs, ...rest } = init;
  const asked = rest.signal ?? (input instanceof Request ? input.signal : null);
  const signals = [asked, timeoutMs === undefined ? null : AbortSignal.timeout(timeoutMs)];
  try {
    return await fetch(input, {
      ...rest,
      signal: AbortSignal.any(signals.filter((signal) => signal !== null)),
    });
  } catch (error) {
    throw asked?.aborted ? error : new UnreachableError(error);
  }
}
