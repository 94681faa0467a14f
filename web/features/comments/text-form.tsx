import { useState, type ReactNode } from 'react';
import { errorText } from '../../api/api-error.ts';
import { Button } from '../../ui/button.tsx';
import { showToast } from '../../ui/toast.tsx';
import type { Attachment } from '#shared/attachments.ts';
import type { VideoSlug } from '#shared/ids.ts';
import { FileChips } from './file-chips.tsx';
import { readyFiles } from './file-drafts.ts';
import { AttachButton, FileZone } from './file-zone.tsx';
import { closeDraft, openDraft, type Nameable } from './mention-draft.ts';
import { MentionField } from './mention-field.tsx';
import { useFiles } from './use-files.ts';

/** A small form of one text and its files: Ctrl Enter sends, Escape cancels; all of it stays when sending fails. */
export function TextForm(props: {
  label: string;
  submit: string;
  slug: VideoSlug;
  initial?: { text: string; attachments: readonly Attachment[] };
  candidates: readonly Nameable[];
  onSubmit: (text: string, attachments: Attachment[]) => Promise<unknown>;
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
  const [draft, setDraft] = useState(() => openDraft(props.initial?.text ?? ''));
  const { files, sender } = useFiles(props.slug, props.initial?.attachments ?? []);
  const [isBusy, setBusy] = useState(false);
  const attachments = readyFiles(files);
  const isSaying = draft.text.trim() !== '' || files.length > 0 || props.mayBeEmpty === true;
  const canSubmit = isSaying && attachments !== null && props.mustWait !== true;
  async function submit(): Promise<void> {
    const body = closeDraft(draft.text.trim(), draft.people);
    if (!canSubmit || isBusy) return;
    setBusy(true);
    await props
      .onSubmit(body, attachments)
      .catch((error: unknown) => showToast(errorText(error).message, { isError: true }));
    setBusy(false);
  }
  function cancel(): void {
    sender.discard();
    props.onCancel();
  }
  return (
    <form
      className="mt-2"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <FileZone onFiles={(added) => sender.add(added)}>
        {props.above}
        <FileChips files={files} sender={sender} />
        <MentionField
          autoFocus
          label={props.label}
          value={draft}
          onChange={setDraft}
          candidates={props.candidates}
          onSend={() => void submit()}
          onCancel={cancel}
        />
        <div className="mt-2 flex items-center gap-2">
          <AttachButton onFiles={(added) => sender.add(added)} />
          {props.tools}
          <span className="flex-1" />
          <Button look="quiet" size="small" onClick={cancel}>
            Cancel
          </Button>
          <Button look="primary" size="small" type="submit" isBusy={isBusy} disabled={!canSubmit}>
            {props.submit}
          </Button>
        </div>
      </FileZone>
    </form>
  );
}
