import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { cx } from '../../ui/class-names.ts';
import { inputClass } from '../../ui/field.tsx';
import { findZones, zoneName } from './find-zones.ts';

/** A time zone, found by typing a city, a region or the name of its time. A combobox with a list (ARIA 1.2). */
export function ZoneField(props: {
  label: ReactNode;
  value: string;
  onChange: (timeZone: string) => void;
  hint?: ReactNode;
  className?: string;
}) {
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  /** Null while it is closed. */
  const [query, setQuery] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const zones = query === null ? [] : findZones(query, props.value);
  const current = zones[Math.min(active, zones.length - 1)];

  const isOpen = query !== null;
  // On a phone the list would lie below what is seen.
  useEffect(() => {
    if (isOpen) list.current?.scrollIntoView({ block: 'nearest' });
  }, [isOpen]);

  function close(): void {
    setQuery(null);
    setActive(0);
  }
  function choose(timeZone: string | undefined): void {
    close();
    if (timeZone !== undefined && timeZone !== props.value) props.onChange(timeZone);
  }
  function move(by: number): void {
    const next = (active + by + zones.length) % Math.max(zones.length, 1);
    setActive(next);
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' });
  }
  function onKeyDown(event: KeyboardEvent): void {
    const act: Record<string, () => void> =
      query === null
        ? { ArrowDown: () => setQuery(''), ArrowUp: () => setQuery('') }
        : {
            ArrowDown: () => move(1),
            ArrowUp: () => move(-1),
            Enter: () => choose(current?.id),
            Escape: close,
          };
    if (!act[event.key]) return;
    event.preventDefault();
    act[event.key]?.();
  }
  return (
    <div className={cx('relative', props.className)}>
      <label htmlFor={id} className="mb-1.5 block text-ui font-medium">
        {props.label}
      </label>
      <input
        id={id}
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        aria-expanded={query !== null}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={current ? `${id}-${current.id}` : undefined}
        aria-describedby={props.hint ? `${id}-hint` : undefined}
        value={query ?? zoneName(props.value)}
        placeholder="Type a city"
        onClick={() => query === null && setQuery('')}
        onChange={(event) => {
          setQuery(event.target.value);
          setActive(0);
        }}
        onBlur={close}
        onKeyDown={onKeyDown}
        className={cx(inputClass, 'h-10')}
      />
      {query !== null && (
        <ul
          id={`${id}-list`}
          ref={list}
          role="listbox"
          aria-label="Time zones"
          // A press must not take the focus from the field before it is a click.
          onMouseDown={(event) => event.preventDefault()}
          className="appear absolute inset-x-0 top-full z-30 mt-1 max-h-72 overflow-y-auto rounded-xl border border-line bg-raised p-1 shadow-float"
        >
          {zones.map((zone, i) => (
            <li
              key={zone.id}
              id={`${id}-${zone.id}`}
              role="option"
              aria-selected={zone === current}
              onMouseEnter={() => setActive(i)}
              onClick={() => choose(zone.id)}
              className="flex min-h-9 cursor-pointer items-center justify-between gap-3 rounded-lg px-2.5 py-1.5 text-ui aria-selected:bg-hover coarse:min-h-11"
            >
              <span className="truncate">{zoneName(zone.id)}</span>
              <span className="numbers shrink-0 text-[0.8125rem]">
                {zone.time} · {zone.offset}
              </span>
            </li>
          ))}
        </ul>
      )}
      {query !== null && zones.length === 0 && (
        <p role="status" className="mt-1.5 text-[0.8125rem] text-dim">
          No zone is called “{query}”. Try the nearest large city.
        </p>
      )}
      {props.hint && (
        <p id={`${id}-hint`} className="mt-1.5 text-[0.8125rem] text-dim">
          {props.hint}
        </p>
      )}
    </div>
  );
}
