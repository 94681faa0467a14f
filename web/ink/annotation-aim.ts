import type { AnnotationPoint } from '#shared/annotations.ts';
import { pointAt } from './annotation-drawing.ts';
import type { Aim } from './annotation-hit.ts';

const REACH_PX = { mouse: 7, touch: 16 };

interface At {
  clientX: number;
  clientY: number;
  pressure?: number;
  pointerType?: string;
}

/** Where an event is in the picture; only pens tell how hard they press. */
export function pointOf(
  event: At & { currentTarget?: unknown },
  surface = event.currentTarget as HTMLElement,
): AnnotationPoint {
  const box = surface.getBoundingClientRect();
  const pressure = event.pointerType === 'pen' ? event.pressure : 0.5;
  return pointAt((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height, pressure);
}

/** What an event points at: fingers are less exact. */
export function aimOf(event: At & { currentTarget: HTMLElement }, pointerType: string): Aim {
  const { width, height } = event.currentTarget.getBoundingClientRect();
  const [x, y] = pointOf(event);
  const aspectRatio = width / height;
  const reach = pointerType === 'touch' ? REACH_PX.touch : REACH_PX.mouse;
  return { x: x * aspectRatio, y, tolerance: reach / height, aspectRatio };
}

/** All positions since the last event: browsers tell one a frame, pens and mice make more. */
export function coalesced({ nativeEvent }: React.PointerEvent): PointerEvent[] {
  const events = nativeEvent.getCoalescedEvents?.() ?? [];
  return events.length > 0 ? events : [nativeEvent];
}
