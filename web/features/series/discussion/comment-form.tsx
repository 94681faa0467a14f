import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { errorText } from '../../../api/api-error.ts';
import { queries } from '../../../api/client.ts';
import { Button } from '../../../ui/button.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { closeDraft, openDraft, type Nameable } from '../../comments/mention-draft.ts';
import { MentionField } from '../../comments/mention-field.tsx';

/** One text with names in it: Ctrl Enter sends, Escape closes; it stays when sending fails. */
export function CommentForm(props: {
  label: string;
  submit: string;
  initial?: string;
  onSubmit: (body: string) => Promise<unknown>;
  onCancel: () => void;
}) {
  const members = useQuery(queries.members.list.queryOptions());
  const spaces = useQuery(queries.spaces.list.queryOptions());
  const candidates = useMemo(
    (): Nameable[] => [
      ...(members.data ?? []),
      ...(spaces.data ?? []).map(({ id, name }) => ({ id, name, kind: 'space' as const })),
    ],
    [members.data, spaces.data],
  );
  const [draft, setDraft] = useState(() => openDraft(props.initial ?? ''));
  const [isBusy, setBusy] = useState(false);
  const canSubmit = draft.text.trim() !== '' && !isBusy;
  async function submit(): Promise<void> {
    if (!canSubmit) return;
    setBusy(true);
    try {
      await props.onSubmit(closeDraft(draft.text.trim(), draft.people));
      setDraft(openDraft(''));
    } catch (problem) {
      showToast(errorText(problem).message, { isError: true });
    }
    setBusy(false);
  }
  return (
    <form
      className="mt-2"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <MentionField
        autoFocus
        label={props.label}
        placeholder="Write a comment. @ names people"
        value={draft}
        onChange={setDraft}
        candidates={candidates}
        onSend={() => void submit()}
        onCancel={props.onCancel}
      />
      <div className="mt-2 flex justify-end gap-2">
        <Button look="quiet" size="small" onClick={props.onCancel}>
          Cancel
        </Button>
        <Button look="primary" size="small" type="submit" isBusy={isBusy} disabled={!canSubmit}>
          {props.submit}
        </Button>
      </div>
    </form>
  );
}
