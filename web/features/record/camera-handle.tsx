import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { LEAST_SIZE, MOST_SIZE, placePicture, type CameraLayout } from '../../recorder/picture/layout.ts';

const STEP = 0.02;

/** A frame over the camera in the preview: drag to move, drag its corner to size; or arrows and + −. */
export function CameraHandle({
  layout,
  picture,
  onChange,
}: {
  layout: CameraLayout;
  picture: { width: number; height: number };
  onChange: (layout: CameraLayout) => void;
}) {
  const drag = useRef<{ dx: number; dy: number; isSizing: boolean } | null>(null);
  const box = placePicture(layout, picture).camera;
  if (!box || layout.shape === 'full') return null;
  const percent = (value: number, of: number) => `${(value / of) * 100}%`;
  const placeOf = (event: PointerEvent) => {
    const around = (event.currentTarget as HTMLElement).closest('[data-stage]')?.getBoundingClientRect();
    return around
      ? { x: (event.clientX - around.left) / around.width, y: (event.clientY - around.top) / around.height }
      : { x: 0, y: 0 };
  };
  function onDown(event: PointerEvent<HTMLElement>, isSizing: boolean): void {
    event.preventDefault();
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    const { x, y } = placeOf(event);
    drag.current = { dx: layout.x - x, dy: layout.y - y, isSizing };
  }
  function onMove(event: PointerEvent<HTMLElement>): void {
    if (!drag.current) return;
    const { x, y } = placeOf(event);
    const { dx, dy, isSizing } = drag.current;
    if (!isSizing) return onChange({ ...layout, x: clamp(x + dx, 0, 1), y: clamp(y + dy, 0, 1) });
    const size =
      layout.shape === 'panel' ? Math.abs((layout.x < 0.5 ? 0 : 1) - x) : Math.abs(y - layout.y) * 2;
    onChange({ ...layout, size: clamp(size, LEAST_SIZE, MOST_SIZE) });
  }
  function onKey(event: KeyboardEvent): void {
    const moves: Record<string, Partial<CameraLayout>> = {
      ArrowLeft: { x: layout.x - STEP },
      ArrowRight: { x: layout.x + STEP },
      ArrowUp: { y: layout.y - STEP },
      ArrowDown: { y: layout.y + STEP },
      '+': { size: layout.size + STEP },
      '-': { size: layout.size - STEP },
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const next = { ...layout, ...move };
    onChange({
      ...next,
      x: clamp(next.x, 0, 1),
      y: clamp(next.y, 0, 1),
      size: clamp(next.size, LEAST_SIZE, MOST_SIZE),
    });
  }
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label="Camera: arrows move it, plus and minus size it"
      aria-valuemin={LEAST_SIZE * 100}
      aria-valuemax={MOST_SIZE * 100}
      aria-valuenow={Math.round(layout.size * 100)}
      onPointerDown={(event) => onDown(event, false)}
      onPointerMove={onMove}
      onPointerUp={() => (drag.current = null)}
      onKeyDown={onKey}
      style={{
        left: percent(box.x, picture.width),
        top: percent(box.y, picture.height),
        width: percent(box.width, picture.width),
        height: percent(box.height, picture.height),
        borderRadius: layout.shape === 'circle' ? '50%' : layout.shape === 'rounded' ? '9% / 12%' : 0,
      }}
      className="absolute cursor-move touch-none border-2 border-transparent transition-colors duration-150 hover:border-white/70 focus-visible:border-accent"
    >
      <span
        onPointerDown={(event) => onDown(event, true)}
        className="absolute -right-1 -bottom-1 size-5 cursor-nwse-resize touch-none rounded-full border-2 border-white bg-accent opacity-0 shadow transition-opacity duration-150 [div:hover>&]:opacity-100 coarse:size-7 coarse:opacity-100"
      />
    </div>
  );
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
