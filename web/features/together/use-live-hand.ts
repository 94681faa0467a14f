import { useEffect, useRef, type PointerEvent as ReactPointerEvent, type RefObject } from 'react';
import type { AnnotationPoint } from '#shared/annotations.ts';
import type { InkColour } from '#shared/ink.ts';
import { MOST_LIVE_POINTS } from '#shared/together-limits.ts';
import { addPoint, newObject, pointAt, tidyStroke } from '../../ink/annotation-drawing.ts';
import { DEFAULT_STYLE } from '../../ink/annotation-tools.ts';
import type { TogetherSession, TogetherTool } from './together-session.ts';

/** A laser that rests says so, or the others would take it for gone. */
const REPEAT_MS = 500;

/** Turns the pointer over the picture (`layer` covers it exactly) into laser and live ink, and holding B into the laser. */
export function useLiveHand(
  live: TogetherSession,
  layer: RefObject<HTMLElement | null>,
  options: { tool: TogetherTool; colour: InkColour; aspectRatio: number },
) {
  const { tool, colour, aspectRatio } = options;
  const pointer = useRef<{ clientX: number; clientY: number } | null>(null);
  const stroke = useRef<{ id: string; pointerId: number; points: AnnotationPoint[] } | null>(null);

  useEffect(() => {
    const onMove = (event: PointerEvent) => {
      pointer.current = event;
    };
    window.addEventListener('pointermove', onMove, { passive: true });
    return () => window.removeEventListener('pointermove', onMove);
  }, []);

  useEffect(() => {
    if (tool !== 'laser') return;
    let isOn = false;
    const point = () => {
      const place = pointer.current && placeOn(layer.current, pointer.current);
      if (place) live.laserAt(place.x, place.y);
      else if (isOn) live.laserOff();
      isOn = place !== null;
    };
    // A finger that is lifted points at nothing.
    const onUp = (event: PointerEvent) => {
      if (event.pointerType !== 'touch') return;
      pointer.current = null;
      point();
    };
    point();
    const timer = setInterval(point, REPEAT_MS);
    window.addEventListener('pointermove', point, { passive: true });
    window.addEventListener('pointerup', onUp);
    return () => {
      clearInterval(timer);
      window.removeEventListener('pointermove', point);
      window.removeEventListener('pointerup', onUp);
      live.laserOff();
    };
  }, [tool, live, layer]);

  useEffect(() => {
    let before: TogetherTool | null = null;
    const onKey = (event: KeyboardEvent) => {
      const isOurs = event.key.toLowerCase() === 'b' && !event.ctrlKey && !event.metaKey && !event.altKey;
      const { target } = event;
      const isTyping =
        target instanceof Element &&
        target.closest('input:not([type=range]), textarea, select, [role=dialog]');
      // While a comment is drawn on, the keys are the drawing's.
      if (event.defaultPrevented) return;
      if (event.key === 'Escape' && !isTyping && live.get().tool !== 'none') live.setTool('none');
      if (!isOurs || isTyping || before !== null) return;
      before = live.get().tool;
      live.setTool('laser');
    };
    const onRelease = (event: KeyboardEvent | FocusEvent) => {
      if (before === null || ('key' in event && event.key.toLowerCase() !== 'b')) return;
      live.setTool(before);
      before = null;
    };
    window.addEventListener('keydown', onKey);
    window.addEventListener('keyup', onRelease);
    window.addEventListener('blur', onRelease);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('keyup', onRelease);
      window.removeEventListener('blur', onRelease);
    };
  }, [live]);

  function drawStroke(): void {
    const now = stroke.current;
    const [first] = now?.points ?? [];
    if (!now || !first) return;
    const object = newObject({ ...DEFAULT_STYLE, colour }, 'pen', first);
    const points = thinned(tidyStroke(now.points, aspectRatio));
    live.draw({ ...object, id: now.id, tool: 'pen', points, text: '' });
  }

  const add = (event: { clientX: number; clientY: number; pressure: number; pointerType: string }) => {
    const place = placeOn(layer.current, event, true);
    if (!stroke.current || !place) return;
    const pressure = event.pointerType === 'pen' ? event.pressure : 0.5;
    addPoint(stroke.current.points, pointAt(place.x, place.y, pressure), aspectRatio);
  };
  return {
    onPointerDown: (event: ReactPointerEvent<HTMLElement>) => {
      if (tool !== 'pen' || event.button !== 0 || stroke.current) return;
      event.preventDefault();
      event.currentTarget.setPointerCapture(event.pointerId);
      stroke.current = { id: crypto.randomUUID(), pointerId: event.pointerId, points: [] };
      add(event);
      drawStroke();
    },
    onPointerMove: (event: ReactPointerEvent<HTMLElement>) => {
      if (event.pointerId !== stroke.current?.pointerId) return;
      for (const each of event.nativeEvent.getCoalescedEvents?.() ?? [event.nativeEvent]) add(each);
      drawStroke();
    },
    onPointerUp: (event: ReactPointerEvent<HTMLElement>) => {
      if (event.pointerId === stroke.current?.pointerId) stroke.current = null;
    },
    onPointerCancel: (event: ReactPointerEvent<HTMLElement>) => {
      if (event.pointerId === stroke.current?.pointerId) stroke.current = null;
    },
  };
}

/** In 0–1 of the picture; null beside it, unless a hand that began inside may be there (`isHeld`). */
function placeOn(
  element: HTMLElement | null,
  { clientX, clientY }: { clientX: number; clientY: number },
  isHeld = false,
): { x: number; y: number } | null {
  const box = element?.getBoundingClientRect();
  if (!box || box.width === 0) return null;
  const x = (clientX - box.left) / box.width;
  const y = (clientY - box.top) / box.height;
  const isInside = x >= 0 && x <= 1 && y >= 0 && y <= 1;
  return isInside || isHeld ? { x, y } : null;
}

/** As many points as one message holds, in the precision of a pixel. */
function thinned(points: readonly AnnotationPoint[]): AnnotationPoint[] {
  const every = Math.ceil(points.length / MOST_LIVE_POINTS);
  const round = (value: number) => Math.round(value * 10_000) / 10_000;
  return points
    .filter((_, i) => i % every === 0 || i === points.length - 1)
    .slice(-MOST_LIVE_POINTS)
    .map(([x, y, pressure]) => [round(x), round(y), pressure]);
}
