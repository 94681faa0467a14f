import { asc, inArray } from 'drizzle-orm';
import type { Queryable } from '#server/db/connect.ts';
import type { ViewerContext } from '#server/context.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { mediaToken } from '#server/media-token.ts';
import type { Comment, CommentReaction } from '#shared/comments.ts';
import { mentionedIds } from '#shared/mentions.ts';
import { canEditComment, canRemoveComment } from '#shared/permissions.ts';
import { CommentId, VideoId, type UserId } from '#shared/ids.ts';
import type { Person } from '#shared/people.ts';
import type { CommentRow } from './access.ts';
import { commentReactions } from './tables.ts';

type ReactionRow = typeof commentReactions.$inferSelect;

/** What is shown of comments beside their rows; the same for everybody who sees them. */
export interface CommentFacts {
  /** Of one video. */
  rows: CommentRow[];
  reactions: ReactionRow[];
  people: Map<string, Person>;
}

/** Two queries for any number of rows: one for all their reactions and one for all the people in them. */
export async function readFacts(db: Queryable, rows: CommentRow[]): Promise<CommentFacts> {
  if (rows.length === 0) return { rows, reactions: [], people: new Map() };
  const reactions = await db
    .select()
    .from(commentReactions)
    .where(
      inArray(
        commentReactions.commentId,
        rows.map((row) => row.id),
      ),
    )
    .orderBy(asc(commentReactions.createdAt));
  return { rows, reactions, people: await peopleOf(db, rows, reactions) };
}

/** Maps facts to what the API shows to this viewer. */
export function presentFacts(ctx: ViewerContext, { rows, reactions, people }: CommentFacts): Comment[] {
  const person = (id: string) => people.get(id) ?? formerMember(id as UserId);
  const hasStills = rows.some(({ stillKey }) => stillKey !== null);
  const token = hasStills ? mediaToken(ctx, rows[0]?.videoId ?? '') : '';
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

export async function presentComments(
  ctx: ViewerContext,
  rows: CommentRow[],
  db: Queryable = ctx.db,
): Promise<Comment[]> {
  return presentFacts(ctx, await readFacts(db, rows));
}

export async function presentComment(
  ctx: ViewerContext,
  row: CommentRow,
  db: Queryable = ctx.db,
): Promise<Comment> {
  return presentOne(ctx, await readFacts(db, [row]));
}

/** A comment that was just written: nobody has reacted to it, and the only person in it is its author. */
export function presentNew(ctx: ViewerContext, row: CommentRow): Comment {
  const { person } = ctx.actor;
  return presentOne(ctx, { rows: [row], reactions: [], people: new Map([[person.id, person]]) });
}

function presentOne(ctx: ViewerContext, facts: CommentFacts): Comment {
  const [comment] = presentFacts(ctx, facts);
  if (!comment) throw new Error('presentFacts lost a row');
  return comment;
}

async function peopleOf(
  db: Queryable,
  rows: CommentRow[],
  reactions: ReactionRow[],
): Promise<Map<string, Person>> {
  const ids = new Set([
    ...rows.flatMap((row) => [row.authorId, row.resolvedBy ?? row.authorId, row.assigneeId ?? row.authorId]),
    ...reactions.map((reaction) => reaction.userId),
  ]);
  const found = await db
    .select()
    .from(users)
    .where(inArray(users.id, [...ids]));
  return new Map(found.map((user) => [user.id, personOf(user)]));
}

function byEmoji(rows: ReactionRow[], person: (id: string) => Person): CommentReaction[] {
  const groups = Map.groupBy(rows, (row) => row.emoji);
  return [...groups].map(([emoji, given]) => ({ emoji, people: given.map(({ userId }) => person(userId)) }));
}
