import { asc } from 'drizzle-orm';
import { anyOf } from '#server/db/any-of.ts';
import type { Queryable } from '#server/db/connect.ts';
import type { Actor, ViewerContext } from '#server/context.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import {
  presentAttachment,
  readAttachments,
  type AttachmentRow,
} from '#server/features/attachments/index.ts';
import { peopleBySpace, type SpacePeople } from '#server/features/spaces/index.ts';
import { videos } from '#server/features/videos/tables.ts';
import { mediaToken } from '#server/media-token.ts';
import type { Comment, CommentReaction } from '#shared/comments.ts';
import { mentionedIds, mentionedSpaceIds } from '#shared/mentions.ts';
import { canEditComment, canRemoveComment } from '#shared/permissions.ts';
import { CommentId, VideoId, type UserId } from '#shared/ids.ts';
import type { Person } from '#shared/people.ts';
import type { CommentRow } from './access.ts';
import { presentReply, readReplies, type ReplyFacts } from './present-replies.ts';
import { commentReactions } from './tables.ts';

type ReactionRow = typeof commentReactions.$inferSelect;

/** What is shown of comments beside their rows; the same for everybody who sees them. */
export interface CommentFacts {
  /** Of one video, in whichever version. */
  rows: CommentRow[];
  reactions: ReactionRow[];
  people: Map<string, Person>;
  /** By the ids of their videos. */
  recorded: Map<string, ReplyFacts>;
  /** By the ids of the comments. */
  files: Map<string | null, AttachmentRow[]>;
  /** Those that are named. */
  spaces: Map<string, SpacePeople>;
  /** Numbers of the versions that they were written on, by the ids of those. */
  versions: Map<string, number>;
}

const NO_FACTS = {
  reactions: [],
  people: new Map(),
  recorded: new Map(),
  files: new Map(),
  spaces: new Map(),
  versions: new Map(),
};

/** A few queries for any number of rows, such as one for all their reactions and one for all the people in them. */
export async function readFacts(db: Queryable, rows: CommentRow[]): Promise<CommentFacts> {
  if (rows.length === 0) return { ...NO_FACTS, rows };
  const ids = rows.map((row) => row.id);
  const [reactions, recorded, files, spaces, versions] = await Promise.all([
    db
      .select()
      .from(commentReactions)
      .where(anyOf(commentReactions.commentId, ids))
      .orderBy(asc(commentReactions.createdAt)),
    readReplies(db, rows),
    readAttachments(db, ids),
    spacesNamed(db, rows),
    versionsOfRows(db, rows),
  ]);
  return { rows, reactions, people: await peopleOf(db, rows, reactions), recorded, files, spaces, versions };
}

/** Maps facts to what the API shows to this viewer. */
export function presentFacts(ctx: ViewerContext, facts: CommentFacts): Comment[] {
  const { rows, reactions, people, recorded, files, spaces, versions } = facts;
  const person = (id: string) => people.get(id) ?? formerMember(id as UserId);
  const withStills = rows.filter(({ stillKey }) => stillKey !== null).map(({ videoId }) => videoId);
  const tokens = new Map([...new Set(withStills)].map((id) => [id, mediaToken(ctx, id)]));
  const reactionsOf = Map.groupBy(reactions, (reaction) => reaction.commentId);
  return rows.map((row) => ({
    id: CommentId.parse(row.id),
    videoId: VideoId.parse(row.videoId),
    version: versions.get(row.videoId) ?? 1,
    parentId: row.parentId === null ? null : CommentId.parse(row.parentId),
    author: person(row.authorId),
    atMs: row.atMs,
    endMs: row.endMs,
    quote: row.quote,
    region: row.region,
    ink: row.ink,
    stillUrl:
      row.stillKey === null
        ? null
        : `/media/${tokens.get(row.videoId)}/stills/${row.id}.jpg?revision=${row.revision}`,
    body: row.body,
    reply: presentReply(ctx, recorded.get(row.replyVideoId ?? '')),
    attachments: (files.get(row.id) ?? []).map((file) => presentAttachment(ctx, file)),
    label: row.label,
    assignee: row.assigneeId === null ? null : person(row.assigneeId),
    dueAt: row.dueAt?.toISOString() ?? null,
    mentions: mentionedIds(row.body) as UserId[],
    mentionsMe:
      mentionedIds(row.body).some((id) => id === ctx.actor.userId) ||
      mentionedSpaceIds(row.body).some((id) => isInSpace(ctx.actor, spaces.get(id))),
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

/** The spaces that are named in these comments; no query where none is. */
async function spacesNamed(db: Queryable, rows: CommentRow[]): Promise<Map<string, SpacePeople>> {
  const ids = new Set(rows.flatMap((row) => mentionedSpaceIds(row.body)));
  return ids.size === 0 ? new Map() : peopleBySpace(db, rows[0]?.workspaceId ?? '', [...ids]);
}

function isInSpace(actor: Actor, space: SpacePeople | undefined): boolean {
  return (
    actor.kind === 'member' && space !== undefined && (space.isOpen || space.memberIds.has(actor.userId))
  );
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
export function presentNew(ctx: ViewerContext, row: CommentRow, version: number): Comment {
  const { person } = ctx.actor;
  const people = new Map([[person.id, person]]);
  return presentOne(ctx, { ...NO_FACTS, rows: [row], people, versions: new Map([[row.videoId, version]]) });
}

function presentOne(ctx: ViewerContext, facts: CommentFacts): Comment {
  const [comment] = presentFacts(ctx, facts);
  if (!comment) throw new Error('presentFacts lost a row');
  return comment;
}

async function versionsOfRows(db: Queryable, rows: CommentRow[]): Promise<Map<string, number>> {
  const found = await db
    .select({ id: videos.id, version: videos.version })
    .from(videos)
    .where(anyOf(videos.id, [...new Set(rows.map(({ videoId }) => videoId))]));
  return new Map(found.map(({ id, version }) => [id, version]));
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
    .where(anyOf(users.id, [...ids]));
  return new Map(found.map((user) => [user.id, personOf(user)]));
}

function byEmoji(rows: ReactionRow[], person: (id: string) => Person): CommentReaction[] {
  const groups = Map.groupBy(rows, (row) => row.emoji);
  return [...groups].map(([emoji, given]) => ({ emoji, people: given.map(({ userId }) => person(userId)) }));
}
