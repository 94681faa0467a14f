import type { Comment } from '#shared/comments.ts';
import { plainBody } from '#shared/mentions.ts';

/** A comment in a line: its words, or what it is instead. */
export function summaryOf(comment: Pick<Comment, 'body' | 'attachments' | 'reply'>): string {
  const { body, attachments, reply } = comment;
  const [first, ...others] = attachments;
  if (body !== '') return plainBody(body);
  if (reply) return reply.hasPicture ? 'Video reply' : 'Voice reply';
  if (!first) return 'A drawing';
  return others.length === 0 ? first.fileName : `${attachments.length} files`;
}
