import type { Annotation, AnnotationObject, AnnotationPoint, AnnotationTool } from '#shared/annotations.ts';
import type { Place } from '#shared/pen-outline.ts';
import type { AnnotationStyle } from './annotation-tools.ts';

const MOST_POINTS = 2000;
/** In heights of the picture: nearer points are the same, and a stroke may leave its points by as much. */
const LEAST_STEP = 0.0008;
const STRAY = 0.0004;
/** A hand's tremble and whole pixels are smoothed away, corners are not. */
const MOST_SMOOTHING = 0.0025;
const LEAST_OBJECT = 0.012;

export function newObject(
  style: AnnotationStyle,
  tool: AnnotationTool,
  point: AnnotationPoint,
): AnnotationObject {
  const { colour, width } = style;
  return { id: crypto.randomUUID(), tool, colour, width, points: [point], text: '' };
}

/** The number of the next pin: one more than the highest. */
export function nextPin(annotation: Annotation): string {
  const numbers = annotation.filter(({ tool }) => tool === 'pin').map(({ text }) => Number(text));
  return String(Math.max(0, ...numbers.filter(Number.isFinite)) + 1);
}

/** A point of the picture that the model takes: rounded to far less than a pixel. */
export function pointAt(x: number, y: number, pressure = 0.5): AnnotationPoint {
  return [coordinate(x), coordinate(y), Math.round(Math.max(0, Math.min(1, pressure)) * 100) / 100];
}

function coordinate(value: number): number {
  return Math.round(Math.max(-0.5, Math.min(1.5, value)) * 100_000) / 100_000;
}

/** Adds a point to those of a stroke being drawn, unless it is where the last one is. */
export function addPoint(points: AnnotationPoint[], point: AnnotationPoint, aspectRatio: number): void {
  const last = points.at(-1);
  if (!last || Math.hypot((point[0] - last[0]) * aspectRatio, point[1] - last[1]) >= LEAST_STEP)
    points.push(point);
}

/** The second point with Shift held: squares and circles, and lines at multiples of 45°. */
export function constrained(
  tool: AnnotationTool,
  from: AnnotationPoint,
  to: AnnotationPoint,
  aspectRatio: number,
): AnnotationPoint {
  const [dx, dy] = [(to[0] - from[0]) * aspectRatio, to[1] - from[1]];
  if (tool === 'line' || tool === 'arrow') {
    const angle = Math.round(Math.atan2(dy, dx) / (Math.PI / 4)) * (Math.PI / 4);
    const along = dx * Math.cos(angle) + dy * Math.sin(angle);
    return pointAt(
      from[0] + (along * Math.cos(angle)) / aspectRatio,
      from[1] + along * Math.sin(angle),
      to[2],
    );
  }
  const side = Math.max(Math.abs(dx), Math.abs(dy));
  return pointAt(
    from[0] + (side * (dx < 0 ? -1 : 1)) / aspectRatio,
    from[1] + side * (dy < 0 ? -1 : 1),
    to[2],
  );
}

/** Whether what was drawn is more than a slip of the hand. */
export function isWorthKeeping(object: AnnotationObject, aspectRatio: number): boolean {
  const [from, to] = [object.points[0], object.points.at(-1)];
  if (!['line', 'arrow', 'box', 'ellipse', 'blur', 'spotlight'].includes(object.tool)) return true;
  if (!from || !to) return false;
  return Math.hypot((to[0] - from[0]) * aspectRatio, to[1] - from[1]) >= LEAST_OBJECT;
}

/** A stroke as it is kept: without tremble, and without the points that it needs not. */
export function tidyStroke(points: readonly AnnotationPoint[], aspectRatio: number): AnnotationPoint[] {
  const smooth = steady(steady(points, aspectRatio), aspectRatio);
  for (let stray = STRAY; ; stray *= 2) {
    const kept = simplified(smooth, stray, aspectRatio);
    if (kept.length <= MOST_POINTS) return kept;
  }
}

function steady(points: readonly AnnotationPoint[], aspectRatio: number): AnnotationPoint[] {
  return points.map((point, i) => {
    const [before, after] = [points[i - 1], points[i + 1]];
    if (!before || !after) return point;
    const dx = (before[0] + after[0]) / 4 - point[0] / 2;
    const dy = (before[1] + after[1]) / 4 - point[1] / 2;
    const share = Math.min(1, MOST_SMOOTHING / (Math.hypot(dx * aspectRatio, dy) || 1));
    return pointAt(point[0] + dx * share, point[1] + dy * share, (before[2] + 2 * point[2] + after[2]) / 4);
  });
}

/** Ramer–Douglas–Peucker, with pressure as a third dimension of little weight. */
function simplified(
  points: readonly AnnotationPoint[],
  stray: number,
  aspectRatio: number,
): AnnotationPoint[] {
  const kept = new Set([0, points.length - 1]);
  const open: [number, number][] = [[0, points.length - 1]];
  for (let span = open.pop(); span; span = open.pop()) {
    const [first, last] = span;
    let [farthest, most] = [-1, stray];
    for (let i = first + 1; i < last; i++) {
      const off = strayOf(points[first], points[last], points[i], aspectRatio);
      if (off > most) [farthest, most] = [i, off];
    }
    if (farthest < 0) continue;
    kept.add(farthest);
    open.push([first, farthest], [farthest, last]);
  }
  return points.filter((_, i) => kept.has(i));
}

function strayOf(
  from: AnnotationPoint | undefined,
  to: AnnotationPoint | undefined,
  at: AnnotationPoint | undefined,
  aspectRatio: number,
): number {
  if (!from || !to || !at) return 0;
  const [a, b, p] = [from, to, at].map(([x, y, pressure]) => [x * aspectRatio, y, pressure * 0.01] as const);
  if (!a || !b || !p) return 0;
  const way = [b[0] - a[0], b[1] - a[1], b[2] - a[2]] as const;
  const square = way[0] ** 2 + way[1] ** 2 + way[2] ** 2;
  const along = (p[0] - a[0]) * way[0] + (p[1] - a[1]) * way[1] + (p[2] - a[2]) * way[2];
  const t = square > 0 ? Math.max(0, Math.min(1, along / square)) : 0;
  return Math.hypot(p[0] - a[0] - way[0] * t, p[1] - a[1] - way[1] * t, p[2] - a[2] - way[2] * t);
}

/** An object moved by as much of the picture, as far as the model and the eye allow: a part of it stays in the picture. */
export function moved(
  object: AnnotationObject,
  by: Place,
  bounds: { x: number; y: number; width: number; height: number },
): AnnotationObject {
  const [xs, ys] = [object.points.map(([x]) => x), object.points.map(([, y]) => y)];
  const dx = within(by.x, xs, bounds.x, bounds.width);
  const dy = within(by.y, ys, bounds.y, bounds.height);
  return { ...object, points: object.points.map(([x, y, pressure]) => pointAt(x + dx, y + dy, pressure)) };
}

const SEEN = 0.02;

function within(by: number, values: number[], start: number, length: number): number {
  const least = Math.max(-0.5 - Math.min(...values), SEEN - start - length);
  const most = Math.min(1.5 - Math.max(...values), 1 - SEEN - start);
  return Math.max(Math.min(least, 0), Math.min(Math.max(most, 0), by));
}
