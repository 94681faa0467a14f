import { asc, inArray } from 'drizzle-orm';
import type { Queryable } from '#server/db/connect.ts';
import type { ViewerContext } from '#server/context.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { presentAttachments } from '#server/features/attachments/index.ts';
import { mediaToken } from '#server/media-token.ts';
import type { Comment, CommentReaction } from '#shared/comments.ts';
import { mentionedIds } from '#shared/mentions.ts';
import { canEditComment, canRemoveComment } from '#shared/permissions.ts';
import { CommentId, VideoId, type UserId } from '#shared/ids.ts';
import type { Person } from '#shared/people.ts';
import type { CommentRow } from './access.ts';
import { commentReactions } from './tables.ts';

type ReactionRow = typeof commentReactions.$inferSelect;

/** Maps rows of one video to what the API shows, with one query each for all their reactions, files, and the people in them. */
export async function presentComments(
  ctx: ViewerContext,
  rows: CommentRow[],
  db: Queryable = ctx.db,
): Promise<Comment[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const files = await presentAttachments(ctx, ids, db);
  const reactions = await db
    .select()
    .from(commentReactions)
    .where(inArray(commentReactions.commentId, ids))
    .orderBy(asc(commentReactions.createdAt));
  const person = await peopleOf(db, rows, reactions);
  const token = mediaToken(ctx, rows[0]?.videoId ?? '');
  const reactionsOf = Map.groupBy(reactions, (reaction) => reaction.commentId);
  return rows.map((row) => ({
    id: CommentId.parse(row.id),
    videoId: VideoId.parse(row.videoId),
    parentId: row.parentId === null ? null : CommentId.parse(row.parentId),
    author: person(row.authorId),
    atMs: row.atMs,
    endMs: row.endMs,
    quote: row.quote,
    ink: row.ink,
    stillUrl: row.stillKey === null ? null : `/media/${token}/stills/${row.id}.jpg?revision=${row.revision}`,
    body: row.body,
    attachments: files.get(row.id) ?? [],
    label: row.label,
    assignee: row.assigneeId === null ? null : person(row.assigneeId),
    dueAt: row.dueAt?.toISOString() ?? null,
    mentions: mentionedIds(row.body) as UserId[],
    reactions: byEmoji(reactionsOf.get(row.id) ?? [], person),
    createdAt: row.createdAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    resolvedBy: row.resolvedBy === null ? null : person(row.resolvedBy),
    revision: row.revision,
    canEdit: canEditComment(ctx.actor, row),
    canRemove: canRemoveComment(ctx.actor, row),
  }));
}

function formerMember(id: UserId): Person {
  return { id, name: 'Former member', image: null, isGuest: false, isVerified: false };
}

export async function presentComment(
  ctx: ViewerContext,
  row: CommentRow,
  db: Queryable = ctx.db,
): Promise<Comment> {
  const [comment] = await presentComments(ctx, [row], db);
  if (!comment) throw new Error('presentComments lost a row');
  return comment;
}

async function peopleOf(
  db: Queryable,
  rows: CommentRow[],
  reactions: ReactionRow[],
): Promise<(id: string) => Person> {
  const ids = new Set([
    ...rows.flatMap((row) => [row.authorId, row.resolvedBy ?? row.authorId, row.assigneeId ?? row.authorId]),
    ...reactions.map((reaction) => reaction.userId),
  ]);
  const found = await db
    .select()
    .from(users)
    .where(inArray(users.id, [...ids]));
  const byId = new Map(found.map((user) => [user.id, personOf(user)]));
  return (id) => byId.get(id) ?? formerMember(id as UserId);
}

function byEmoji(rows: ReactionRow[], person: (id: string) => Person): CommentReaction[] {
  const groups = Map.groupBy(rows, (row) => row.emoji);
  return [...groups].map(([emoji, given]) => ({ emoji, people: given.map(({ userId }) => person(userId)) }));
}
