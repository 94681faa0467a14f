import type { UnitBox } from '#shared/annotation-geometry.ts';
import type { AnnotationObject, AnnotationPoint } from '#shared/annotations.ts';
import type { Place } from '#shared/pen-outline.ts';
import { aimOf, coalesced, pointOf } from './annotation-aim.ts';
import {
  addPoint,
  constrained,
  isWorthKeeping,
  moved,
  newObject,
  nextPin,
  tidyStroke,
} from './annotation-drawing.ts';
import { hitObject, hitOnWay, objectBounds, type Aim } from './annotation-hit.ts';
import { handlesOf, type Handle } from './annotation-selection.tsx';
import type { AnnotationEditing } from './use-annotation-editor.ts';

/** What one pointer does from its press to its release. */
export type Gesture = { pointerId: number; aspectRatio: number } & (
  | { kind: 'draw'; object: AnnotationObject; points: AnnotationPoint[] }
  | { kind: 'move'; object: AnnotationObject; from: Place; bounds: UnitBox; isMoved: boolean }
  | { kind: 'resize'; object: AnnotationObject; handle: Handle }
  | { kind: 'erase'; last: Place; ids: Set<string> }
  | { kind: 'write'; object: AnnotationObject }
);

/** What a gesture under way makes of the picture; nothing of it is kept yet. */
export interface GesturePreview {
  object: AnnotationObject | null;
  erasedIds: ReadonlySet<string>;
}

export const NOTHING: GesturePreview = { object: null, erasedIds: new Set() };
/** In heights of the picture: a click shakes by less. */
const LEAST_MOVE = 0.006;
const HANDLE_PX = { mouse: 9, touch: 22 };

/** What a press begins; null where it only selects nothing. */
export function begin(event: React.PointerEvent<HTMLElement>, editing: AnnotationEditing): Gesture | null {
  const { annotation, style, selected, isFull } = editing;
  const aim = aimOf(event, event.pointerType);
  const { aspectRatio } = aim;
  const common = { pointerId: event.pointerId, aspectRatio };
  const point = pointOf(event);
  if (style.tool === 'select') {
    const handle = selected && handleAt(selected, aim, event);
    if (selected && handle) return { ...common, kind: 'resize', object: selected, handle };
    const object = hitObject(annotation, aim);
    editing.select(object);
    if (!object) return null;
    const { x, width, ...rest } = objectBounds(object, aspectRatio);
    const bounds = { ...rest, x: x / aspectRatio, width: width / aspectRatio };
    return { ...common, kind: 'move', object, from: { x: point[0], y: point[1] }, bounds, isMoved: false };
  }
  if (style.tool === 'eraser') {
    const ids = new Set(hitOnWay(annotation, aim, aim).map(({ id }) => id));
    return { ...common, kind: 'erase', last: aim, ids };
  }
  if (style.tool === 'text') {
    const written = hitObject(
      annotation.filter(({ tool }) => tool === 'text'),
      aim,
    );
    if (written) return { ...common, kind: 'write', object: written };
  }
  if (isFull) return null;
  const object = newObject(style, style.tool, point);
  if (style.tool === 'text') return { ...common, kind: 'write', object };
  const text = style.tool === 'pin' ? nextPin(annotation) : '';
  return { ...common, kind: 'draw', object: { ...object, text }, points: [point] };
}

/** Takes a movement into the gesture, and says what it would come to. */
export function advance(
  now: Gesture,
  event: React.PointerEvent<HTMLElement>,
  editing: AnnotationEditing,
): GesturePreview {
  const point = pointOf(event);
  switch (now.kind) {
    case 'draw': {
      if (now.object.tool === 'pen') {
        for (const one of coalesced(event))
          addPoint(now.points, pointOf(one, event.currentTarget), now.aspectRatio);
        return { ...NOTHING, object: now.object };
      }
      return { ...NOTHING, object: { ...now.object, points: twoPoints(now, point, event.shiftKey) } };
    }
    case 'move': {
      const by = { x: point[0] - now.from.x, y: point[1] - now.from.y };
      now.isMoved ||= Math.hypot(by.x * now.aspectRatio, by.y) > LEAST_MOVE;
      return now.isMoved ? { ...NOTHING, object: moved(now.object, by, now.bounds) } : NOTHING;
    }
    case 'resize':
      return { ...NOTHING, object: resized(now.object, now.handle, point) };
    case 'erase': {
      const aim = aimOf(event, event.pointerType);
      for (const { id } of hitOnWay(editing.annotation, now.last, aim)) now.ids.add(id);
      now.last = aim;
      return { object: null, erasedIds: new Set(now.ids) };
    }
    case 'write':
      return NOTHING;
  }
}

function twoPoints(
  now: Gesture & { kind: 'draw' },
  point: AnnotationPoint,
  isConstrained: boolean,
): AnnotationPoint[] {
  const { object, aspectRatio } = now;
  const [first = point] = now.points;
  if (object.tool === 'pin') return [point];
  return [first, isConstrained ? constrained(object.tool, first, point, aspectRatio) : point];
}

/** Keeps what a gesture came to. */
export function finish(
  now: Gesture,
  last: GesturePreview,
  editing: AnnotationEditing,
  onWrite: (object: AnnotationObject) => void,
): void {
  switch (now.kind) {
    case 'draw': {
      const points = now.object.tool === 'pen' ? tidyStroke(now.points, now.aspectRatio) : null;
      const object = points ? { ...now.object, points } : (last.object ?? now.object);
      if (isWorthKeeping(object, now.aspectRatio)) editing.add(object);
      break;
    }
    case 'move':
    case 'resize':
      if (last.object) editing.replace(last.object);
      break;
    case 'erase':
      if (now.ids.size > 0) editing.erase([...now.ids]);
      break;
    case 'write':
      onWrite(now.object);
  }
}

function resized(object: AnnotationObject, handle: Handle, [x, y]: AnnotationPoint): AnnotationObject {
  const points = object.points.map((old, i): AnnotationPoint => [
    handle.xOf === i ? x : old[0],
    handle.yOf === i ? y : old[1],
    old[2],
  ]);
  return { ...object, points };
}

function handleAt(object: AnnotationObject, aim: Aim, event: React.PointerEvent<HTMLElement>): Handle | null {
  const { height } = event.currentTarget.getBoundingClientRect();
  const reach = (event.pointerType === 'touch' ? HANDLE_PX.touch : HANDLE_PX.mouse) / height;
  const near = (handle: Handle) => Math.hypot(handle.x * aim.aspectRatio - aim.x, handle.y - aim.y);
  return (
    handlesOf(object)
      .filter((handle) => near(handle) <= reach)
      .toSorted((a, b) => near(a) - near(b))[0] ?? null
  );
}

/** The cursor tells what a press would take hold of. */
export function hover(
  event: React.PointerEvent<HTMLElement>,
  { style, annotation, selected }: AnnotationEditing,
): void {
  if (style.tool !== 'select') return;
  const aim = aimOf(event, event.pointerType);
  const handle = selected && handleAt(selected, aim, event);
  const cursor = handle ? 'crosshair' : hitObject(annotation, aim) ? 'move' : 'default';
  event.currentTarget.style.cursor = cursor;
}
