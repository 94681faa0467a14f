import { useState } from 'react';
import { VideoSlug } from '#shared/ids.ts';
import type { Edition, Entry } from '#shared/series.ts';
import { api, queries, queryClient } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { FormError } from '../../ui/field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useNow } from '../../ui/use-now.ts';
import { useForm } from '../auth/use-form.ts';
import { BlockersField } from './blockers-field.tsx';
import { DecisionsField } from './decisions-field.tsx';
import { draftOf, forgetDraft, loadDraft, saveDraft, withAnswer, type EntryDraft } from './entry-draft.ts';
import { LastAnswer, useEntryBefore } from './last-answer.tsx';
import { PromptField } from './prompt-field.tsx';
import { isSpoken } from './spoken-prompts.ts';
import { VideoField } from './video-field.tsx';

/**
 * My update: recorded here, one of my videos, or written; with what is picked, what is in the way and what was decided. A draft stays in
 * this browser until it is sent.
 */
export function EntryForm({ edition, mine }: { edition: Edition; mine: Entry }) {
  const { id, prompts } = edition;
  const [draft, setDraft] = useDraft(id, mine);
  const [isOpen, setOpen] = useState(() => mine.answeredAt === null || loadDraft(id) !== null);
  const before = useEntryBefore(id);
  const now = useNow();
  const form = useForm(async () => {
    const saved = await api.series.answer({
      id,
      video: draft.video ? VideoSlug.parse(draft.video) : null,
      answers: prompts.flatMap((prompt) => draft.answers[prompt.id] ?? []),
      decisionIds: draft.decisions.map(({ requestId }) => requestId),
      ...(draft.blockers ? { blockers: draft.blockers.filter(({ text }) => text.trim() !== '') } : {}),
    });
    queryClient.setQueryData(queries.series.edition.queryKey({ input: { id } }), saved);
    forgetDraft(id);
    setDraft({ ...draft, blockers: null }, false);
    setOpen(false);
    showToast('Your update is in.');
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: queries.series.key() }),
      queryClient.invalidateQueries({ queryKey: queries.blockers.key() }),
    ]);
  });
  if (!isOpen)
    return (
      <div className="mb-5">
        <Button onClick={() => setOpen(true)}>Change my update</Button>
      </div>
    );
  const isOnItsWay = draft.recordingId !== null && draft.video === '';
  const isLate = mine.answeredAt === null && Date.parse(mine.dueAt) < now;
  function cancel(): void {
    forgetDraft(id);
    setDraft(draftOf(mine), false);
    setOpen(false);
  }
  return (
    <form
      aria-label="Your update"
      className="mb-5 space-y-5 rounded-xl border border-accent/40 bg-accent-soft/40 p-4"
      onSubmit={(event) => void form.onSubmit(event)}
    >
      <div>
        <h3 className="font-semibold">Your update</h3>
        {isLate && (
          <p className="mt-1 text-[0.8125rem] text-dim">
            It is past its due time: it is still taken, and marked as late.
          </p>
        )}
      </div>
      {prompts.some(isSpoken) && <VideoField editionId={id} draft={draft} onChange={setDraft} />}
      {prompts.map((prompt) => (
        <div key={prompt.id} className="gap-x-5 gap-y-2 lg:flex">
          <div className="min-w-0 flex-1 space-y-3">
            <PromptField
              prompt={prompt}
              answer={draft.answers[prompt.id]}
              hasVideo={draft.video !== '' || isOnItsWay}
              onChange={(part) => setDraft(withAnswer(draft, prompt.id, part))}
            />
            {prompt.isCarried && (
              <BlockersField edition={edition} prompt={prompt} draft={draft} onChange={setDraft} />
            )}
          </div>
          <LastAnswer before={before} promptId={prompt.id} className="self-start max-lg:mt-2 lg:w-72" />
        </div>
      ))}
      <DecisionsField
        decisions={draft.decisions}
        onChange={(decisions) => setDraft({ ...draft, decisions })}
      />
      <FormError>{form.error}</FormError>
      <div className="flex items-center justify-end gap-2">
        {isOnItsWay && (
          <p role="status" className="mr-auto text-[0.8125rem] text-dim">
            It can be sent once the server knows of your recording.
          </p>
        )}
        {mine.answeredAt && (
          <Button look="quiet" onClick={cancel}>
            Cancel
          </Button>
        )}
        <Button type="submit" look="primary" isBusy={form.isBusy} disabled={isOnItsWay}>
          Send
        </Button>
      </div>
    </form>
  );
}

function useDraft(id: string, mine: Entry): [EntryDraft, (draft: EntryDraft, isKept?: boolean) => void] {
  const [draft, setDraft] = useState<EntryDraft>(() => loadDraft(id) ?? draftOf(mine));
  return [
    draft,
    (next, isKept = true) => {
      if (isKept) saveDraft(id, next);
      setDraft(next);
    },
  ];
}
