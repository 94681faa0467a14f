import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { VerbContext } from '#server/context.ts';
import type { Queryable } from '#server/db/connect.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { comments } from '#server/features/comments/tables.ts';
import { viewableVideos } from '#server/features/videos/index.ts';
import { videos } from '#server/features/videos/tables.ts';
import type { EditionDiscussion, EntryComment, SpokenAnswer } from '#shared/editions.ts';
import { UserId } from '#shared/ids.ts';
import { canEditComment, canRemoveComment } from '#shared/permissions.ts';
import { findEdition, type EditionRow } from '../access.ts';
import { exactSlug } from '../exact-slug.ts';
import { entries, entryComments } from '../tables.ts';
import type { EntryCommentRow } from './find-entry-comment.ts';

/** What was said about the answers of an edition: all of it about what is written, and where on videos there is something. */
export async function getDiscussion(ctx: VerbContext, input: { id: string }): Promise<EditionDiscussion> {
  const { edition } = await findEdition(ctx, input.id);
  const [written, spoken] = await Promise.all([
    listEntryComments(ctx, edition),
    listSpokenAnswers(ctx, edition),
  ]);
  return { comments: written, spoken };
}

async function listEntryComments(ctx: VerbContext, edition: EditionRow): Promise<EntryComment[]> {
  const rows = await ctx.db
    .select({ comment: entryComments, personId: entries.userId, author: users })
    .from(entryComments)
    .innerJoin(entries, eq(entries.id, entryComments.entryId))
    .innerJoin(users, eq(users.id, entryComments.authorId))
    .where(and(eq(entries.editionId, edition.id), isNull(entryComments.deletedAt)))
    .orderBy(asc(entryComments.createdAt), asc(entryComments.id));
  return rows.map((row) => present(ctx, row));
}

const thread = alias(comments, 'thread');

async function listSpokenAnswers(ctx: VerbContext, edition: EditionRow): Promise<SpokenAnswer[]> {
  const rows = await ctx.db
    .select({
      personId: entries.userId,
      slug: videos.slug,
      version: videos.version,
      isCurrent: videos.isCurrent,
      threadId: thread.id,
      atMs: thread.atMs,
      comments: sql<number>`1 + (select count(*)::int from ${comments} where ${comments.parentId} = ${thread.id} and ${comments.deletedAt} is null)`,
    })
    .from(entries)
    .innerJoin(videos, and(eq(videos.id, entries.videoId), viewableVideos(ctx.actor)))
    .leftJoin(thread, and(eq(thread.videoId, videos.id), isNull(thread.parentId), isNull(thread.deletedAt)))
    .where(eq(entries.editionId, edition.id))
    .orderBy(asc(entries.id), asc(thread.atMs));
  return [...Map.groupBy(rows, ({ personId }) => personId)].flatMap(([personId, own]): SpokenAnswer[] => {
    const [first] = own;
    if (!first) return [];
    const moments = own.flatMap(({ threadId, atMs, comments: count }) =>
      threadId === null ? [] : [{ atMs, comments: count }],
    );
    return [{ personId: UserId.parse(personId), slug: exactSlug(first), moments }];
  });
}

export async function presentEntryComment(
  ctx: VerbContext,
  { comment, personId }: { comment: EntryCommentRow; personId: string },
  db: Queryable,
): Promise<EntryComment> {
  const [author] = await db.select().from(users).where(eq(users.id, comment.authorId));
  if (!author) throw new Error(`the author of the comment ${comment.id} is gone`);
  return present(ctx, { comment, personId, author });
}

function present(
  ctx: VerbContext,
  row: { comment: EntryCommentRow; personId: string; author: typeof users.$inferSelect },
): EntryComment {
  const { comment, personId, author } = row;
  return {
    id: comment.id,
    personId: UserId.parse(personId),
    promptId: comment.promptId,
    author: personOf(author),
    body: comment.body,
    createdAt: comment.createdAt.toISOString(),
    editedAt: comment.editedAt?.toISOString() ?? null,
    revision: comment.revision,
    canEdit: canEditComment(ctx.actor, comment),
    canRemove: canRemoveComment(ctx.actor, comment),
  };
}
