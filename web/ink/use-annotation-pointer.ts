import { useEffect, useRef, useState } from 'react';
import type { AnnotationObject } from '#shared/annotations.ts';
import { aimOf } from './annotation-aim.ts';
import { tidyStroke } from './annotation-drawing.ts';
import {
  advance,
  begin,
  finish,
  hover,
  NOTHING,
  type Gesture,
  type GesturePreview,
} from './annotation-gesture.ts';
import { hitObject } from './annotation-hit.ts';
import type { AnnotationEditing } from './use-annotation-editor.ts';

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
