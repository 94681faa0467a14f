import { AppError } from '#shared/errors.ts';

/** A comment is words, a drawing, files or a recording; throws `invalid_input` where it is none of them. */
export function assertSaysSomething(comment: {
  body: string;
  ink: unknown[];
  attachmentIds: string[];
  /** What was recorded as it. */
  recordingId: string | null;
}): void {
  const { body, ink, attachmentIds, recordingId } = comment;
  if (body === '' && ink.length === 0 && attachmentIds.length === 0 && recordingId === null)
    throw new AppError('invalid_input', 'body: write something, draw, attach a file, or record a reply.');
}
