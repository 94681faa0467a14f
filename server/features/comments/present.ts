import { inArray } from 'drizzle-orm';
import type { Queryable } from '#server/db/connect.ts';
import type { ViewerContext } from '#server/context.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import type { Comment } from '#shared/comments.ts';
import { canEditComment, canRemoveComment } from '#shared/permissions.ts';
import { CommentId, VideoId, type UserId } from '#shared/ids.ts';
import type { Person } from '#shared/people.ts';
import type { CommentRow } from './access.ts';

/** Maps rows to what the API shows, with one query for all the people in them. */
export async function presentComments(
  ctx: ViewerContext,
  rows: CommentRow[],
  db: Queryable = ctx.db,
): Promise<Comment[]> {
  const ids = new Set(
    rows.flatMap((row) => (row.resolvedBy ? [row.authorId, row.resolvedBy] : [row.authorId])),
  );
  const people =
    ids.size > 0
      ? await db
          .select()
          .from(users)
          .where(inArray(users.id, [...ids]))
      : [];
  const byId = new Map(people.map((user) => [user.id, personOf(user)]));
  const person = (id: string) => byId.get(id) ?? formerMember(id as UserId);
  return rows.map((row) => ({
    id: CommentId.parse(row.id),
    videoId: VideoId.parse(row.videoId),
    parentId: row.parentId === null ? null : CommentId.parse(row.parentId),
    author: person(row.authorId),
    atMs: row.atMs,
    body: row.body,
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
