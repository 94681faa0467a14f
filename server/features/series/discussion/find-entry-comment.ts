import { eq } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import type { Queryable } from '#server/db/connect.ts';
import { AppError } from '#shared/errors.ts';
import { findEdition, type EditionRow, type SeriesRow } from '../access.ts';
import { entries, entryComments } from '../tables.ts';

export type EntryCommentRow = typeof entryComments.$inferSelect;

/** A comment with all that it is about. */
export interface PlacedComment {
  comment: EntryCommentRow;
  /** Whose answer it is about. */
  personId: string;
  edition: EditionRow;
  series: SeriesRow;
}

/** The comment, where the actor sees its series; `not_found` otherwise. */
export async function findEntryComment(
  ctx: VerbContext,
  id: string,
  { includeDeleted = false, db = ctx.db }: { includeDeleted?: boolean; db?: Queryable } = {},
): Promise<PlacedComment> {
  const [found] = await db
    .select({ comment: entryComments, personId: entries.userId, editionId: entries.editionId })
    .from(entryComments)
    .innerJoin(entries, eq(entries.id, entryComments.entryId))
    .where(eq(entryComments.id, id));
  if (!found || (found.comment.deletedAt !== null && !includeDeleted))
    throw new AppError('not_found', 'This comment does not exist, or it was deleted.');
  const { comment, personId } = found;
  return { comment, personId, ...(await findEdition(ctx, found.editionId, db)) };
}
