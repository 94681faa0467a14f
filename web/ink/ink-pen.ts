import type { InkColour, InkPoint, InkStroke, InkTool } from '#shared/ink.ts';

export interface InkStyle {
  tool: InkTool;
  colour: InkColour;
  /** Share of the picture's height. */
  width: number;
  /** How long a stroke stays after its last point, in ms. */
  lifeMs: number;
}

const MOST_POINTS = 2000;
const MOST_MOVES = 120;
const LEAST_STEP = 0.0015;

/** One stroke while it is being drawn. Coordinates are 0–1 of the picture, times are those of the recording, in ms. */
export class InkPen {
  readonly #style: InkStyle;
  readonly #id = crypto.randomUUID();
  readonly #startMs: number;
  #points: InkPoint[];

  constructor(style: InkStyle, x: number, y: number, atMs: number) {
    this.#style = style;
    this.#startMs = Math.round(atMs);
    this.#points = [[round(x), round(y), 0]];
  }

  move(x: number, y: number, atMs: number): void {
    const point: InkPoint = [round(x), round(y), Math.max(0, Math.round(atMs - this.#startMs))];
    const last = this.#points.at(-1);
    if (last && Math.hypot(point[0] - last[0], point[1] - last[1]) < LEAST_STEP) return;
    this.#points.push(point);
    const most = this.#style.tool === 'pen' ? MOST_POINTS : MOST_MOVES;
    // Too many: every second one goes, but the first and the last.
    if (this.#points.length > most)
      this.#points = this.#points.filter((_, i, all) => i % 2 === 0 || i === all.length - 1);
  }

  /** The stroke as it is now; it fades `lifeMs` after `atMs`. */
  end(atMs: number): InkStroke {
    const { tool, colour, width, lifeMs } = this.#style;
    return {
      id: this.#id,
      tool,
      colour,
      width,
      startMs: this.#startMs,
      endMs: Math.max(this.#startMs + 1, Math.round(atMs)) + lifeMs,
      points: this.#points,
    };
  }
}

function round(value: number): number {
  return Math.round(Math.max(-0.5, Math.min(1.5, value)) * 10_000) / 10_000;
}
