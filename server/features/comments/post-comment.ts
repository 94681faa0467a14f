import type { ViewerContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { videoUrl, type VideoRow } from '#server/features/videos/index.ts';
import { enqueueWebhooks } from '#server/features/webhooks/index.ts';
import { plainWords } from '#shared/plain-words.ts';
import { formatTimecode } from '#shared/timecode.ts';
import type { CommentRow } from './access.ts';

const MOST = 500;

/** Tells the webhooks of a new comment or reply. */
export async function postComment(
  tx: Transaction,
  ctx: ViewerContext,
  comment: CommentRow,
  video: VideoRow,
): Promise<void> {
  const { workspaceId, spaceId, title, slug } = video;
  const who = ctx.actor.kind === 'guest' ? `${ctx.actor.name} (guest)` : ctx.actor.name;
  const did = comment.parentId === null ? 'commented on' : 'replied on';
  const at = comment.atMs === null ? '' : ` at ${formatTimecode(comment.atMs)}`;
  const words = plainWords(comment.body).slice(0, MOST);
  await enqueueWebhooks(tx, ctx, {
    workspaceId,
    spaceId,
    kind: 'comment',
    text: `${who} ${did} “${title}”${at}${words ? `: ${words}` : '.'}`,
    url: `${videoUrl(ctx, slug)}?comment=${comment.id}`,
  });
}
