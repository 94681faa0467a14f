import type { Attachment } from '#shared/attachments.ts';

/**
 * A file on its way into a comment.
 *
 *   sending ──▶ ready | failed;  failed ──retry──▶ sending
 */
export interface FileDraft {
  /** Of this list; the server's id comes with `attachment`. */
  key: string;
  name: string;
  sizeBytes: number;
  phase: 'sending' | 'ready' | 'failed';
  /** How much of it has been sent, 0–1. */
  progress: number;
  problem: string | null;
  /** Trying again may help. */
  canRetry: boolean;
  /** Once it is ready. */
  attachment: Attachment | null;
  /** A comment has it already; it stays until the edit is saved. */
  isSent: boolean;
}

/** A file that has arrived, as it is kept in a draft. */
export function readyDraft(attachment: Attachment, isSent: boolean): FileDraft {
  const { id, fileName: name, sizeBytes } = attachment;
  return {
    key: id,
    name,
    sizeBytes,
    phase: 'ready',
    progress: 1,
    problem: null,
    canRetry: false,
    attachment,
    isSent,
  };
}

/** What a comment can be sent with: null while a file has not arrived. */
export function readyFiles(files: readonly FileDraft[]): Attachment[] | null {
  const ready = files.flatMap(({ attachment }) => attachment ?? []);
  return ready.length === files.length ? ready : null;
}

/** What a draft keeps for a reload: files that have arrived, without URLs, which are for now and for this person alone. */
export function filesToKeep(files: readonly FileDraft[]): FileDraft[] {
  return files.flatMap(({ attachment, isSent }) =>
    attachment ? readyDraft({ ...attachment, viewUrl: null, downloadUrl: '' }, isSent) : [],
  );
}

/** Of a draft that was kept before a reload: files that had arrived. What was on its way is lost with the page. */
export function keptFiles(kept: unknown): FileDraft[] {
  if (!Array.isArray(kept)) return [];
  return (kept as Partial<FileDraft>[]).flatMap(({ attachment, isSent }) =>
    typeof attachment?.id === 'string' ? readyDraft(attachment, isSent === true) : [],
  );
}
