import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { Button, IconButton } from '../../ui/button.tsx';
import { inputClass } from '../../ui/field.tsx';
import type { PromptDraft } from './templates.ts';

const KINDS: Record<PromptDraft['kind'], string> = {
  video: 'Recorded, with picture',
  voice: 'Recorded, voice alone',
  text: 'Written',
  choice: 'Pick one',
  number: 'A number',
  light: 'Traffic light',
};
const MOST = 12;
/** Said or written, so that something can be listed under it. */
const isWritten = (kind: PromptDraft['kind']) => kind === 'video' || kind === 'voice' || kind === 'text';

/** What is asked, in order. */
export function PromptsEditor({
  prompts,
  onChange,
}: {
  prompts: PromptDraft[];
  onChange: (prompts: PromptDraft[]) => void;
}) {
  const change = (id: string, part: Partial<PromptDraft>) =>
    onChange(prompts.map((prompt) => (prompt.id === id ? { ...prompt, ...part } : prompt)));
  function move(index: number, by: number): void {
    const next = [...prompts];
    const [moved] = next.splice(index, 1);
    if (moved) next.splice(index + by, 0, moved);
    onChange(next);
  }
  return (
    <fieldset>
      <legend className="mb-1.5 text-ui font-medium">Prompts</legend>
      <ol className="space-y-2">
        {prompts.map((prompt, i) => (
          <li key={prompt.id} className="rounded-xl border border-line p-2.5">
            <div className="flex items-center gap-1">
              <input
                aria-label={`Prompt ${i + 1}`}
                className={`${inputClass} h-9`}
                value={prompt.text}
                required
                maxLength={200}
                placeholder="What do you want to hear?"
                onChange={(event) => change(prompt.id, { text: event.target.value })}
              />
              <IconButton label={`Move prompt ${i + 1} up`} disabled={i === 0} onClick={() => move(i, -1)}>
                <ArrowUp className="size-4" />
              </IconButton>
              <IconButton
                label={`Move prompt ${i + 1} down`}
                disabled={i === prompts.length - 1}
                onClick={() => move(i, 1)}
              >
                <ArrowDown className="size-4" />
              </IconButton>
              <IconButton
                label={`Remove prompt ${i + 1}`}
                disabled={prompts.length === 1}
                onClick={() => onChange(prompts.filter(({ id }) => id !== prompt.id))}
              >
                <Trash2 className="size-4" />
              </IconButton>
            </div>
            <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2">
              <span className="w-full sm:w-56">
                <select
                  aria-label={`Kind of prompt ${i + 1}`}
                  className={`${inputClass} h-9 pr-8`}
                  value={prompt.kind}
                  onChange={(event) => {
                    const kind = event.target.value as PromptDraft['kind'];
                    change(prompt.id, { kind, isCarried: prompt.isCarried && isWritten(kind) });
                  }}
                >
                  {Object.entries(KINDS).map(([kind, text]) => (
                    <option key={kind} value={kind}>
                      {text}
                    </option>
                  ))}
                </select>
              </span>
              <label className="flex items-center gap-2 text-ui">
                <input
                  type="checkbox"
                  className="size-4 accent-accent"
                  checked={prompt.isRequired}
                  onChange={(event) => change(prompt.id, { isRequired: event.target.checked })}
                />
                Required
              </label>
              {isWritten(prompt.kind) && (
                <label className="flex items-center gap-2 text-ui">
                  <input
                    type="checkbox"
                    className="size-4 accent-accent"
                    checked={prompt.isCarried}
                    onChange={(event) => change(prompt.id, { isCarried: event.target.checked })}
                  />
                  Blockers: carried over until closed
                </label>
              )}
            </div>
            {prompt.kind === 'choice' && (
              <input
                aria-label={`Options of prompt ${i + 1}, with commas between`}
                placeholder="Options, with commas between"
                className={`${inputClass} mt-2 h-9`}
                required
                defaultValue={prompt.options.join(', ')}
                onChange={(event) =>
                  change(prompt.id, {
                    options: event.target.value
                      .split(',')
                      .map((option) => option.trim())
                      .filter(Boolean),
                  })
                }
              />
            )}
          </li>
        ))}
      </ol>
      {prompts.length < MOST && (
        <Button
          look="quiet"
          className="mt-2"
          onClick={() =>
            onChange([
              ...prompts,
              {
                id: crypto.randomUUID(),
                text: '',
                kind: 'video',
                options: [],
                isRequired: false,
                isCarried: false,
              },
            ])
          }
        >
          <Plus className="size-4" /> Add a prompt
        </Button>
      )}
    </fieldset>
  );
}
