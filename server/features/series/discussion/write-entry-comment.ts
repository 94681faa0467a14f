import { randomUUID } from 'node:crypto';
import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { ownWords } from '#server/features/comments/index.ts';
import type { EntryComment } from '#shared/editions.ts';
import { AppError } from '#shared/errors.ts';
import { canEditComment } from '#shared/permissions.ts';
import { findEdition } from '../access.ts';
import { publishSeries } from '../manage-series.ts';
import { entries, entryComments } from '../tables.ts';
import { findEntryComment } from './find-entry-comment.ts';
import { presentEntryComment } from './get-discussion.ts';
import { tellAboutEntryComment } from './tell-about-entry-comment.ts';

export interface NewEntryComment {
  /** Of the edition. */
  id: string;
  commentId?: string | undefined;
  personId: string;
  promptId: string;
  body: string;
}

/** Writes about an answer, also after its edition is closed. Throws `not_found` where nothing was answered. */
export async function createEntryComment(ctx: VerbContext, input: NewEntryComment): Promise<EntryComment> {
  const { edition, series } = await findEdition(ctx, input.id);
  const { promptId, personId } = input;
  const [entry] = await ctx.db
    .select()
    .from(entries)
    .where(
      and(eq(entries.editionId, edition.id), eq(entries.userId, personId), isNotNull(entries.answeredAt)),
    );
  if (!entry || !edition.prompts.some(({ id }) => id === promptId))
    throw new AppError('not_found', 'There is no such answer in this edition.');
  return ctx.db.transaction(async (tx) => {
    const id = input.commentId ?? randomUUID();
    const [created] = await tx
      .insert(entryComments)
      .values({
        id,
        entryId: entry.id,
        promptId,
        authorId: ctx.actor.userId,
        body: await ownWords(tx, ctx, input.body),
        createdAt: ctx.clock.now(),
      })
      .onConflictDoNothing()
      .returning();
    if (created) {
      await tellAboutEntryComment(tx, ctx, { comment: created, personId, edition, series });
      await publishSeries(tx, series);
      return presentEntryComment(ctx, { comment: created, personId }, tx);
    }
    const [before] = await tx
      .select()
      .from(entryComments)
      .where(
        and(
          eq(entryComments.id, id),
          eq(entryComments.entryId, entry.id),
          eq(entryComments.authorId, ctx.actor.userId),
        ),
      );
    if (!before) throw new AppError('conflict', 'commentId: this id is taken. Choose a new one.');
    return presentEntryComment(ctx, { comment: before, personId }, tx);
  });
}

/** Edits one's own comment. Throws `conflict` where it was edited or deleted since `revision`. */
export async function updateEntryComment(
  ctx: VerbContext,
  input: { id: string; body: string; revision: number },
): Promise<EntryComment> {
  const place = await findEntryComment(ctx, input.id);
  if (!canEditComment(ctx.actor, place.comment))
    throw new AppError('forbidden', 'Only its author can edit a comment.');
  return ctx.db.transaction(async (tx) => {
    const [updated] = await tx
      .update(entryComments)
      .set({
        body: await ownWords(tx, ctx, input.body),
        editedAt: ctx.clock.now(),
        revision: sql`${entryComments.revision} + 1`,
      })
      .where(
        and(
          eq(entryComments.id, input.id),
          eq(entryComments.revision, input.revision),
          isNull(entryComments.deletedAt),
        ),
      )
      .returning();
    if (!updated)
      throw new AppError('conflict', 'This comment was changed meanwhile. Reload it, then edit it again.', {
        revision: place.comment.revision,
      });
    await tellAboutEntryComment(tx, ctx, { ...place, comment: updated }, place.comment.body);
    await publishSeries(tx, place.series);
    return presentEntryComment(ctx, { ...place, comment: updated }, tx);
  });
}
