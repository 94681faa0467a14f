import { Plus, X } from 'lucide-react';
import { MOST_OPTIONS } from '#shared/ask-limits.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { inputClass } from '../../ui/field.tsx';

/** 2 to 6 options to decide between. */
export function OptionsField({
  options,
  onChange,
}: {
  options: string[];
  onChange: (options: string[]) => void;
}) {
  return (
    <fieldset>
      <legend className="mb-1.5 text-ui font-medium">Options</legend>
      <ol className="space-y-2">
        {options.map((option, i) => (
          // Options have no identity but their place.
          <li key={i} className="flex items-center gap-2">
            <input
              aria-label={`Option ${i + 1}`}
              placeholder={`Option ${i + 1}`}
              value={option}
              required
              maxLength={120}
              onChange={(event) => onChange(options.with(i, event.target.value))}
              className={cx(inputClass, 'h-10')}
            />
            {options.length > 2 && (
              <IconButton
                label={`Remove option ${i + 1}`}
                onClick={() => onChange(options.filter((_, other) => other !== i))}
              >
                <X className="size-4" />
              </IconButton>
            )}
          </li>
        ))}
      </ol>
      {options.length < MOST_OPTIONS && (
        <Button size="small" look="quiet" className="mt-1.5" onClick={() => onChange([...options, ''])}>
          <Plus className="size-4" /> Another option
        </Button>
      )}
    </fieldset>
  );
}
