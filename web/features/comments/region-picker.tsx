import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { Region } from '#shared/comments.ts';
import { changeRegion, regionBetween } from '#shared/regions.ts';
import { boxStyle } from '../../ink/annotation-layer.tsx';

type Point = readonly [x: number, y: number];

const STEP = 0.01;
const START: Region = { x: 0.35, y: 0.35, width: 0.3, height: 0.3 };
const ARROWS: Record<string, Point> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

/**
 * Marks a part of the picture: by dragging, or by the arrows (with Shift its size), Enter takes it, Escape leaves it as it
 * was. Covers its parent, which must be the picture without the bars beside it.
 */
export function RegionPicker({
  value,
  onPick,
  onCancel,
}: {
  value: Region | null;
  onPick: (region: Region) => void;
  onCancel: () => void;
}) {
  const surface = useRef<HTMLDivElement>(null);
  const [from, setFrom] = useState<Point | null>(null);
  const [region, setRegion] = useState<Region | null>(value);
  useEffect(() => surface.current?.focus(), []);

  function pointOf(event: PointerEvent<HTMLElement>): Point {
    const box = event.currentTarget.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  }

  function onKeyDown(event: KeyboardEvent): void {
    const arrow = ARROWS[event.key];
    const actions: Record<string, () => void> = {
      Enter: () => (region ? onPick(region) : setRegion(START)),
      Escape: onCancel,
      ...(arrow && {
        [event.key]: () =>
          setRegion(region ? changeRegion(region, arrow, event.shiftKey ? 'size' : 'move') : START),
      }),
    };
    // All other keys are those of the player, which stands still for now.
    event.stopPropagation();
    if (event.target !== event.currentTarget && event.key !== 'Escape') return;
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  return (
    <div
      ref={surface}
      role="application"
      aria-label="Mark a region of the picture: drag, or use the arrow keys, Shift for its size, and Enter"
      data-testid="region-picker"
      tabIndex={0}
      className="pointer-events-auto absolute inset-0 cursor-crosshair touch-none bg-black/20 outline-none select-none"
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        setFrom(pointOf(event));
        setRegion(null);
      }}
      onPointerMove={(event) => {
        if (from) setRegion(regionBetween(from, pointOf(event)));
      }}
      onPointerUp={(event) => {
        if (!from) return;
        const drawn = regionBetween(from, pointOf(event));
        setFrom(null);
        if (drawn) onPick(drawn);
      }}
      onPointerCancel={() => setFrom(null)}
    >
      {region && (
        <div
          className="pointer-events-none absolute rounded-sm border-2 border-yellow-300 shadow-[0_0_0_9999px_rgb(0_0_0/0.35)]"
          style={boxStyle(region)}
        />
      )}
      {!region && (
        <p className="absolute inset-x-0 top-3 mx-auto flex w-fit max-w-[92%] items-center gap-3 rounded-lg bg-black/75 py-1 pr-1 pl-3 text-[0.8125rem] text-white">
          Drag over the part that you mean.
          <button
            type="button"
            className="rounded-md px-2 py-1 font-medium hover:bg-white/15 coarse:min-h-11"
            onPointerDown={(event) => event.stopPropagation()}
            onClick={onCancel}
          >
            Cancel
          </button>
        </p>
      )}
    </div>
  );
}
