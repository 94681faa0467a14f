import { unitBox } from '#shared/annotation-geometry.ts';
import type { AnnotationObject } from '#shared/annotations.ts';
import type { Place } from '#shared/pen-outline.ts';
import { objectBounds } from './annotation-hit.ts';
import { boxStyle } from './annotation-layer.tsx';

/** Where an object can be taken by its end or corner, 0–1 of the picture. */
export interface Handle extends Place {
  /** The points that get the new x and y. */
  xOf: 0 | 1;
  yOf: 0 | 1;
}

/** Ends of lines, corners of boxes; other objects can be moved only. */
export function handlesOf({ tool, points }: AnnotationObject): Handle[] {
  const [a, b] = points;
  if (!a || !b || tool === 'pen' || tool === 'text' || tool === 'pin') return [];
  const ends: Handle[] = [
    { x: a[0], y: a[1], xOf: 0, yOf: 0 },
    { x: b[0], y: b[1], xOf: 1, yOf: 1 },
  ];
  if (tool === 'line' || tool === 'arrow') return ends;
  return [...ends, { x: a[0], y: b[1], xOf: 0, yOf: 1 }, { x: b[0], y: a[1], xOf: 1, yOf: 0 }];
}

const MARGIN = 0.008;

/** The frame around the selected object, with its handles. */
export function SelectionFrame({ object, aspectRatio }: { object: AnnotationObject; aspectRatio: number }) {
  const isFramed = object.tool !== 'line' && object.tool !== 'arrow';
  const bounds = objectBounds(object, aspectRatio);
  const around = {
    x: (bounds.x - MARGIN) / aspectRatio,
    y: bounds.y - MARGIN,
    width: (bounds.width + 2 * MARGIN) / aspectRatio,
    height: bounds.height + 2 * MARGIN,
  };
  return (
    <div
      aria-hidden="true"
      data-testid="annotation-selection"
      className="pointer-events-none absolute inset-0"
    >
      {isFramed && (
        <div
          className="absolute rounded-sm border border-dashed border-white outline-1 -outline-offset-1 outline-accent"
          style={boxStyle(object.tool === 'blur' ? unitBox(object) : around)}
        />
      )}
      {handlesOf(object).map(({ x, y, xOf, yOf }) => (
        <div
          key={`${xOf}${yOf}`}
          className="absolute -mt-1.5 -ml-1.5 size-3 rounded-full border-2 border-accent bg-white shadow-xs coarse:-mt-2 coarse:-ml-2 coarse:size-4"
          style={{ left: `${x * 100}%`, top: `${y * 100}%` }}
        />
      ))}
    </div>
  );
}
