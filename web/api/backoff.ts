/** Wait before the nth try again (n from 0): doubles up to a limit, with full jitter of ±50 % so that clients spread out. */
export function backoffMs(attempt: number, random: number = Math.random()): number {
  return Math.min(500 * 2 ** Math.min(attempt, 10), 15_000) * (0.5 + random);
}

/** The wait, cut short when the connection comes back, the page is looked at again, or somebody wants it now. */
export function waitFor(ms: number, signals: { wake: EventTarget; signal?: AbortSignal }): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      signals.wake.removeEventListener('wake', done);
      signals.signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    window.addEventListener('online', done);
    signals.wake.addEventListener('wake', done);
    signals.signal?.addEventListener('abort', done);
  });
}
