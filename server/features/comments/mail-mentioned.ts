import type { ViewerContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { enqueueMail } from '#server/features/notifications/index.ts';
import { videoUrl, viewersAmong, type VideoRow } from '#server/features/videos/index.ts';
import { mentionedIds, plainBody } from '#shared/mentions.ts';
import type { CommentRow } from './access.ts';

/**
 * Mails those who are named in a comment now and were not `before`, in the transaction that names them. Names of people who
 * can't view the video are only text.
 */
export async function mailMentioned(
  tx: Transaction,
  ctx: ViewerContext,
  comment: CommentRow,
  video: VideoRow,
  before = '',
): Promise<void> {
  const known = new Set([...mentionedIds(before), ctx.actor.userId]);
  const named = mentionedIds(comment.body).filter((id) => !known.has(id));
  for (const { email } of await viewersAmong(tx, video, named.slice(0, 100))) {
    await enqueueMail(tx, ctx, {
      to: email,
      subject: `${ctx.actor.name} mentions you on “${video.title}”`,
      text: `${ctx.actor.name} wrote on “${video.title}”:\n\n${plainBody(comment.body)}\n\n${videoUrl(ctx, video.slug)}?comment=${comment.id}\n`,
    });
  }
}
