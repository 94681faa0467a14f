import { Check, Redo2, Trash2, Undo2 } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import type { InkColour } from '#shared/ink.ts';
import { INK_COLOURS } from '#shared/ink-colours.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';
import { TOOLS, WIDTHS } from './annotation-tools.ts';
import type { AnnotationEditing } from './use-annotation-editor.ts';

/** On phones the tools scroll; that they fade at the edge says that there are more. */
const FADING =
  'max-sm:[mask-image:linear-gradient(to_right,black_calc(100%-2.5rem),transparent)] max-sm:pr-8';

/** Tools, colours, widths, and the way back. Groups wrap where it is narrow, and scroll where even one is too wide. */
export function AnnotationToolbar({
  editing,
  className,
}: {
  editing: AnnotationEditing;
  className?: string;
}) {
  const { style, setStyle } = editing;
  return (
    <div
      role="toolbar"
      aria-label="Drawing"
      data-testid="annotation-toolbar"
      className={cx(
        'flex max-w-full flex-wrap items-center gap-x-1 gap-y-1 rounded-xl sm:gap-x-3 border border-line bg-raised p-1 text-text shadow-float',
        className,
      )}
    >
      <Choices
        label="Tool"
        className={FADING}
        value={style.tool}
        onChange={(tool) => setStyle({ tool })}
        choices={TOOLS.map(({ tool, label, key, icon: Icon }) => ({
          value: tool,
          label,
          hint: `${label} (${key.toUpperCase()})`,
          face: <Icon className="size-4.5" />,
        }))}
      />
      <Choices
        label="Colour"
        value={style.colour}
        onChange={(colour) => setStyle({ colour })}
        choices={(Object.keys(INK_COLOURS) as InkColour[]).map((colour) => ({
          value: colour,
          label: colour.charAt(0).toUpperCase() + colour.slice(1),
          face: (
            <span
              className="size-4.5 rounded-full border border-text/40"
              style={{ backgroundColor: INK_COLOURS[colour] }}
            />
          ),
        }))}
      />
      <Choices
        label="Width"
        value={style.width}
        onChange={(width) => setStyle({ width })}
        choices={WIDTHS.map(({ width, label }) => ({
          value: width,
          label,
          face: <span className="w-4.5 rounded-full bg-current" style={{ height: 1.5 + width * 400 }} />,
        }))}
      />
      <div className="ml-auto flex items-center">
        <IconButton label="Undo" title="Undo (Ctrl Z)" disabled={!editing.canUndo} onClick={editing.undo}>
          <Undo2 className="size-4.5" />
        </IconButton>
        <IconButton
          label="Redo"
          title="Redo (Ctrl Shift Z)"
          disabled={!editing.canRedo}
          onClick={editing.redo}
        >
          <Redo2 className="size-4.5" />
        </IconButton>
        <IconButton
          label="Clear the drawing"
          disabled={editing.annotation.length === 0}
          onClick={editing.clear}
        >
          <Trash2 className="size-4.5" />
        </IconButton>
        {editing.isFull && (
          <span role="status" className="px-2 text-xs text-dim">
            No room for more
          </span>
        )}
        <Button look="primary" size="small" title="Done (Esc)" onClick={editing.done} className="ml-1">
          <Check className="size-4 max-sm:hidden" />
          Done
        </Button>
      </div>
    </div>
  );
}

interface Choice<T> {
  value: T;
  label: string;
  hint?: string;
  face: ReactNode;
}

/** One of several, as a radio group: one stop of Tab, arrow keys choose. */
function Choices<T extends string | number>(props: {
  label: string;
  value: T;
  choices: Choice<T>[];
  onChange: (value: T) => void;
  className?: string;
}) {
  const { choices, value, onChange } = props;
  const at = choices.findIndex((choice) => choice.value === value);
  const group = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const chosen = group.current?.children[at];
    if (!group.current || !(chosen instanceof HTMLElement)) return;
    const middle = chosen.offsetLeft + chosen.offsetWidth / 2;
    group.current.scrollTo({ left: middle - group.current.clientWidth / 2, behavior: 'smooth' });
  }, [at]);
  return (
    <div
      ref={group}
      role="radiogroup"
      aria-label={props.label}
      className={cx('relative flex max-w-full overflow-x-auto [scrollbar-width:none]', props.className)}
      onKeyDown={(event) => {
        const step = STEPS[event.key];
        if (step === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        const next = (Math.max(0, at) + step + choices.length) % choices.length;
        const choice = choices[next];
        if (choice) onChange(choice.value);
        event.currentTarget.querySelectorAll<HTMLElement>('[role=radio]')[next]?.focus();
      }}
    >
      {choices.map((choice, i) => (
        <button
          key={choice.value}
          type="button"
          role="radio"
          aria-checked={choice.value === value}
          aria-label={choice.label}
          title={choice.hint ?? choice.label}
          tabIndex={i === Math.max(0, at) ? 0 : -1}
          onClick={() => onChange(choice.value)}
          className="flex size-9 shrink-0 items-center justify-center rounded-lg text-dim transition-colors duration-150 -outline-offset-2! hover:bg-hover hover:text-text aria-checked:bg-accent-soft aria-checked:text-accent-text coarse:size-11"
        >
          {choice.face}
        </button>
      ))}
    </div>
  );
}

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };
