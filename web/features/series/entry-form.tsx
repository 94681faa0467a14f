import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Circle } from 'lucide-react';
import { useState } from 'react';
import { VideoSlug } from '#shared/ids.ts';
import type { Edition, Entry, Prompt, PromptAnswer } from '#shared/series.ts';
import { api, queries, queryClient } from '../../api/client.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { FormError, inputClass, SelectField } from '../../ui/field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useForm } from '../auth/use-form.ts';

const SHOWN_VIDEOS = 20;

/** My update: one of my videos, and what is picked or written. A draft stays in this browser until it is sent. */
export function EntryForm({ edition, mine }: { edition: Edition; mine: Entry }) {
  const { id, prompts } = edition;
  const [isOpen, setOpen] = useState(mine.answeredAt === null);
  const [draft, setDraft] = useDraft(id, mine);
  const me = useQuery(queries.accounts.me.queryOptions());
  const authorId = me.data?.user.id;
  const videos = useQuery({
    ...queries.videos.list.queryOptions({
      input: { limit: SHOWN_VIDEOS, ...(authorId ? { authorId } : {}) },
    }),
    enabled: authorId !== undefined,
  });
  const form = useForm(async () => {
    const saved = await api.series.answer({
      id,
      video: draft.video ? VideoSlug.parse(draft.video) : null,
      answers: prompts.flatMap((prompt) => draft.answers[prompt.id] ?? []),
    });
    queryClient.setQueryData(queries.series.edition.queryKey({ input: { id } }), saved);
    localStorage.removeItem(keyOf(id));
    setOpen(false);
    showToast('Your update is in.');
    await queryClient.invalidateQueries({ queryKey: queries.series.key() });
  });
  if (!isOpen)
    return (
      <div className="mb-5">
        <Button onClick={() => setOpen(true)}>Change my update</Button>
      </div>
    );
  const isRecorded = prompts.some(({ kind }) => kind === 'video' || kind === 'voice');
  return (
    <form
      aria-label="Your update"
      className="mb-5 space-y-4 rounded-xl border border-accent/40 bg-accent-soft/40 p-4"
      onSubmit={(event) => void form.onSubmit(event)}
    >
      <h3 className="font-semibold">Your update</h3>
      {isRecorded && (
        <div className="flex flex-wrap items-end gap-3">
          <SelectField
            label="Video"
            className="min-w-0 flex-1 basis-60"
            value={draft.video}
            onChange={(event) => setDraft({ ...draft, video: event.target.value })}
          >
            <option value="">None: I write below</option>
            {videos.data?.items.map((video) => (
              <option key={video.slug} value={video.slug}>
                {video.title}
              </option>
            ))}
          </SelectField>
          <Link to="/record" className={buttonClass()}>
            <Circle className="size-3.5 fill-red-600 text-red-600" /> Record one
          </Link>
        </div>
      )}
      {prompts.map((prompt) => (
        <PromptField
          key={prompt.id}
          prompt={prompt}
          answer={draft.answers[prompt.id]}
          hasVideo={draft.video !== ''}
          onChange={(answer) => setDraft({ ...draft, answers: { ...draft.answers, [prompt.id]: answer } })}
        />
      ))}
      <FormError>{form.error}</FormError>
      <div className="flex justify-end gap-2">
        {mine.answeredAt && (
          <Button look="quiet" onClick={() => setOpen(false)}>
            Cancel
          </Button>
        )}
        <Button type="submit" look="primary" isBusy={form.isBusy}>
          Send
        </Button>
      </div>
    </form>
  );
}

function PromptField(props: {
  prompt: Prompt;
  answer: PromptAnswer | undefined;
  hasVideo: boolean;
  onChange: (answer: PromptAnswer) => void;
}) {
  const { prompt, answer, hasVideo } = props;
  const label = prompt.isRequired ? prompt.text : `${prompt.text} (optional)`;
  const set = (part: Partial<PromptAnswer>) =>
    props.onChange({
      promptId: prompt.id,
      text: null,
      option: null,
      number: null,
      light: null,
      atMs: null,
      ...answer,
      ...part,
    });
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
              <label key={option} className="flex min-h-9 items-center gap-2 text-ui capitalize">
                <input
                  type="radio"
                  name={prompt.id}
                  className="size-4 accent-accent"
                  checked={chosen === option}
                  onChange={() => set(isLight ? { light: option as 'green' } : { option })}
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
            className={`${inputClass} h-10 max-w-40`}
            value={answer?.number ?? ''}
            onChange={(event) =>
              set({ number: event.target.value === '' ? null : Number(event.target.value) })
            }
          />
        </label>
      );
    case 'video':
    case 'voice':
    case 'text':
      return (
        <label className="block">
          <span className="mb-1.5 block text-ui font-medium">{label}</span>
          <textarea
            className={`${inputClass} min-h-16 py-2`}
            rows={2}
            maxLength={5000}
            placeholder={prompt.kind === 'text' ? undefined : hasVideo ? 'Said in the video' : 'Or written'}
            value={answer?.text ?? ''}
            onChange={(event) => set({ text: event.target.value || null })}
          />
        </label>
      );
  }
}

interface Draft {
  video: string;
  answers: Record<string, PromptAnswer>;
}
const keyOf = (id: string) => `playhead:update:${id}`;

function useDraft(id: string, mine: Entry): [Draft, (draft: Draft) => void] {
  const [draft, setDraft] = useState<Draft>(() => {
    const kept = localStorage.getItem(keyOf(id));
    if (kept !== null) return JSON.parse(kept) as Draft;
    return {
      video: mine.video ?? '',
      answers: Object.fromEntries(mine.answers.map((answer) => [answer.promptId, answer])),
    };
  });
  return [
    draft,
    (next) => {
      localStorage.setItem(keyOf(id), JSON.stringify(next));
      setDraft(next);
    },
  ];
}
