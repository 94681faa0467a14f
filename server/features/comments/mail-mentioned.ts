import type { ViewerContext } from '#server/context.ts';
import type { Queryable, Transaction } from '#server/db/connect.ts';
import { enqueueMail } from '#server/features/notifications/index.ts';
import { peopleInSpaces, visibleSpaceIds } from '#server/features/spaces/index.ts';
import { videoUrl, viewersAmong, type VideoRow } from '#server/features/videos/index.ts';
import { mentionedIds, mentionedSpaceIds, plainBody, withoutOtherSpaces } from '#shared/mentions.ts';
import type { CommentRow } from './access.ts';

/** More than a workspace has in one place; it bounds what one comment can send. */
const MOST_MAILS = 1000;

/** A text as it is kept: spaces that its author can't see are only names in it. */
export async function ownWords(tx: Transaction, ctx: ViewerContext, body: string): Promise<string> {
  const named = mentionedSpaceIds(body);
  if (named.length === 0) return body;
  const seen = ctx.actor.kind === 'guest' ? [] : await visibleSpaceIds(tx, ctx.actor, named);
  return withoutOtherSpaces(body, new Set(seen));
}

/**
 * Mails those who are named in a comment now, or are in a space that is, and were not `before`: each once, in the transaction
 * that names them. Names of people who can't view the video are only text.
 */
export async function mailMentioned(
  tx: Transaction,
  ctx: ViewerContext,
  comment: CommentRow,
  video: VideoRow,
  before = '',
): Promise<void> {
  const named = await peopleNamed(tx, comment, comment.body);
  if (named.length === 0) return;
  const known = new Set<string>([...(await peopleNamed(tx, comment, before)), ctx.actor.userId]);
  const fresh = named.filter((id) => !known.has(id));
  for (const { id, email } of await viewersAmong(tx, video, fresh.slice(0, MOST_MAILS))) {
    const whom = mentionedIds(comment.body).includes(id) ? 'you' : 'your space';
    const words = plainBody(comment.body) || 'A recorded reply.';
    await enqueueMail(tx, ctx, {
      to: email,
      subject: `${ctx.actor.name} mentions ${whom} on “${video.title}”`,
      text: `${ctx.actor.name} wrote on “${video.title}”:\n\n${words}\n\n${videoUrl(ctx, video.slug)}?comment=${comment.id}\n`,
    });
  }
}

/** Ids of everybody whom a text means, by name or by a space of theirs; each once, those by name first. */
async function peopleNamed(db: Queryable, comment: CommentRow, body: string): Promise<string[]> {
  const spaceIds = mentionedSpaceIds(body);
  const inSpaces = spaceIds.length === 0 ? [] : await peopleInSpaces(db, comment.workspaceId, spaceIds);
  return [...new Set([...mentionedIds(body), ...inSpaces])];
}
