import { ArrowUpRight, Lightbulb, PenLine, Square, type LucideIcon } from 'lucide-react';
import type { InkColour, InkTool } from '#shared/ink.ts';
import { INK_COLOURS } from '#shared/ink-colours.ts';
import { cx } from '../ui/class-names.ts';
import type { InkStyle } from './ink-pen.ts';

export const DEFAULT_INK: InkStyle = { tool: 'pen', colour: 'red', width: 0.006, lifeMs: 5000 };

const TOOLS: [InkTool, string, LucideIcon][] = [
  ['pen', 'Pen', PenLine],
  ['arrow', 'Arrow', ArrowUpRight],
  ['box', 'Box', Square],
  ['spotlight', 'Spotlight', Lightbulb],
];

const buttonClass =
  'flex size-9 items-center justify-center rounded-lg text-dim transition-colors duration-150 hover:bg-hover hover:text-text aria-checked:bg-accent-soft aria-checked:text-accent-text coarse:size-11';

/** Tools and colours. */
export function InkToolbar({
  style,
  onChange,
  isSmall = false,
}: {
  style: InkStyle;
  onChange: (style: InkStyle) => void;
  isSmall?: boolean;
}) {
  return (
    <div className="flex flex-wrap items-center gap-1" role="group" aria-label="Drawing">
      <div role="radiogroup" aria-label="Tool" className="flex">
        {TOOLS.map(([tool, name, Icon]) => (
          <button
            key={tool}
            type="button"
            role="radio"
            aria-checked={style.tool === tool}
            aria-label={name}
            title={name}
            onClick={() => onChange({ ...style, tool })}
            className={buttonClass}
          >
            <Icon className="size-4.5" />
          </button>
        ))}
      </div>
      {!isSmall && (
        <div role="radiogroup" aria-label="Colour" className="ml-1 flex gap-0.5">
          {(Object.keys(INK_COLOURS) as InkColour[]).map((colour) => (
            <button
              key={colour}
              type="button"
              role="radio"
              aria-checked={style.colour === colour}
              aria-label={colour}
              title={colour}
              onClick={() => onChange({ ...style, colour })}
              className={cx(buttonClass, 'size-8')}
            >
              <span
                className="size-4 rounded-full border border-line-strong"
                style={{ backgroundColor: INK_COLOURS[colour] }}
              />
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
