import { Hash } from 'lucide-react';
import { useId, useRef, useState, type KeyboardEvent, type Ref } from 'react';
import { Avatar } from '../../ui/avatar.tsx';
import { cx } from '../../ui/class-names.ts';
import { inputClass } from '../../ui/field.tsx';
import { matchPeople, mentionQuery, type Nameable } from './mention-draft.ts';

export interface MentionText {
  text: string;
  /** Who was named so far. */
  people: Nameable[];
}

/** A text in which `@` completes the names of people and spaces. Ctrl Enter sends, Escape cancels. */
export function MentionField(props: {
  label: string;
  placeholder?: string;
  value: MentionText;
  onChange: (value: MentionText) => void;
  /** Who can be named. */
  candidates: readonly Nameable[];
  onSend: () => void;
  onCancel?: () => void;
  rows?: number;
  autoFocus?: boolean;
  ref?: Ref<HTMLTextAreaElement>;
}) {
  const { value, onChange, candidates } = props;
  const [query, setQuery] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const field = useRef<HTMLTextAreaElement | null>(null);
  const listId = useId();
  const matches = query === null ? [] : matchPeople(candidates, query);
  const isOpen = matches.length > 0;

  function look(element: HTMLTextAreaElement): void {
    setQuery(mentionQuery(element.value, element.selectionStart));
    setActive(0);
  }

  function choose(person: Nameable): void {
    const element = field.current;
    if (!element || query === null) return;
    const from = element.selectionStart - query.length;
    const text = `${value.text.slice(0, from)}${person.name} ${value.text.slice(element.selectionStart)}`;
    onChange({ text, people: [...value.people.filter(({ id }) => id !== person.id), person] });
    setQuery(null);
    const cursor = from + person.name.length + 1;
    requestAnimationFrame(() => element.setSelectionRange(cursor, cursor));
    element.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    const chosen = matches[active];
    if (isOpen && chosen) {
      const keys: Record<string, () => void> = {
        ArrowDown: () => setActive((active + 1) % matches.length),
        ArrowUp: () => setActive((active + matches.length - 1) % matches.length),
        Enter: () => choose(chosen),
        Tab: () => choose(chosen),
        Escape: () => setQuery(null),
      };
      const action = event.ctrlKey || event.metaKey ? undefined : keys[event.key];
      if (action) {
        event.preventDefault();
        event.stopPropagation();
        return action();
      }
    }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      props.onSend();
    }
    if (event.key === 'Escape') props.onCancel?.();
  }

  return (
    <div className="relative">
      <textarea
        ref={(element) => {
          field.current = element;
          if (typeof props.ref === 'function') props.ref(element);
          else if (props.ref) props.ref.current = element;
        }}
        autoFocus={props.autoFocus}
        rows={props.rows ?? 2}
        aria-label={props.label}
        aria-haspopup="listbox"
        aria-controls={isOpen ? listId : undefined}
        aria-autocomplete="list"
        aria-activedescendant={isOpen ? `${listId}-${active}` : undefined}
        placeholder={props.placeholder}
        value={value.text}
        onChange={(event) => {
          onChange({ text: event.target.value, people: value.people });
          look(event.target);
        }}
        onKeyUp={(event) => {
          if (event.key.startsWith('Arrow') && !isOpen) look(event.currentTarget);
        }}
        onBlur={() => setQuery(null)}
        onKeyDown={onKeyDown}
        className={cx(inputClass, 'field-sizing-content max-h-56 min-h-16 resize-none py-2')}
      />
      {isOpen && (
        <ul
          id={listId}
          role="listbox"
          aria-label="People and spaces"
          className="appear absolute inset-x-0 bottom-full z-20 mb-1 rounded-xl border border-line bg-raised p-1 shadow-float"
        >
          {matches.map((person, i) => (
            <li
              key={person.id}
              id={`${listId}-${i}`}
              role="option"
              aria-selected={i === active}
              onPointerDown={(event) => {
                event.preventDefault();
                choose(person);
              }}
              className={cx(
                'flex h-9 cursor-default items-center gap-2 rounded-lg px-2 text-ui coarse:h-11',
                i === active && 'bg-hover',
              )}
            >
              {person.kind === 'space' ? (
                <Hash className="size-5 p-0.5 text-faint" aria-hidden="true" />
              ) : (
                <Avatar name={person.name} size="small" />
              )}
              <span className="min-w-0 flex-1 truncate">{person.name}</span>
              {person.kind === 'space' && <span className="text-xs text-faint">Everybody in the space</span>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
