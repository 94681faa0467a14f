const WINDOW_MS = 20_000;

/** Bytes a second over the last 20 s of sending. */
export class TransferRate {
  #sent: { at: number; bytes: number }[] = [];

  add(bytes: number, now: number): void {
    this.#sent = [...this.#sent.filter(({ at }) => at > now - WINDOW_MS), { at: now, bytes }];
  }

  /** Null while too little is known. */
  bytesPerSecond(now: number): number | null {
    const recent = this.#sent.filter(({ at }) => at > now - WINDOW_MS);
    const [first] = recent;
    if (!first || now - first.at < 1000) return null;
    // What ended at the first sample was sent before it.
    const bytes = recent.slice(1).reduce((sum, sample) => sum + sample.bytes, 0);
    return bytes > 0 ? (bytes * 1000) / (now - first.at) : null;
  }
}

/** `12 s left`, `3 min left`; empty while unknown. */
export function timeLeft(bytes: number, bytesPerSecond: number | null): string {
  if (bytesPerSecond === null || bytesPerSecond <= 0 || bytes <= 0) return '';
  const seconds = bytes / bytesPerSecond;
  return seconds < 90 ? `${Math.ceil(seconds)} s left` : `${Math.ceil(seconds / 60)} min left`;
}
