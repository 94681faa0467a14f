import { useEffect } from 'react';
import { recorder } from '../../recorder/recorder.ts';
import { nextShape, toggleShape } from '../../recorder/picture/layout.ts';

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
          m: () => recorder.setLayout({ ...layout, isMirrored: !layout.isMirrored }),
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
