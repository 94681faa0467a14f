import { useEffect, useRef, useState } from 'react';
import type { UnitBox } from '#shared/annotation-shapes.ts';
import type { AnnotationObject, AnnotationPoint } from '#shared/annotations.ts';
import type { Place } from '#shared/pen-outline.ts';
import {
  addPoint,
  constrained,
  isWorthKeeping,
  moved,
  newObject,
  nextPin,
  pointAt,
  tidyStroke,
} from './annotation-drawing.ts';
import { hitObject, hitOnWay, objectBounds, type Aim } from './annotation-hit.ts';
import { handlesOf, type Handle } from './annotation-selection.tsx';
import type { AnnotationEditing } from './use-annotation-editor.ts';

type Gesture = { pointerId: number; aspectRatio: number } & (
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

const NOTHING: GesturePreview = { object: null, erasedIds: new Set() };
const REACH_PX = { mouse: 7, touch: 16 };
/** In heights of the picture: a click shakes by less. */
const LEAST_MOVE = 0.006;
const HANDLE_PX = { mouse: 9, touch: 22 };

/**
 * Turns pointer events on the surface into changes: idle → draw | move | resize | erase | write → idle. A gesture belongs to
 * one pointer; until it ends it shows in `preview` alone, at most once a frame of the screen.
 */
export function useAnnotationPointer(
  editing: AnnotationEditing,
  onWrite: (object: AnnotationObject) => void,
): {
  preview: GesturePreview;
  /** Gives a gesture up; false where there is none. */
  cancel: () => boolean;
  handlers: {
    onPointerDown: (event: React.PointerEvent<HTMLElement>) => void;
    onPointerMove: (event: React.PointerEvent<HTMLElement>) => void;
    onPointerUp: (event: React.PointerEvent<HTMLElement>) => void;
    onPointerCancel: (event: React.PointerEvent<HTMLElement>) => void;
    onDoubleClick: (event: React.MouseEvent<HTMLElement>) => void;
  };
} {
  const [preview, setPreview] = useState(NOTHING);
  const gesture = useRef<Gesture | null>(null);
  const shown = useRef(NOTHING);
  const frame = useRef(0);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);

  const show = (next: () => GesturePreview) => {
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => setPreview(next()));
  };
  const end = () => {
    cancelAnimationFrame(frame.current);
    gesture.current = null;
    shown.current = NOTHING;
    setPreview(NOTHING);
  };
  const cancel = () => {
    const isActive = gesture.current !== null;
    end();
    return isActive;
  };

  return {
    preview,
    cancel,
    handlers: {
      onPointerDown: (event) => {
        if (event.button !== 0 || gesture.current) return;
        // Ends the writing of a text, which the default action would do too late.
        const active = event.currentTarget.ownerDocument.activeElement;
        if (active instanceof HTMLTextAreaElement && event.currentTarget.contains(active)) {
          if (event.target !== active) active.blur();
          return;
        }
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        gesture.current = begin(event, editing);
      },
      onPointerMove: (event) => {
        const now = gesture.current;
        if (!now) return hover(event, editing);
        if (event.pointerId !== now.pointerId) return;
        shown.current = advance(now, event, editing);
        show(() =>
          now.kind === 'draw' && now.object.tool === 'pen'
            ? { ...NOTHING, object: { ...now.object, points: tidyStroke(now.points, now.aspectRatio) } }
            : shown.current,
        );
      },
      onPointerUp: (event) => {
        const now = gesture.current;
        if (!now || event.pointerId !== now.pointerId) return;
        const last = shown.current;
        end();
        finish(now, last, editing, onWrite);
      },
      onPointerCancel: (event) => {
        if (event.pointerId === gesture.current?.pointerId) end();
      },
      onDoubleClick: (event) => {
        const object = hitObject(editing.annotation, aimOf(event, 'mouse'));
        if (editing.style.tool === 'select' && object?.tool === 'text') onWrite(object);
      },
    },
  };
}

function begin(event: React.PointerEvent<HTMLElement>, editing: AnnotationEditing): Gesture | null {
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
function advance(
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

function finish(
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
function hover(
  event: React.PointerEvent<HTMLElement>,
  { style, annotation, selected }: AnnotationEditing,
): void {
  if (style.tool !== 'select') return;
  const aim = aimOf(event, event.pointerType);
  const handle = selected && handleAt(selected, aim, event);
  const cursor = handle ? 'crosshair' : hitObject(annotation, aim) ? 'move' : 'default';
  event.currentTarget.style.cursor = cursor;
}

interface At {
  clientX: number;
  clientY: number;
  pressure?: number;
  pointerType?: string;
}

function pointOf(
  event: At & { currentTarget?: unknown },
  surface = event.currentTarget as HTMLElement,
): AnnotationPoint {
  const box = surface.getBoundingClientRect();
  const pressure = event.pointerType === 'pen' ? event.pressure : 0.5;
  return pointAt((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height, pressure);
}

function aimOf(event: At & { currentTarget: HTMLElement }, pointerType: string): Aim {
  const { width, height } = event.currentTarget.getBoundingClientRect();
  const [x, y] = pointOf(event);
  const aspectRatio = width / height;
  const reach = pointerType === 'touch' ? REACH_PX.touch : REACH_PX.mouse;
  return { x: x * aspectRatio, y, tolerance: reach / height, aspectRatio };
}

/** All positions since the last event: browsers tell one a frame, pens and mice make more. */
function coalesced({ nativeEvent }: React.PointerEvent): PointerEvent[] {
  const events = nativeEvent.getCoalescedEvents?.() ?? [];
  return events.length > 0 ? events : [nativeEvent];
}
