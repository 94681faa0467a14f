import { useEffect, useRef, useState } from 'react';

/** What a row of such a list needs. */
export interface RowProps {
  ref: (element: HTMLElement | null) => void;
  tabIndex: number;
  onFocus: () => void;
}

/**
 * A list that is walked with J and K, and on whose row keys do something. One row at a time is in the order of the Tab key. Keys
 * that are typed into a field, or meant for a button or a dialog, are left alone.
 */
export function useListKeys<T>(
  items: readonly T[],
  keys: Record<string, (item: T) => void>,
): { rowProps: (index: number) => RowProps } {
  const [at, setAt] = useState(0);
  const rows = useRef<(HTMLElement | null)[]>([]);
  const current = Math.min(at, Math.max(0, items.length - 1));
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target instanceof HTMLElement ? event.target : document.body;
      if (target.closest('textarea, select, [role=dialog], input:not([type=checkbox])')) return;
      const move = { j: 1, k: -1 }[event.key];
      const isInList = rows.current.some((row) => row?.contains(target));
      if (move !== undefined) {
        event.preventDefault();
        const next = isInList ? Math.min(Math.max(0, current + move), items.length - 1) : current;
        rows.current[next]?.focus();
        rows.current[next]?.scrollIntoView({ block: 'nearest' });
        return;
      }
      const item = items[current];
      const isOnRow = rows.current[current] === target;
      // Enter and the space bar are a button's own.
      if (item === undefined || !isInList || (event.key === 'Enter' && !isOnRow)) return;
      const act = keys[event.key];
      if (!act) return;
      event.preventDefault();
      act(item);
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
  return {
    rowProps: (index) => ({
      ref: (element) => {
        rows.current[index] = element;
      },
      tabIndex: index === current ? 0 : -1,
      onFocus: () => setAt(index),
    }),
  };
}
