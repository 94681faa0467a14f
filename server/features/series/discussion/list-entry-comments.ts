import { and, asc, eq, isNull } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import type { Queryable } from '#server/db/connect.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import type { EntryComment } from '#shared/editions.ts';
import { UserId } from '#shared/ids.ts';
import { canEditComment, canRemoveComment } from '#shared/permissions.ts';
import { findEdition } from '../access.ts';
import { entries, entryComments } from '../tables.ts';
import type { EntryCommentRow } from './find-entry-comment.ts';

export async function listEntryComments(ctx: VerbContext, input: { id: string }): Promise<EntryComment[]> {
  const { edition } = await findEdition(ctx, input.id);
  const rows = await ctx.db
    .select({ comment: entryComments, personId: entries.userId, author: users })
    .from(entryComments)
    .innerJoin(entries, eq(entries.id, entryComments.entryId))
    .innerJoin(users, eq(users.id, entryComments.authorId))
    .where(and(eq(entries.editionId, edition.id), isNull(entryComments.deletedAt)))
    .orderBy(asc(entryComments.createdAt), asc(entryComments.id));
  return rows.map((row) => present(ctx, row));
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
