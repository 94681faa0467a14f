import { useEffect, useRef } from 'react';
import type { InkStroke } from '#shared/ink.ts';
import { cx } from '../ui/class-names.ts';
import { drawInk } from './draw-ink.ts';
import { InkPen, type InkStyle } from './ink-pen.ts';

/** Ink over a picture, drawn anew at every frame of the screen while there is something to see. Covers its parent. */
export function InkOverlay(props: {
  strokes: readonly InkStroke[];
  /** Position in the recording now, in ms. */
  positionMs: () => number;
  /** Null: one can only look. */
  style: InkStyle | null;
  onStroke?: (stroke: InkStroke) => void;
  className?: string;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const pen = useRef<InkPen | null>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    const element = canvas.current;
    const view = element?.ownerDocument.defaultView;
    const context = element?.getContext('2d');
    if (!element || !view || !context) return;
    let request = 0;
    let wasEmpty = false;
    const draw = () => {
      const { strokes, positionMs } = latest.current;
      const now = positionMs();
      const all = pen.current ? [...strokes, pen.current.end(now)] : strokes;
      if (all.length > 0 || !wasEmpty) {
        const ratio = view.devicePixelRatio;
        const size = { width: element.clientWidth, height: element.clientHeight };
        const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
        if (element.width !== width || element.height !== height) Object.assign(element, { width, height });
        context.setTransform(ratio, 0, 0, ratio, 0, 0);
        drawInk(context, size, all, now);
      }
      wasEmpty = all.length === 0;
      request = view.requestAnimationFrame(draw);
    };
    draw();
    return () => view.cancelAnimationFrame(request);
  }, []);

  const placeOf = (event: React.PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height] as const;
  };
  const { style } = props;
  return (
    <canvas
      ref={canvas}
      aria-hidden="true"
      data-testid="ink"
      className={cx(
        'absolute inset-0 size-full',
        style ? 'cursor-crosshair touch-none' : 'pointer-events-none',
        props.className,
      )}
      onPointerDown={(event) => {
        if (!style || event.button !== 0) return;
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        pen.current = new InkPen(style, ...placeOf(event), props.positionMs());
      }}
      onPointerMove={(event) => pen.current?.move(...placeOf(event), props.positionMs())}
      onPointerUp={() => {
        if (pen.current) props.onStroke?.(pen.current.end(props.positionMs()));
        pen.current = null;
      }}
      onPointerCancel={() => (pen.current = null)}
    />
  );
}
