import { and, eq, isNull, sql } from 'drizzle-orm';
import type { ViewerContext } from '#server/context.ts';
import { attachFiles, readAttachments } from '#server/features/attachments/index.ts';
import { findViewableVideo } from '#server/features/videos/index.ts';
import type { Annotation } from '#shared/annotations.ts';
import type { Comment } from '#shared/comments.ts';
import { AppError } from '#shared/errors.ts';
import { canEditComment } from '#shared/permissions.ts';
import { findViewableComment } from './access.ts';
import { ownWords, tellAboutComment } from './tell-about-comment.ts';
import { presentComment } from './present.ts';
import { publishComment } from './publish-comment.ts';
import { assertSaysSomething } from './says-something.ts';
import { enqueueStill } from './stills.ts';
import { comments, commentVersions } from './tables.ts';

/** Edits one's own comment and keeps what it said. Throws `conflict` where it was edited or deleted since `revision`. */
export async function updateComment(
  ctx: ViewerContext,
  input: {
    id: string;
    body: string;
    ink?: Annotation | undefined;
    /** All that it has afterwards. */
    attachmentIds?: string[] | undefined;
    revision: number;
  },
): Promise<Comment> {
  const comment = await findViewableComment(ctx, input.id);
  if (!canEditComment(ctx.actor, comment))
    throw new AppError('forbidden', 'Only its author can edit a comment.');
  if (comment.atMs === null && input.ink !== undefined && input.ink.length > 0)
    throw new AppError('invalid_input', 'ink: a drawing needs a frame, and this comment has none.');
  const video = await findViewableVideo(ctx, { id: comment.videoId });
  return ctx.db.transaction(async (tx) => {
    const isLatest = and(
      eq(comments.id, input.id),
      eq(comments.revision, input.revision),
      isNull(comments.deletedAt),
    );
    const [before] = await tx.select().from(comments).where(isLatest).for('update');
    if (!before) {
      throw new AppError('conflict', 'This comment was changed meanwhile. Reload it, then edit it again.', {
        revision: comment.revision,
      });
    }
    const [updated = before] = await tx
      .update(comments)
      .set({
        body: await ownWords(tx, ctx, input.body),
        ...(input.ink === undefined ? {} : { ink: input.ink, stillKey: null }),
        editedAt: ctx.clock.now(),
        revision: sql`${comments.revision} + 1`,
      })
      .where(isLatest)
      .returning();
    await tx.insert(commentVersions).values({
      commentId: before.id,
      revision: before.revision,
      body: before.body,
      writtenAt: before.editedAt ?? before.createdAt,
    });
    if (input.attachmentIds !== undefined) await attachFiles(tx, ctx, updated, input.attachmentIds);
    const files = (await readAttachments(tx, [updated.id])).get(updated.id) ?? [];
    assertSaysSomething({
      ...updated,
      attachmentIds: files.map(({ id }) => id),
      recordingId: updated.replyVideoId,
    });
    if (input.ink !== undefined) await enqueueStill(tx, ctx, updated);
    await tellAboutComment(tx, ctx, updated, video, before.body);
    await publishComment(tx, updated);
    return presentComment(ctx, updated, tx);
  });
}
