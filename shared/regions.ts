import type { UnitBox } from './annotation-geometry.ts';
import type { Annotation, AnnotationObject } from './annotations.ts';

/** A thin frame around a region, drawn as ink is: in the player, and in the still of a comment. */
export function regionFrame(region: UnitBox): AnnotationObject {
  const { x, y, width, height } = region;
  return {
    // Of no object that somebody has drawn.
    id: '00000000-0000-4000-8000-00000000000a',
    tool: 'box',
    colour: 'yellow',
    width: 0.004,
    points: [
      [x, y, 0.5],
      [x + width, y + height, 0.5],
    ],
    text: '',
  };
}

/** All that is seen over the frame of a comment: its region, and its ink before it. */
export function seenInk(comment: { ink: Annotation; region: UnitBox | null }): Annotation {
  return comment.region === null ? comment.ink : [regionFrame(comment.region), ...comment.ink];
}

/** A region is at least this wide and high, so that it can be seen and met. */
export const LEAST_REGION = 0.02;

/** The region between two places of the picture, in whatever order; null where it is too small to be meant. */
export function regionBetween(a: readonly [number, number], b: readonly [number, number]): UnitBox | null {
  const [x, y] = [clamp(Math.min(a[0], b[0])), clamp(Math.min(a[1], b[1]))];
  const [width, height] = [clamp(Math.max(a[0], b[0])) - x, clamp(Math.max(a[1], b[1])) - y];
  return width < LEAST_REGION || height < LEAST_REGION ? null : { x, y, width, height };
}

/** Moves a region, or its lower right corner, without leaving the picture. */
export function changeRegion(region: UnitBox, by: readonly [number, number], what: 'move' | 'size'): UnitBox {
  const [dx, dy] = by;
  if (what === 'move')
    return {
      ...region,
      x: clamp(region.x + dx, 1 - region.width),
      y: clamp(region.y + dy, 1 - region.height),
    };
  return {
    ...region,
    width: Math.max(LEAST_REGION, clamp(region.width + dx, 1 - region.x)),
    height: Math.max(LEAST_REGION, clamp(region.height + dy, 1 - region.y)),
  };
}

function clamp(value: number, most = 1): number {
  return Math.max(0, Math.min(most, value));
}
