import { and, eq, isNull } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import type { Queryable } from '#server/db/connect.ts';
import { findViewableVideo, viewersAmong, type VideoRow } from '#server/features/videos/index.ts';
import type { Comment, CommentLabel } from '#shared/comments.ts';
import { AppError } from '#shared/errors.ts';
import { commentNotFound, findViewableComment } from './access.ts';
import { presentComment } from './present.ts';
import { publishComment } from './publish-comment.ts';
import { comments } from './tables.ts';
import { tellAssigned } from './tell-about-comment.ts';

export interface Triage {
  label?: CommentLabel | null | undefined;
  assigneeId?: string | null | undefined;
  dueAt?: string | null | undefined;
}

/** Labels, assigns or dates a thread; what is left out stays as it is, whoever changes it at the same time. */
export async function triageThread(ctx: VerbContext, input: Triage & { id: string }): Promise<Comment> {
  const comment = await findViewableComment(ctx, input.id);
  if (comment.parentId !== null)
    throw new AppError('invalid_input', 'Only threads are labelled, assigned and dated, not replies.');
  const { id, dueAt, ...rest } = input;
  const changes = {
    ...rest,
    ...(dueAt === undefined ? {} : { dueAt: dueAt === null ? null : new Date(dueAt) }),
  };
  if (Object.values(changes).every((value) => value === undefined)) return presentComment(ctx, comment);
  const video = await findViewableVideo(ctx, { id: comment.videoId });
  return ctx.db.transaction(async (tx) => {
    await assertCanBeAssigned(tx, video, input.assigneeId ?? null);
    const [changed] = await tx
      .update(comments)
      .set(changes)
      .where(and(eq(comments.id, id), isNull(comments.deletedAt)))
      .returning();
    if (!changed) throw commentNotFound();
    if (input.assigneeId && input.assigneeId !== comment.assigneeId)
      await tellAssigned(tx, ctx, changed, video);
    await publishComment(tx, changed);
    return presentComment(ctx, changed, tx);
  });
}

/** Throws `invalid_input` where the person can't view the video. */
export async function assertCanBeAssigned(
  db: Queryable,
  video: VideoRow,
  assigneeId: string | null,
): Promise<void> {
  if (assigneeId === null) return;
  const [found] = await viewersAmong(db, video, [assigneeId]);
  if (!found)
    throw new AppError(
      'invalid_input',
      'assigneeId: this person can’t view the video. Share it with them first.',
    );
}
