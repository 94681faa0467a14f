import type { AnnotationPoint } from './annotations.ts';

/** A place in a picture; both axes count in heights of the picture, so that a circle is round. */
export interface Place {
  x: number;
  y: number;
}

/** A place on the middle of a stroke, and how far its ink reaches to both sides. */
export interface PenSample extends Place {
  radius: number;
}

interface PressedPlace extends Place {
  pressure: number;
}

const FLATNESS = 0.00015;
const MOST_PIECES = 24;
const SAME_PLACE = 0.00002;
const ARC_STEP = 0.35;

/** The middle of a pen stroke as a smooth curve through its points, in straight pieces too short to be seen. */
export function penLine(points: readonly AnnotationPoint[], width: number, aspectRatio: number): PenSample[] {
  const places = evenPressure(distinct(points, aspectRatio));
  const samples: PenSample[] = [];
  const push = ({ x, y }: Place, pressure: number) =>
    samples.push({ x, y, radius: (width / 2) * (0.3 + 1.4 * pressure) });
  for (const [i, from] of places.entries()) {
    if (i === 0) push(from, from.pressure);
    const to = places[i + 1];
    if (!to) break;
    const [near, far] = handles(places[i - 1] ?? from, from, to, places[i + 2] ?? to);
    const bend = Math.max(secondDifference(from, near, far), secondDifference(near, far, to));
    const pieces = Math.min(MOST_PIECES, Math.max(1, Math.ceil(Math.sqrt((0.75 * bend) / FLATNESS))));
    for (let piece = 1; piece <= pieces; piece++) {
      const t = piece / pieces;
      push(bezier(from, near, far, to, t), from.pressure + (to.pressure - from.pressure) * t);
    }
  }
  return samples;
}

function distinct(points: readonly AnnotationPoint[], aspectRatio: number): PressedPlace[] {
  const places: PressedPlace[] = [];
  for (const [x, y, pressure] of points) {
    const place = { x: x * aspectRatio, y, pressure };
    const last = places.at(-1);
    if (!last || distance(last, place) > SAME_PLACE) places.push(place);
  }
  return places;
}

/** Pens tell pressure in coarse steps; ink that follows them has dents. */
function evenPressure(places: PressedPlace[]): PressedPlace[] {
  return places.map((place, i) => {
    const [before, after] = [places[i - 1] ?? place, places[i + 1] ?? place];
    return { ...place, pressure: (before.pressure + 2 * place.pressure + after.pressure) / 4 };
  });
}

/** Bézier handles of a centripetal Catmull–Rom curve, which makes no loops between uneven points (Yuksel et al. 2011). */
function handles(before: Place, from: Place, to: Place, after: Place): [Place, Place] {
  const [first, middle, last] = [distance(before, from), distance(from, to), distance(to, after)];
  return [handle(before, from, to, first, middle), handle(after, to, from, last, middle)];
}

function handle(outer: Place, at: Place, inner: Place, outerLength: number, length: number): Place {
  const [a, b] = [Math.sqrt(outerLength), Math.sqrt(length)];
  const divisor = 3 * a * (a + b);
  if (divisor < 1e-12) return at;
  const weight = 2 * outerLength + 3 * a * b + length;
  return {
    x: (outerLength * inner.x - length * outer.x + weight * at.x) / divisor,
    y: (outerLength * inner.y - length * outer.y + weight * at.y) / divisor,
  };
}

function secondDifference(a: Place, b: Place, c: Place): number {
  return Math.hypot(a.x - 2 * b.x + c.x, a.y - 2 * b.y + c.y);
}

function bezier(a: Place, b: Place, c: Place, d: Place, t: number): Place {
  const s = 1 - t;
  const [p, q, r, u] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
  return { x: p * a.x + q * b.x + r * c.x + u * d.x, y: p * a.y + q * b.y + r * c.y + u * d.y };
}

function distance(a: Place, b: Place): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/**
 * The edge of a stroke of varying width, as a polygon to fill by the nonzero rule; empty for fewer than two samples. It is the
 * sum of one positive quadrangle a piece and of positive wedges between them (at sharp turns the inner side goes through the
 * middle), so it has no holes wherever the stroke crosses itself or turns back.
 */
export function penOutline(line: readonly PenSample[]): Place[] {
  const [left, right]: [Place[], Place[]] = [[], []];
  for (const [i, at] of line.entries()) {
    const [before, after] = [line[i - 1], line[i + 1]];
    const into = before && heading(before, at);
    const out = after && heading(at, after);
    if (into && out) addJoint(left, right, at, into, out);
    else if (out) {
      left.push(offset(at, out.angle + Math.PI / 2));
      right.push(...arc(at, out.angle - Math.PI, out.angle - Math.PI / 2));
    } else if (into) {
      left.push(...arc(at, into.angle + Math.PI / 2, into.angle));
      right.push(...arc(at, into.angle - Math.PI / 2, into.angle).slice(0, -1));
    }
  }
  const first = line[0];
  const start = first && line[1] ? heading(first, line[1]) : null;
  if (!first || !start) return [];
  return [...left, ...right.toReversed(), ...arc(first, start.angle - Math.PI, start.angle - 1.5 * Math.PI)];
}

interface Heading {
  angle: number;
  length: number;
}

function heading(from: Place, to: Place): Heading {
  return { angle: Math.atan2(to.y - from.y, to.x - from.x), length: distance(from, to) };
}

function addJoint(left: Place[], right: Place[], at: PenSample, into: Heading, out: Heading): void {
  const turn = Math.atan2(Math.sin(out.angle - into.angle), Math.cos(out.angle - into.angle));
  const reach = at.radius * Math.abs(Math.sin(turn));
  if (Math.abs(turn) < 0.45 && reach < 0.9 * Math.min(into.length, out.length)) {
    left.push(offset(at, into.angle + turn / 2 + Math.PI / 2));
    right.push(offset(at, into.angle + turn / 2 - Math.PI / 2));
    return;
  }
  const end = into.angle + turn;
  const [inner, outer, side] = turn > 0 ? [left, right, Math.PI / 2] : [right, left, -Math.PI / 2];
  inner.push(offset(at, into.angle + side), { x: at.x, y: at.y }, offset(at, end + side));
  outer.push(...arc(at, into.angle - side, end - side));
}

function offset(at: PenSample, angle: number): Place {
  return { x: at.x + at.radius * Math.cos(angle), y: at.y + at.radius * Math.sin(angle) };
}

function arc(at: PenSample, from: number, to: number): Place[] {
  const steps = Math.max(1, Math.ceil(Math.abs(to - from) / ARC_STEP));
  return Array.from({ length: steps + 1 }, (_, i) => offset(at, from + ((to - from) * i) / steps));
}
