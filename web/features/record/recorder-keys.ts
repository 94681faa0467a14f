import { useEffect } from 'react';
import { recorder } from '../../recorder/recorder.ts';
import type { CameraLayout } from '../../recorder/picture/layout.ts';

const SHAPES: CameraLayout['shape'][] = ['circle', 'rounded', 'panel'];

/** The next bubble shape; from hidden or full back to the first. */
export function nextShape(layout: CameraLayout): CameraLayout {
  const shape = SHAPES[(SHAPES.indexOf(layout.shape) + 1) % SHAPES.length] ?? 'circle';
  return { ...layout, shape };
}

/** To this shape, or back to the circle where it is this shape already. */
export function toggleShape(layout: CameraLayout, shape: 'hidden' | 'full'): CameraLayout {
  return { ...layout, shape: layout.shape === shape ? 'circle' : shape };
}

export function togglePause(): void {
  if (recorder.get().phase === 'paused') recorder.resume();
  else recorder.pause();
}

/** The keys of the recorder, in the page's window or in the floating one. */
export function useRecorderKeys(view: Window, onDraw: () => void): void {
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      const target = event.target as HTMLElement | null;
      if (
        target?.closest?.('input, textarea, select, [role=dialog]') ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey
      )
        return;
      const { layout, abilities } = recorder.get();
      const canCompose = abilities?.hasCamera && abilities.hasScreen;
      const actions: Record<string, () => void> = {
        p: togglePause,
        s: () => recorder.stop(),
        r: () => recorder.rewind(),
        d: onDraw,
        ...(canCompose && {
          b: () => recorder.setLayout(nextShape(layout)),
          h: () => recorder.setLayout(toggleShape(layout, 'hidden')),
          f: () => recorder.setLayout(toggleShape(layout, 'full')),
        }),
      };
      const action = actions[event.key.toLowerCase()];
      if (!action) return;
      event.preventDefault();
      action();
    }
    view.addEventListener('keydown', onKey);
    return () => view.removeEventListener('keydown', onKey);
  }, [view, onDraw]);
}
