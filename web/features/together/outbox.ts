import type { LaserPoint, LiveMessage } from '#shared/together.ts';

/** At most twenty messages a second, however fast the hand is. */
const GAP_MS = 50;
const MOST_POINTS = 24;

type InkObject = Extract<LiveMessage, { type: 'ink' }>['object'];

/**
 * What waits to be shown to the others. One message is on its way at a time; meanwhile points of the laser come together, and
 * of a stroke only the latest form is kept: a slow connection makes it coarser, never later.
 */
export class Outbox {
  readonly #send: (message: LiveMessage) => Promise<unknown>;
  readonly #ink = new Map<string, InkObject>();
  #laser: { x: number; y: number; atMs: number }[] = [];
  #isOff = false;
  #isCleared = false;
  #isBusy = false;

  constructor(send: (message: LiveMessage) => Promise<unknown>) {
    this.#send = send;
  }

  point(x: number, y: number, atMs: number): void {
    this.#isOff = false;
    this.#laser.push({ x, y, atMs });
    if (this.#laser.length > MOST_POINTS) this.#laser.splice(1, 1);
    void this.#flush();
  }

  laserOff(): void {
    this.#isOff = true;
    void this.#flush();
  }

  ink(object: InkObject): void {
    this.#ink.set(object.id, object);
    void this.#flush();
  }

  clear(): void {
    this.#ink.clear();
    this.#isCleared = true;
    void this.#flush();
  }

  /** Takes what goes next; null: nothing waits. */
  take(): LiveMessage | null {
    if (this.#laser.length > 0) {
      const first = this.#laser[0]?.atMs ?? 0;
      const points = this.#laser.map(({ x, y, atMs }): LaserPoint => [
        round(x),
        round(y),
        Math.max(0, Math.min(1000, Math.round(atMs - first))),
      ]);
      this.#laser = [];
      return { type: 'laser', points };
    }
    if (this.#isOff) {
      this.#isOff = false;
      return { type: 'laser', points: [] };
    }
    if (this.#isCleared) {
      this.#isCleared = false;
      return { type: 'clear' };
    }
    for (const [id, object] of this.#ink) {
      this.#ink.delete(id);
      return { type: 'ink', object };
    }
    return null;
  }

  async #flush(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    for (let next = this.take(); next !== null; next = this.take()) {
      // It is of the moment: what did not arrive is not shown later.
      await this.#send(next).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, GAP_MS));
    }
    this.#isBusy = false;
  }
}

function round(value: number): number {
  return Math.round(Math.max(0, Math.min(1, value)) * 10_000) / 10_000;
}
