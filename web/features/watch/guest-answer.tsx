import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { VideoSlug } from '#shared/ids.ts';
import type { GuestAnswerKind } from '#shared/share-links.ts';
import { errorText } from '../../api/api-error.ts';
import { api } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { FormError, inputClass } from '../../ui/field.tsx';

const ANSWERS: [GuestAnswerKind, string][] = [
  ['approved', 'Approve'],
  ['approved_with_changes', 'Approve with changes'],
  ['changes_requested', 'Ask for changes'],
  ['acknowledged', 'I have seen it'],
];
const SAID: Record<GuestAnswerKind, string> = {
  approved: 'You approved it.',
  approved_with_changes: 'You approved it with changes.',
  changes_requested: 'You asked for changes.',
  acknowledged: 'You said that you have seen it.',
};

/** Where a guest approves a video or asks for changes. The last answer counts. */
export function GuestAnswer({ slug }: { slug: VideoSlug }) {
  const [note, setNote] = useState('');
  const [isChanging, setChanging] = useState(true);
  const answer = useMutation({
    mutationKey: ['answer', slug],
    mutationFn: (kind: GuestAnswerKind) => api.shareLinks.answer({ answer: kind, note: note.trim() || null }),
    onSuccess: () => setChanging(false),
  });
  return (
    <section className="rounded-xl border border-line bg-raised p-4" aria-label="Your answer">
      {!isChanging && answer.data ? (
        <div className="flex items-center justify-between gap-3">
          <p role="status" className="text-ui font-medium">
            {SAID[answer.data.answer]}
          </p>
          <Button size="small" onClick={() => setChanging(true)}>
            Change it
          </Button>
        </div>
      ) : (
        <>
          <h2 className="text-ui font-semibold">What do you say?</h2>
          <textarea
            rows={2}
            aria-label="A note with your answer"
            placeholder="A note, if you like"
            value={note}
            maxLength={2000}
            onChange={(event) => setNote(event.target.value)}
            className={`${inputClass} mt-2 resize-none py-2`}
          />
          <div className="mt-2 flex flex-wrap gap-2">
            {ANSWERS.map(([kind, name]) => (
              <Button
                key={kind}
                size="small"
                look={kind === 'approved' ? 'primary' : 'secondary'}
                disabled={answer.isPending}
                onClick={() => answer.mutate(kind)}
              >
                {name}
              </Button>
            ))}
          </div>
          <FormError>{answer.error && errorText(answer.error).message}</FormError>
        </>
      )}
    </section>
  );
}
