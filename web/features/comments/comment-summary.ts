import type { Comment } from '#shared/comments.ts';
import { plainBody } from '#shared/mentions.ts';

/** A comment in a line: its words, or what it is instead. */
export function summaryOf({ body, attachments }: Pick<Comment, 'body' | 'attachments'>): string {
  const [first, ...others] = attachments;
  if (body !== '' || !first) return plainBody(body) || 'A drawing';
  return others.length === 0 ? first.fileName : `${attachments.length} files`;
}
