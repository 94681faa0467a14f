import type { AnnotationObject, AnnotationPoint } from './annotations.ts';
import type { Place } from './pen-outline.ts';

/** Size of a picture in any unit, such as pixels. */
export interface PictureSize {
  width: number;
  height: number;
}

/** A part of the picture, each 0–1 of it. */
export interface UnitBox extends Place {
  width: number;
  height: number;
}

/** The box between an object's first and last point, 0–1 of the picture. */
export function unitBox(object: AnnotationObject): UnitBox {
  const [[ax, ay], [bx, by]] = ends(object);
  return { x: Math.min(ax, bx), y: Math.min(ay, by), width: Math.abs(ax - bx), height: Math.abs(ay - by) };
}

/** Where the drop of a pin has its round head, in heights of the picture: over its point, or wherever there is room. */
export function pinHead(object: AnnotationObject, aspectRatio: number): Place & { radius: number } {
  const [[x, y]] = ends(object);
  const radius = 0.02 + 1.5 * object.width;
  const tip = { x: x * aspectRatio, y };
  const up = tip.y < 2.7 * radius ? 1 : -1;
  const aside = tip.x < 1.2 * radius ? 1 : tip.x > aspectRatio - 1.2 * radius ? -1 : 0;
  const length = (1.5 * radius) / Math.hypot(up, aside);
  return { x: tip.x + aside * length, y: tip.y + up * length, radius };
}

/** How long the head of an arrow is, in heights of the picture; it is about as wide. */
export function arrowHead({ width }: AnnotationObject): number {
  return 0.016 + 4 * width;
}

/** Shaft and head as one polygon whose tip is the second point, in heights of the picture. */
export function arrowOutline(object: AnnotationObject, aspectRatio: number): Place[] {
  const [[ax, ay], [bx, by]] = ends(object);
  const [from, to] = [
    { x: ax * aspectRatio, y: ay },
    { x: bx * aspectRatio, y: by },
  ];
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const along = length > 0 ? { x: (to.x - from.x) / length, y: (to.y - from.y) / length } : { x: 1, y: 0 };
  const head = Math.min(arrowHead(object), Math.max(length * 0.7, object.width));
  const wing = head * 0.48;
  const half = Math.min(object.width / 2, wing * 0.6);
  const at = (forward: number, aside: number): Place => ({
    x: to.x - along.x * forward - along.y * aside,
    y: to.y - along.y * forward + along.x * aside,
  });
  const neck = head * 0.88;
  const tail = Math.max(length, head);
  const round = [0.25, 0.5, 0.75].map((turn) => {
    const angle = (turn - 0.5) * Math.PI;
    return at(tail + half * Math.cos(angle), -half * Math.sin(angle));
  });
  return [
    ...[at(0, 0), at(head, wing), at(neck, half), at(tail, half)],
    ...round,
    ...[at(tail, -half), at(neck, -half), at(head, -wing)],
  ];
}

/** An object's first and last point, which may be the same one. */
export function ends({ points }: AnnotationObject): [AnnotationPoint, AnnotationPoint] {
  const first = points[0] ?? [0, 0, 0.5];
  return [first, points.at(-1) ?? first];
}
