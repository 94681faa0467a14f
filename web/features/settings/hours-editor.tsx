import { Plus, X } from 'lucide-react';
import type { DailyHours, WeekHours } from '#shared/people-time.ts';
import { IconButton } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { inputClass } from '../../ui/field.tsx';
import { DAYS, nextBlock, problemOf, totalOf } from './week-hours.ts';

/** The blocks of work of each weekday. */
export function HoursEditor({ value, onChange }: { value: WeekHours; onChange: (week: WeekHours) => void }) {
  return (
    <ul className="divide-y divide-line rounded-xl border border-line bg-raised">
      {DAYS.map(({ id, name }) => (
        <DayRow
          key={id}
          name={name}
          blocks={value[id]}
          onChange={(blocks) => onChange({ ...value, [id]: blocks })}
        />
      ))}
    </ul>
  );
}

function DayRow(props: { name: string; blocks: DailyHours[]; onChange: (blocks: DailyHours[]) => void }) {
  const { name, blocks, onChange } = props;
  const problem = problemOf(blocks);
  const more = nextBlock(blocks);
  return (
    <li className="px-4 py-2">
      <div className="flex flex-wrap items-start gap-x-3">
        <label className="flex min-h-9 w-28 items-center gap-2.5 text-ui font-medium coarse:min-h-11">
          <input
            type="checkbox"
            checked={blocks.length > 0}
            onChange={(event) => onChange(event.target.checked ? [{ from: '09:00', to: '17:00' }] : [])}
            className="size-4 accent-accent"
          />
          {name}
        </label>
        {blocks.length === 0 ? (
          <p className="flex min-h-9 items-center text-ui text-faint coarse:min-h-11">Free</p>
        ) : (
          <>
            <div className="min-w-0 space-y-1.5 max-sm:order-last max-sm:mb-1 max-sm:basis-full">
              {blocks.map((block, i) => (
                <BlockFields
                  // Blocks have no identity but their place.
                  key={i}
                  name={`${name}${blocks.length > 1 ? `, block ${i + 1}` : ''}`}
                  block={block}
                  onChange={(changed) => onChange(blocks.map((one, at) => (at === i ? changed : one)))}
                  onRemove={blocks.length > 1 ? () => onChange(blocks.filter((_, at) => at !== i)) : null}
                />
              ))}
            </div>
            <div className="ml-auto flex min-h-9 items-center gap-1 coarse:min-h-11">
              <span className="numbers text-[0.8125rem] text-dim">{problem === null && totalOf(blocks)}</span>
              <IconButton
                label={`Another block on ${name}`}
                disabled={more === null}
                onClick={() => more && onChange([...blocks, more])}
              >
                <Plus className="size-4" />
              </IconButton>
            </div>
          </>
        )}
      </div>
      {problem && (
        <p role="alert" className="mt-1 text-[0.8125rem] text-danger">
          {problem}
        </p>
      )}
    </li>
  );
}

/** From and to; an end that is not after its begin is said to be on the next day. */
export function BlockFields(props: {
  name: string;
  block: DailyHours;
  onChange: (block: DailyHours) => void;
  onRemove: (() => void) | null;
}) {
  const { name, block, onChange, onRemove } = props;
  const field = (key: 'from' | 'to', label: string) => (
    <input
      type="time"
      aria-label={`${name}: ${label}`}
      value={block[key]}
      required
      onChange={(event) => onChange({ ...block, [key]: event.target.value })}
      className={cx(inputClass.replace('w-full', 'w-32'), 'numbers h-9 px-2 text-ui coarse:h-11')}
    />
  );
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      {field('from', 'from')}
      <span aria-hidden="true" className="text-faint">
        –
      </span>
      {field('to', 'to')}
      {onRemove && (
        <IconButton label={`Remove ${name}`} onClick={onRemove}>
          <X className="size-4" />
        </IconButton>
      )}
      {block.to !== '' && block.to <= block.from && (
        <span className="text-[0.8125rem] text-dim">next day</span>
      )}
    </div>
  );
}
