import { AppError } from '#shared/errors.ts';

/** A comment is words, a drawing or files; throws `invalid_input` where it is none of them. */
export function assertSaysSomething(comment: {
  body: string;
  ink: unknown[];
  attachmentIds: string[];
}): void {
  if (comment.body === '' && comment.ink.length === 0 && comment.attachmentIds.length === 0)
    throw new AppError('invalid_input', 'body: write something, draw, or attach a file.');
}
