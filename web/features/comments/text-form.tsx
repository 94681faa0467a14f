import { useState, type ReactNode } from 'react';
import { errorText } from '../../api/api-error.ts';
import { Button } from '../../ui/button.tsx';
import { showToast } from '../../ui/toast.tsx';
import { closeDraft, openDraft, type Nameable } from './mention-draft.ts';
import { MentionField } from './mention-field.tsx';

/** A small form of one text: Ctrl Enter sends, Escape cancels; what was typed stays when sending fails. */
export function TextForm(props: {
  label: string;
  submit: string;
  initial?: string;
  candidates: readonly Nameable[];
  onSubmit: (text: string) => Promise<unknown>;
  onCancel: () => void;
  /** Something else goes with it, so that it needs no text. */
  mayBeEmpty?: boolean;
  /** Not yet. */
  mustWait?: boolean;
  /** Above the text. */
  above?: ReactNode;
  /** Beside the buttons. */
  tools?: ReactNode;
}) {
  const [draft, setDraft] = useState(() => openDraft(props.initial ?? ''));
  const [isBusy, setBusy] = useState(false);
  const canSubmit = (props.mayBeEmpty === true || draft.text.trim() !== '') && props.mustWait !== true;
  async function submit(): Promise<void> {
    const body = closeDraft(draft.text.trim(), draft.people);
    if (!canSubmit || isBusy) return;
    setBusy(true);
    await props
      .onSubmit(body)
      .catch((error: unknown) => showToast(errorText(error).message, { isError: true }));
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
      {props.above}
      <MentionField
        autoFocus
        label={props.label}
        value={draft}
        onChange={setDraft}
        candidates={props.candidates}
        onSend={() => void submit()}
        onCancel={props.onCancel}
      />
      <div className="mt-2 flex items-center gap-2">
        {props.tools}
        <span className="flex-1" />
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
