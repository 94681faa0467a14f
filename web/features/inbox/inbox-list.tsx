import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import type { Notification } from '#shared/notifications.ts';
import { groupInbox } from './inbox-groups.ts';
import { InboxRow, type RowActions } from './inbox-row.tsx';

type Line =
  | { kind: 'heading'; key: string; title: string }
  | { kind: 'group'; key: string; title: string; count: number }
  | { kind: 'entry'; key: string; item: Notification; isInGroup: boolean };

const HEIGHTS = { heading: 44, group: 40, entry: 92 };

function linesOf(asks: readonly Notification[], items: readonly Notification[]): Line[] {
  const entry = (item: Notification, isInGroup: boolean): Line => ({
    kind: 'entry',
    key: item.id,
    item,
    isInGroup,
  });
  const groups = groupInbox(items).flatMap((group): Line[] =>
    group.items.length === 1
      ? group.items.map((item) => entry(item, false))
      : [
          { kind: 'group', key: group.key, title: group.title, count: group.items.length },
          ...group.items.map((item) => entry(item, true)),
        ],
  );
  if (asks.length === 0) return groups;
  return [
    { kind: 'heading', key: 'asks', title: 'Asked of you' },
    ...asks.map((item) => entry(item, false)),
    ...(groups.length > 0 ? [{ kind: 'heading' as const, key: 'updates', title: 'Updates' }] : []),
    ...groups,
  ];
}

/** Asks first, then all else by video and thread. Only what is in sight is in the page, so that thousands scroll like ten. */
export function InboxList(props: {
  asks: readonly Notification[];
  items: readonly Notification[];
  box: RefObject<HTMLElement | null>;
  actions: RowActions;
  onEnd: () => void;
}) {
  const { actions, onEnd } = props;
  const lines = useMemo(() => linesOf(props.asks, props.items), [props.asks, props.items]);
  const entries = useMemo(
    () => lines.flatMap((line, index) => (line.kind === 'entry' ? [{ item: line.item, index }] : [])),
    [lines],
  );
  const [currentId, setCurrentId] = useState<string | null>(null);
  // Where the current one was put away, the one that took its place is current.
  const place = useRef(0);
  const found = entries.findIndex(({ item }) => item.id === currentId);
  const at = found >= 0 ? found : Math.min(place.current, entries.length - 1);
  useEffect(() => {
    place.current = Math.max(at, 0);
  }, [at]);
  // No compiler memoizes here.
  // oxlint-disable-next-line react/incompatible-library
  const list = useVirtualizer({
    count: lines.length,
    getScrollElement: () => props.box.current,
    estimateSize: (index) => HEIGHTS[lines[index]?.kind ?? 'entry'],
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 8,
  });
  const shown = list.getVirtualItems();
  const isNearEnd = (shown.at(-1)?.index ?? 0) >= lines.length - 10;
  useEffect(() => {
    if (isNearEnd) onEnd();
  }, [isNearEnd, onEnd]);

  useEffect(() => {
    function go(to: number): void {
      const next = entries[Math.max(0, Math.min(to, entries.length - 1))];
      if (!next) return;
      setCurrentId(next.item.id);
      list.scrollToIndex(next.index, { align: 'auto' });
      requestAnimationFrame(() => {
        document.getElementById(`entry-${next.item.id}`)?.focus({ preventScroll: true });
      });
    }
    function onKey(event: KeyboardEvent): void {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (target.closest('input, textarea, select, [role=dialog], [role=menu]')) return;
      const current = entries[at]?.item;
      const key = event.key.toLowerCase();
      if (key === 'j') go(found < 0 ? at : at + 1);
      else if (key === 'k') go(at - 1);
      else if (!current) return;
      else if (key === 'e') actions.done(current);
      else if (key === 'h') actions.snooze(current);
      else if (key === 'u') actions.toggleRead(current);
      else if (key === 'enter' && target === document.body) actions.open(current);
      else return;
      event.preventDefault();
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [entries, at, found, actions, list]);

  return (
    <ul aria-label="Inbox" className="relative" style={{ height: list.getTotalSize() }}>
      {shown.map(({ index, key, start }) => {
        const line = lines[index];
        if (!line) return null;
        return (
          <li
            key={key}
            ref={list.measureElement}
            data-index={index}
            aria-setsize={lines.length}
            aria-posinset={index + 1}
            className="absolute inset-x-0 top-0"
            style={{ transform: `translateY(${start}px)` }}
          >
            {line.kind === 'heading' ? (
              <h2 className="px-4 pt-4 pb-2 text-ui font-semibold sm:px-5">{line.title}</h2>
            ) : line.kind === 'group' ? (
              <h2 className="flex items-baseline gap-2 border-b border-line px-4 pt-3 pb-2 text-ui font-medium sm:px-5">
                <span className="truncate">{line.title}</span>
                <span className="numbers text-xs font-normal text-dim">{line.count}</span>
              </h2>
            ) : (
              <InboxRow
                item={line.item}
                isInGroup={line.isInGroup}
                isCurrent={line.item.id === currentId}
                onFocus={() => setCurrentId(line.item.id)}
                actions={actions}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}
