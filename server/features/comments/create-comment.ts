import { randomUUID } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import type { ViewerContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { consumeRateLimit } from '#server/features/accounts/index.ts';
import { findViewableVideo } from '#server/features/videos/index.ts';
import type { Comment } from '#shared/comments.ts';
import { AppError } from '#shared/errors.ts';
import type { CommentRow } from './access.ts';
import { presentComment } from './present.ts';
import { publishComment } from './publish-comment.ts';
import { comments } from './tables.ts';

export interface NewComment {
  slug: string;
  /** Chosen by the client so that sending it twice makes one comment. */
  id?: string | undefined;
  body: string;
  atMs: number | null;
  parentId: string | null;
}

/** Comments at a time, on the whole, or replies to a thread. Throws `invalid_input` past the end or below a reply. */
export async function createComment(ctx: ViewerContext, input: NewComment): Promise<Comment> {
  const video = await findViewableVideo(ctx, { slug: input.slug });
  if (ctx.actor.kind === 'guest')
    await consumeRateLimit(ctx, { key: `guest-comment:${ctx.actor.userId}`, limit: 60, windowSeconds: 600 });
  const atMs = input.parentId === null ? input.atMs : null;
  if (atMs !== null && video.durationMs !== null && video.status === 'ready' && atMs > video.durationMs) {
    throw new AppError(
      'invalid_input',
      `atMs: ${atMs} is past the end of the video (${video.durationMs} ms).`,
    );
  }
  return ctx.db.transaction(async (tx) => {
    if (input.parentId !== null) await assertThread(tx, input.parentId, video.id);
    const [created] = await tx
      .insert(comments)
      .values({
        id: input.id ?? randomUUID(),
        workspaceId: ctx.actor.workspaceId,
        videoId: video.id,
        authorId: ctx.actor.userId,
        parentId: input.parentId,
        atMs,
        body: input.body,
        createdAt: ctx.clock.now(),
      })
      .onConflictDoNothing()
      .returning();
    if (created) {
      await publishComment(tx, created);
      return presentComment(ctx, created, tx);
    }
    return presentComment(ctx, await sentBefore(tx, ctx, input.id, video.id), tx);
  });
}

async function assertThread(tx: Transaction, parentId: string, videoId: string): Promise<void> {
  const [parent] = await tx
    .select()
    .from(comments)
    .where(and(eq(comments.id, parentId), eq(comments.videoId, videoId), isNull(comments.deletedAt)))
    .for('share');
  if (!parent)
    throw new AppError('conflict', 'The comment you reply to was deleted. Write a new comment instead.');
  if (parent.parentId !== null) {
    throw new AppError('invalid_input', 'parentId: replies have no replies; reply to the thread instead.');
  }
}

async function sentBefore(
  tx: Transaction,
  ctx: ViewerContext,
  id: string | undefined,
  videoId: string,
): Promise<CommentRow> {
  const [existing] = await tx
    .select()
    .from(comments)
    .where(
      and(eq(comments.id, id ?? ''), eq(comments.videoId, videoId), eq(comments.authorId, ctx.actor.userId)),
    );
  if (!existing) throw new AppError('conflict', 'id: this id is taken. Choose a new one.');
  return existing;
}
