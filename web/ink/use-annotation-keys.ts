import { useEffect, useRef } from 'react';
import { moved } from './annotation-drawing.ts';
import { objectBounds } from './annotation-hit.ts';
import { TOOLS, WIDTHS } from './annotation-tools.ts';
import type { AnnotationEditing } from './use-annotation-editor.ts';

const NUDGES: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const NUDGE = 0.002;
/** The player's keys: while one draws, the frame must stay. */
const PLAYER = /^([ kjl,.<>mcfnio0-9]|Arrow(Left|Right|Up|Down))$/i;

/**
 * The editor's keys, taken before anyone else on the page sees them; the player's are kept from it. Neither where something is
 * being typed, nor in a dialog or menu.
 */
export function useAnnotationKeys(
  editing: AnnotationEditing,
  surface: { aspectRatio: number; element: React.RefObject<HTMLElement | null>; cancel: () => boolean },
): void {
  const latest = useRef({ editing, surface });
  useEffect(() => {
    latest.current = { editing, surface };
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (
        !(event.target instanceof Element) ||
        isElsewhere(event.target, latest.current.surface.element.current)
      )
        return;
      const isInChoice = event.target.closest('[role=radiogroup]') !== null;
      if (isInChoice && event.key in NUDGES) return;
      const action = actionOf(event, latest.current.editing, latest.current.surface);
      if (action) {
        event.preventDefault();
        event.stopImmediatePropagation();
        action();
      } else if (!event.ctrlKey && !event.metaKey && !event.altKey && PLAYER.test(event.key))
        event.stopImmediatePropagation();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, []);
}

function isElsewhere(target: Element, surface: HTMLElement | null): boolean {
  if (target.closest('input, textarea, select, [contenteditable]')) return true;
  const layer = target.closest('[role=dialog], [role=menu], [role=listbox]');
  return layer !== null && !layer.contains(surface);
}

function actionOf(
  event: KeyboardEvent,
  editing: AnnotationEditing,
  { aspectRatio, cancel }: { aspectRatio: number; cancel: () => boolean },
): (() => void) | null {
  const { selected, style } = editing;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.altKey) return null;
  if (event.ctrlKey || event.metaKey) {
    if (key === 'z') return event.shiftKey ? editing.redo : editing.undo;
    return key === 'y' ? editing.redo : null;
  }
  if (key === 'Escape') return () => cancel() || editing.done();
  if (key === 'Delete' || key === 'Backspace') return selected ? () => editing.erase([selected.id]) : null;
  const nudge = NUDGES[key];
  if (nudge && selected) {
    const step = NUDGE * (event.shiftKey ? 10 : 1);
    const { x, width, ...rest } = objectBounds(selected, aspectRatio);
    const bounds = { ...rest, x: x / aspectRatio, width: width / aspectRatio };
    const by = { x: (nudge[0] * step) / aspectRatio, y: nudge[1] * step };
    return () => editing.replace(moved(selected, by, bounds), `nudge ${selected.id}`);
  }
  if (key === '[' || key === ']') {
    const at = WIDTHS.findIndex(({ width }) => width === style.width);
    const next = WIDTHS[at + (key === ']' ? 1 : -1)];
    return next ? () => editing.setStyle({ width: next.width }) : null;
  }
  const choice = TOOLS.find((one) => one.key === key);
  return choice ? () => editing.setStyle({ tool: choice.tool }) : null;
}
