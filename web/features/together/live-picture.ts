import type { Annotation, AnnotationObject } from '#shared/annotations.ts';
import type { LiveMessage } from '#shared/together.ts';

/** A laser that says nothing is off after this: a resting one says where it is. */
const LASER_MS = 1500;
/** How long the trail of a laser is seen. */
export const TRAIL_MS = 600;
const SHOWN_MS = 10_000;
const FADE_MS = 1500;
/** Ink that has faded can still be kept for a while. */
const KEPT_MS = 30_000;
const MOST_OBJECTS = 100;

export interface LaserSeen {
  from: string;
  /** The last is where it is now. `age`: 0–1, 1 is gone. */
  trail: { x: number; y: number; age: number }[];
}
export interface InkSeen {
  object: AnnotationObject;
  opacity: number;
}

/** What is shown on the picture for a moment: lasers and live ink of everybody, by this page's clock in ms. */
export class LivePicture {
  readonly #lasers = new Map<string, { points: { x: number; y: number; atMs: number }[]; heardMs: number }>();
  readonly #ink = new Map<string, { from: string; object: AnnotationObject; atMs: number }>();
  readonly #listeners = new Set<() => void>();

  /** Hears that there is something new to see; what only fades away says nothing. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  hear(from: string, message: LiveMessage, nowMs: number): void {
    if (message.type === 'laser') {
      if (message.points.length === 0) this.#lasers.delete(from);
      else {
        const before = this.#lasers.get(from)?.points ?? [];
        // Played as they were made, so that what comes in batches moves as the hand did.
        const added = message.points.map(([x, y, t]) => ({ x, y, atMs: nowMs + t }));
        const points = [...before.filter(({ atMs }) => nowMs - atMs < TRAIL_MS), ...added];
        const head = before.at(-1);
        this.#lasers.set(from, { points: points.length > 0 || !head ? points : [head], heardMs: nowMs });
      }
    } else if (message.type === 'clear') this.#forget((ink) => ink.from === from);
    else {
      this.#ink.set(message.object.id, { from, object: message.object, atMs: nowMs });
      this.#forget(({ atMs }) => nowMs - atMs > KEPT_MS);
      for (const id of [...this.#ink.keys()].slice(0, -MOST_OBJECTS)) this.#ink.delete(id);
    }
    for (const listener of this.#listeners) listener();
  }

  /** Whoever has left points at nothing. */
  keepOnly(ids: readonly string[]): void {
    for (const id of this.#lasers.keys()) if (!ids.includes(id)) this.#lasers.delete(id);
  }

  lasers(nowMs: number): LaserSeen[] {
    return [...this.#lasers].flatMap(([from, { points, heardMs }]) => {
      const begun = points.filter(({ atMs }) => atMs <= nowMs);
      const head = begun.at(-1) ?? points[0];
      if (!head || nowMs - heardMs > LASER_MS) return [];
      const tail = begun.slice(0, -1).filter(({ atMs }) => nowMs - atMs < TRAIL_MS);
      const trail = [...tail, head].map(({ x, y, atMs }) => ({ x, y, age: (nowMs - atMs) / TRAIL_MS }));
      return [{ from, trail }];
    });
  }

  ink(nowMs: number): InkSeen[] {
    return [...this.#ink.values()].flatMap(({ object, atMs }) => {
      const left = SHOWN_MS - (nowMs - atMs);
      return left <= 0 ? [] : [{ object, opacity: Math.min(1, left / FADE_MS) }];
    });
  }

  /** What can be kept as a comment. */
  keepable(nowMs: number): Annotation {
    return [...this.#ink.values()].filter(({ atMs }) => nowMs - atMs <= KEPT_MS).map(({ object }) => object);
  }

  /** False where the picture stays as it is until something is heard. */
  moves(nowMs: number): boolean {
    return this.lasers(nowMs).length > 0 || this.ink(nowMs).length > 0;
  }

  #forget(isGone: (ink: { from: string; atMs: number }) => boolean): void {
    for (const [id, ink] of this.#ink) if (isGone(ink)) this.#ink.delete(id);
  }
}
