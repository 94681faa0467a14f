import type { Annotation, AnnotationObject, AnnotationPoint } from './annotations.ts';
import type { InkPoint, InkStroke } from './ink.ts';

/** How long a stroke takes to fade, at its end. */
const FADE_MS = 600;
/** Of pens that don't tell. */
const PRESSURE = 0.5;
/** What a comment can hold. */
const MOST_OBJECTS = 100;

/** How much of a stroke is seen at a time, 0–1: whole until its fade begins. */
export function strokeOpacity(stroke: Pick<InkStroke, 'startMs' | 'endMs'>, atMs: number): number {
  if (atMs < stroke.startMs || atMs >= stroke.endMs) return 0;
  return Math.min(1, (stroke.endMs - atMs) / FADE_MS);
}

/** The points that had been drawn by a time. Two-point tools are shown while their second point still moves. */
export function pointsAt(stroke: InkStroke, atMs: number): InkPoint[] {
  return stroke.points.filter(([, , t]) => stroke.startMs + t <= atMs);
}

/**
 * A stroke that was drawn while recording as an object of a comment's ink: what of it had been drawn by `atMs`, all of it
 * unless told otherwise; null before its first point.
 */
export function strokeObject(stroke: InkStroke, atMs = Number.POSITIVE_INFINITY): AnnotationObject | null {
  const { id, tool, colour, width } = stroke;
  const drawn = pointsAt(stroke, atMs).map(([x, y]): AnnotationPoint => [x, y, PRESSURE]);
  const [first, last] = [drawn[0], drawn.at(-1)];
  if (!first || !last) return null;
  // On its way from the first to the last, an arrow or a box is only where it is now.
  return { id, tool, colour, width, points: tool === 'pen' ? drawn : [first, last], text: '' };
}

export interface SeenObject {
  object: AnnotationObject;
  /** 0–1. */
  opacity: number;
}

/** What is seen of a recording's strokes at a time, from back to front. */
export function objectsAt(strokes: readonly InkStroke[], atMs: number): SeenObject[] {
  return strokes.flatMap((stroke) => {
    const opacity = strokeOpacity(stroke, atMs);
    const object = opacity > 0 ? strokeObject(stroke, atMs) : null;
    return object ? [{ object, opacity }] : [];
  });
}

/** What is seen at a time as the ink of a new comment: whole, without any fade, and with ids of its own. */
export function inkForComment(
  strokes: readonly InkStroke[],
  atMs: number,
  newId: () => string = () => crypto.randomUUID(),
): Annotation {
  return objectsAt(strokes, atMs)
    .slice(-MOST_OBJECTS)
    .map(({ object }) => ({ ...object, id: newId() }));
}
