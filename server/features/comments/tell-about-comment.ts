import { and, eq, isNull, or } from 'drizzle-orm';
import type { ViewerContext } from '#server/context.ts';
import type { Queryable, Transaction } from '#server/db/connect.ts';
import { notify, type Notice, type NoticeKind } from '#server/features/notifications/index.ts';
import { peopleInSpaces, visibleSpaceIds } from '#server/features/spaces/index.ts';
import { videoUrl, viewersAmong, type VideoRow } from '#server/features/videos/index.ts';
import { mentionedIds, mentionedSpaceIds, withoutOtherSpaces } from '#shared/mentions.ts';
import { plainWords } from '#shared/plain-words.ts';
import type { CommentRow } from './access.ts';
import { comments } from './tables.ts';

/** More than a workspace has in one place; it bounds whom one comment can tell. */
const MOST_TOLD = 1000;

/** A text as it is kept: spaces that its author can't see are only names in it. */
export async function ownWords(tx: Transaction, ctx: ViewerContext, body: string): Promise<string> {
  const named = mentionedSpaceIds(body);
  if (named.length === 0) return body;
  const seen = ctx.actor.kind === 'guest' ? [] : await visibleSpaceIds(tx, ctx.actor, named);
  return withoutOtherSpaces(body, new Set(seen));
}

/**
 * Tells about a new comment, or (with `before`) about an edit, which concerns only those it names in addition. Each is told once,
 * by what concerns them most: named in it, assigned to it, having written in its thread, or being the author of the video. Names of people who
 * can't view the video are only text.
 */
export async function tellAboutComment(
  tx: Transaction,
  ctx: ViewerContext,
  comment: CommentRow,
  video: VideoRow,
  before: string | null = null,
): Promise<void> {
  const named = await peopleNamed(tx, comment, comment.body);
  const known = new Set(before === null ? [] : await peopleNamed(tx, comment, before));
  const byKind: [NoticeKind, string[]][] = [['mentioned', named.filter((id) => !known.has(id))]];
  if (before === null) {
    if (comment.assigneeId !== null) byKind.push(['assigned', [comment.assigneeId]]);
    if (comment.parentId === null) byKind.push(['commented', [video.authorId]]);
    else byKind.push(['replied', await peopleInThread(tx, comment.parentId, video)]);
  }
  await tell(tx, ctx, comment, video, byKind);
}

/** Tells somebody that a thread is theirs now. */
export async function tellAssigned(
  tx: Transaction,
  ctx: ViewerContext,
  comment: CommentRow,
  video: VideoRow,
): Promise<void> {
  if (comment.assigneeId !== null)
    await tell(tx, ctx, comment, video, [['assigned', [comment.assigneeId]]], ctx.clock.now());
}

async function tell(
  tx: Transaction,
  ctx: ViewerContext,
  comment: CommentRow,
  video: VideoRow,
  byKind: [NoticeKind, string[]][],
  again: Date | null = null,
): Promise<void> {
  const told = new Set<string>([ctx.actor.userId]);
  const candidates = [...new Set(byKind.flatMap(([, ids]) => ids))].filter((id) => !told.has(id));
  const viewers = await viewersAmong(tx, video, candidates.slice(0, MOST_TOLD));
  const mayView = new Set(viewers.map(({ id }) => id));
  const byName = mentionedIds(comment.body);
  const notices = byKind.flatMap(([kind, ids]) => {
    const recipientIds = ids.filter((id) => mayView.has(id) && !told.has(id));
    for (const id of recipientIds) told.add(id);
    if (kind !== 'mentioned')
      return [noticeOf(ctx, comment, video, { kind, recipientIds, says: SAYS[kind] ?? '', again })];
    return [true, false].map((isByName) =>
      noticeOf(ctx, comment, video, {
        kind,
        recipientIds: recipientIds.filter((id) => byName.includes(id) === isByName),
        says: `mentions ${isByName ? 'you' : 'your space'} on`,
        again,
      }),
    );
  });
  await notify(tx, ctx, notices);
}

const SAYS: Partial<Record<NoticeKind, string>> = {
  assigned: 'assigned a thread to you on',
  replied: 'replied on',
  commented: 'commented on',
};

function noticeOf(
  ctx: ViewerContext,
  comment: CommentRow,
  video: VideoRow,
  {
    kind,
    recipientIds,
    says,
    again,
  }: { kind: NoticeKind; recipientIds: string[]; says: string; again: Date | null },
): Notice {
  return {
    kind,
    workspaceId: comment.workspaceId,
    recipientIds,
    actorId: ctx.actor.userId,
    videoId: video.id,
    threadId: comment.parentId ?? comment.id,
    key: `${kind}:${comment.id}${again ? `:${again.getTime()}` : ''}`,
    title: `${ctx.actor.name} ${says} “${video.title}”`,
    text: plainWords(comment.body) || (comment.replyVideoId === null ? null : 'A recorded reply.'),
    url: `${videoUrl(ctx, video.slug)}?comment=${comment.id}`,
    dueAt: kind === 'assigned' ? comment.dueAt : null,
    urgentReason: null,
  };
}

/** Who began or answered a thread, whom it is assigned to, and whose video it is on. */
async function peopleInThread(tx: Transaction, threadId: string, video: VideoRow): Promise<string[]> {
  const rows = await tx
    .select({ authorId: comments.authorId, assigneeId: comments.assigneeId })
    .from(comments)
    .where(and(or(eq(comments.id, threadId), eq(comments.parentId, threadId)), isNull(comments.deletedAt)));
  return [
    ...new Set([video.authorId, ...rows.flatMap((row) => [row.authorId, row.assigneeId ?? row.authorId])]),
  ];
}

/** Ids of everybody whom a text means, by name or by a space of theirs; each once, those by name first. */
async function peopleNamed(db: Queryable, comment: CommentRow, body: string): Promise<string[]> {
  const spaceIds = mentionedSpaceIds(body);
  const inSpaces = spaceIds.length === 0 ? [] : await peopleInSpaces(db, comment.workspaceId, spaceIds);
  return [...new Set([...mentionedIds(body), ...inSpaces])];
}
