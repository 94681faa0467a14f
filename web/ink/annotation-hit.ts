import { arrowHead, pinHead, unitBox } from '#shared/annotation-geometry.ts';
import { TEXT_LINE_HEIGHT, textLines, textSize, textWidthEm } from '#shared/annotation-text.ts';
import type { Annotation, AnnotationObject } from '#shared/annotations.ts';
import { penLine, type Place } from '#shared/pen-outline.ts';

/** Where one points: the place in heights of the picture, and how near is near enough. */
export interface Aim extends Place {
  tolerance: number;
  aspectRatio: number;
}

export interface Bounds extends Place {
  width: number;
  height: number;
}

/** The object in front at a place, if any. Lines are hit, not what they enclose; blur and texts are hit as a whole. */
export function hitObject(annotation: Annotation, aim: Aim): AnnotationObject | null {
  return annotation.findLast((object) => distanceTo(object, aim, aim.aspectRatio) <= aim.tolerance) ?? null;
}

/** The objects that a way from one place to another touches. */
export function hitOnWay(annotation: Annotation, from: Place, to: Aim): AnnotationObject[] {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const steps = Math.max(1, Math.ceil(length / Math.max(to.tolerance, 0.002)));
  const places = Array.from({ length: steps + 1 }, (_, i) => ({
    x: from.x + ((to.x - from.x) * i) / steps,
    y: from.y + ((to.y - from.y) * i) / steps,
  }));
  return annotation.filter((object) =>
    places.some((place) => distanceTo(object, place, to.aspectRatio) <= to.tolerance),
  );
}

/** How far a place is from an object's ink, in heights of the picture; 0 and less on it. */
export function distanceTo(object: AnnotationObject, at: Place, aspectRatio: number): number {
  const half = object.width / 2;
  switch (object.tool) {
    case 'pen':
      return distanceToPen(object, at, aspectRatio);
    case 'line':
      return distanceToPieces(cornersOf(object, aspectRatio), at) - half;
    case 'arrow': {
      const [from, to] = cornersOf(object, aspectRatio);
      const onHead = to ? Math.hypot(at.x - to.x, at.y - to.y) - arrowHead(object) * 0.6 : Infinity;
      return Math.min(onHead, distanceToPieces(from && to ? [from, to] : [], at) - half);
    }
    case 'spotlight':
    case 'box': {
      const { x, y, width, height } = inHeights(unitBox(object), aspectRatio);
      const corners = [
        { x, y },
        { x: x + width, y },
        { x: x + width, y: y + height },
        { x, y: y + height },
        { x, y },
      ];
      return distanceToPieces(corners, at) - half;
    }
    case 'ellipse':
      return distanceToEllipse(inHeights(unitBox(object), aspectRatio), at) - half;
    case 'text':
    case 'blur':
      return distanceToBox(objectBounds(object, aspectRatio), at);
    case 'pin': {
      const head = pinHead(object, aspectRatio);
      const [tip] = cornersOf(object, aspectRatio);
      const onHead = Math.hypot(at.x - head.x, at.y - head.y) - head.radius;
      return tip ? Math.min(onHead, distanceToPieces([head, tip], at)) : onHead;
    }
  }
}

/** The box around all of an object's ink, in heights of the picture. */
export function objectBounds(object: AnnotationObject, aspectRatio: number): Bounds {
  if (object.tool === 'text') {
    const [at] = cornersOf(object, aspectRatio);
    const letters = textSize(object.width);
    const lines = textLines(object.text, object.points[0]?.[0] ?? 0, object.width, aspectRatio);
    const width = Math.max(...lines.map(textWidthEm)) * letters;
    const line = letters * TEXT_LINE_HEIGHT;
    return { x: at?.x ?? 0, y: (at?.y ?? 0) - line / 2, width, height: line * lines.length };
  }
  if (object.tool === 'pin') {
    const { x, y, radius } = pinHead(object, aspectRatio);
    const corners = [
      { x: x - radius, y: y - radius },
      { x: x + radius, y: y + radius },
    ];
    return around([...corners, ...cornersOf(object, aspectRatio)], 0);
  }
  if (object.tool === 'blur') return inHeights(unitBox(object), aspectRatio);
  if (object.tool === 'pen') {
    const line = penLine(object.points, object.width, aspectRatio);
    return around(line, Math.max(...line.map(({ radius }) => radius)));
  }
  const wings = object.tool === 'arrow' ? arrowHead(object) * 0.3 : 0;
  return around(cornersOf(object, aspectRatio), Math.max(object.width / 2, wings));
}

function around(places: readonly Place[], more: number): Bounds {
  const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)];
  const [x, y] = [Math.min(...xs) - more, Math.min(...ys) - more];
  return { x, y, width: Math.max(...xs) + more - x, height: Math.max(...ys) + more - y };
}

function cornersOf(object: AnnotationObject, aspectRatio: number): Place[] {
  return object.points.map(([x, y]) => ({ x: x * aspectRatio, y }));
}

function inHeights(box: Bounds, aspectRatio: number): Bounds {
  return { ...box, x: box.x * aspectRatio, width: box.width * aspectRatio };
}

function distanceToPen(object: AnnotationObject, at: Place, aspectRatio: number): number {
  const line = penLine(object.points, object.width, aspectRatio);
  let least = Infinity;
  for (const [i, from] of line.entries()) {
    const to = line[i + 1] ?? from;
    const { distance, t } = nearestOn(from, to, at);
    least = Math.min(least, distance - (from.radius + (to.radius - from.radius) * t));
  }
  return least;
}

function distanceToPieces(places: readonly Place[], at: Place): number {
  let least = Infinity;
  for (const [i, from] of places.entries())
    least = Math.min(least, nearestOn(from, places[i + 1] ?? from, at).distance);
  return least;
}

function nearestOn(from: Place, to: Place, at: Place): { distance: number; t: number } {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const square = dx * dx + dy * dy;
  const along = square > 0 ? ((at.x - from.x) * dx + (at.y - from.y) * dy) / square : 0;
  const t = Math.max(0, Math.min(1, along));
  return { distance: Math.hypot(at.x - from.x - dx * t, at.y - from.y - dy * t), t };
}

function distanceToBox({ x, y, width, height }: Bounds, at: Place): number {
  const [outX, outY] = [Math.max(x - at.x, at.x - x - width), Math.max(y - at.y, at.y - y - height)];
  return outX > 0 && outY > 0 ? Math.hypot(outX, outY) : Math.max(outX, outY);
}

/** Distance to the outline, from inside too: walks along it by its centre of curvature (Adrian Stoll's method). */
function distanceToEllipse({ x, y, width, height }: Bounds, at: Place): number {
  const [a, b] = [width / 2, height / 2];
  const [px, py] = [Math.abs(at.x - x - a), Math.abs(at.y - y - b)];
  if (a < 1e-6 || b < 1e-6) return nearestOn({ x: 0, y: 0 }, { x: a, y: b }, { x: px, y: py }).distance;
  let [tx, ty] = [Math.SQRT1_2, Math.SQRT1_2];
  for (let i = 0; i < 6; i++) {
    const [ex, ey] = [((a * a - b * b) / a) * tx ** 3, ((b * b - a * a) / b) * ty ** 3];
    const radius = Math.hypot(a * tx - ex, b * ty - ey);
    const reach = Math.hypot(px - ex, py - ey) || 1e-12;
    tx = Math.max(0, Math.min(1, (((px - ex) * radius) / reach + ex) / a));
    ty = Math.max(0, Math.min(1, (((py - ey) * radius) / reach + ey) / b));
    const length = Math.hypot(tx, ty) || 1;
    [tx, ty] = [tx / length, ty / length];
  }
  return Math.hypot(px - a * tx, py - b * ty);
}
