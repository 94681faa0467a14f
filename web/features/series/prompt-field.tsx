import { X } from 'lucide-react';
import { useState } from 'react';
import type { Prompt, PromptAnswer } from '#shared/series.ts';
import { formatTimecode, parseTimecode } from '#shared/timecode.ts';
import { IconButton } from '../../ui/button.tsx';
import { inputClass } from '../../ui/field.tsx';

interface Field {
  prompt: Prompt;
  answer: PromptAnswer | undefined;
  hasVideo: boolean;
  onChange: (part: Partial<PromptAnswer>) => void;
}

/** One prompt, to be picked or written; what is said has its place in the video beside it. */
export function PromptField({ prompt, answer, hasVideo, onChange }: Field) {
  const label = prompt.isRequired ? prompt.text : `${prompt.text} (optional)`;
  switch (prompt.kind) {
    case 'choice':
    case 'light': {
      const isLight = prompt.kind === 'light';
      const options = isLight ? (['green', 'yellow', 'red'] as const) : prompt.options;
      const chosen = isLight ? answer?.light : answer?.option;
      return (
        <fieldset>
          <legend className="mb-1.5 text-ui font-medium">{label}</legend>
          <div className="flex flex-wrap gap-x-5 gap-y-2">
            {options.map((option) => (
              <label
                key={option}
                className="flex min-h-9 items-center gap-2 text-ui capitalize coarse:min-h-11"
              >
                <input
                  type="radio"
                  name={prompt.id}
                  className="size-4 accent-accent"
                  checked={chosen === option}
                  onChange={() => onChange(isLight ? { light: option as 'green' } : { option })}
                />
                {option}
              </label>
            ))}
          </div>
        </fieldset>
      );
    }
    case 'number':
      return (
        <label className="block">
          <span className="mb-1.5 block text-ui font-medium">{label}</span>
          <input
            type="number"
            step="any"
            inputMode="decimal"
            className={`${inputClass} h-10 max-w-40`}
            value={answer?.number ?? ''}
            onChange={(event) =>
              onChange({ number: event.target.value === '' ? null : Number(event.target.value) })
            }
          />
        </label>
      );
    case 'video':
    case 'voice':
    case 'text': {
      const isSaid = prompt.kind !== 'text' && hasVideo;
      return (
        <div>
          <label className="block">
            <span className="mb-1.5 block text-ui font-medium">{label}</span>
            <textarea
              className={`${inputClass} py-2 ${isSaid && !answer?.text ? 'min-h-10' : 'min-h-16'}`}
              rows={isSaid && !answer?.text ? 1 : 2}
              maxLength={5000}
              placeholder={prompt.kind === 'text' ? undefined : hasVideo ? 'Said in the video' : 'Or written'}
              value={answer?.text ?? ''}
              onChange={(event) => onChange({ text: event.target.value || null })}
            />
          </label>
          {isSaid && <Chapter prompt={prompt} answer={answer} onChange={onChange} />}
        </div>
      );
    }
  }
}

/** From where on the video answers it: set while recording, or typed for another video. */
function Chapter({ prompt, answer, onChange }: Omit<Field, 'hasVideo'>) {
  const atMs = answer?.atMs ?? null;
  const [text, setText] = useState<string | null>(null);
  const shown = text ?? (atMs === null ? '' : formatTimecode(atMs));
  const isWrong = text !== null && text.trim() !== '' && parseTimecode(text) === null;
  return (
    <div className="mt-1.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-[0.8125rem] text-dim">
      <label className="flex items-center gap-2">
        <span className="whitespace-nowrap">Answered from</span>
        <input
          aria-label={`“${prompt.text}” is answered from`}
          aria-invalid={isWrong || undefined}
          size={7}
          className={`${inputClass} numbers h-8 max-w-20 px-2 text-ui coarse:h-11`}
          placeholder="0:00"
          value={shown}
          onChange={(event) => {
            const typed = event.target.value;
            setText(typed);
            const place = parseTimecode(typed);
            if (place !== null || typed.trim() === '') onChange({ atMs: place });
          }}
          onBlur={() => setText(null)}
        />
      </label>
      {atMs !== null && (
        <IconButton
          label={`No chapter for “${prompt.text}”`}
          onClick={() => {
            setText(null);
            onChange({ atMs: null });
          }}
        >
          <X className="size-3.5" />
        </IconButton>
      )}
      {isWrong && <span className="text-danger">A time such as 1:23.</span>}
    </div>
  );
}
