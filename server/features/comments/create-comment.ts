import { randomUUID } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import type { ViewerContext } from '#server/context.ts';
import type { Queryable, Transaction } from '#server/db/connect.ts';
import { consumeRateLimit } from '#server/features/accounts/index.ts';
import { attachFiles } from '#server/features/attachments/index.ts';
import {
  findReplyToSend,
  findViewableVideo,
  versionsOf,
  type VideoRow,
} from '#server/features/videos/index.ts';
import { videos } from '#server/features/videos/tables.ts';
import type { Annotation } from '#shared/annotations.ts';
import type { Comment, CommentLabel, Region } from '#shared/comments.ts';
import { AppError } from '#shared/errors.ts';
import { mentionsIn } from '#shared/mentions.ts';
import type { CommentRow } from './access.ts';
import { insertPlainComment } from './insert-plain-comment.ts';
import { ownWords, tellAboutComment } from './tell-about-comment.ts';
import { postComment } from './post-comment.ts';
import { presentComment, presentNew } from './present.ts';
import { publishComment } from './publish-comment.ts';
import { assertSaysSomething } from './says-something.ts';
import { enqueueStill } from './stills.ts';
import { comments } from './tables.ts';
import { assertCanBeAssigned } from './triage-thread.ts';

export interface NewComment {
  slug: string;
  /** Chosen by the client so that sending it twice makes one comment. */
  id?: string | undefined;
  body: string;
  atMs: number | null;
  endMs: number | null;
  quote: string | null;
  region: Region | null;
  ink: Annotation;
  /** Files that were uploaded before. */
  attachmentIds: string[];
  label: CommentLabel | null;
  assigneeId: string | null;
  dueAt: string | null;
  parentId: string | null;
  /** One's own recording that becomes this comment. */
  recordingId: string | null;
}

/** Comments at a frame, a range, on the whole, or replies to a thread. Throws `invalid_input` past the end or below a reply. */
export async function createComment(ctx: ViewerContext, input: NewComment): Promise<Comment> {
  assertSaysSomething(input);
  const place = placeOf(input);
  const made = { id: input.id ?? randomUUID(), createdAt: ctx.clock.now() };
  if (ctx.actor.kind === 'member' && isPlain(input)) {
    const { slug, atMs, endMs, quote, label, body } = input;
    const created = await insertPlainComment(ctx, { ...made, slug, atMs, endMs, quote, label, body });
    if (created) return presentNew(ctx, created.row, created.version);
    // Why not is found out below.
  }
  const seen = await findViewableVideo(ctx, { slug: input.slug });
  const video = input.parentId === null ? seen : await versionOfThread(ctx, input.parentId, seen);
  if (ctx.actor.kind === 'guest') {
    await consumeRateLimit(ctx, { key: `guest-comment:${ctx.actor.userId}`, limit: 60, windowSeconds: 600 });
    if (input.assigneeId ?? input.dueAt)
      throw new AppError('forbidden', 'Only members assign and date threads.');
  }
  assertWithin(video, input);
  const row = {
    ...made,
    workspaceId: ctx.actor.workspaceId,
    videoId: video.id,
    authorId: ctx.actor.userId,
  };
  return ctx.db.transaction(async (tx) => {
    if (input.parentId !== null) await assertThread(tx, input.parentId, video.id);
    await assertCanBeAssigned(tx, video, input.assigneeId);
    const reply =
      input.recordingId === null ? null : await findReplyToSend(tx, ctx, video, input.recordingId);
    if (reply && (await isSent(tx, reply.id, input.id)))
      throw new AppError('conflict', 'recordingId: this reply was sent with another comment already.');
    const [created] = await tx
      .insert(comments)
      .values({
        ...row,
        parentId: input.parentId,
        ...place,
        ink: input.ink,
        body: await ownWords(tx, ctx, input.body),
        replyVideoId: reply?.id ?? null,
      })
      .onConflictDoNothing()
      .returning();
    if (created) {
      if (input.attachmentIds.length > 0) await attachFiles(tx, ctx, created, input.attachmentIds);
      await enqueueStill(tx, ctx, created);
      await tellAboutComment(tx, ctx, created, video);
      await postComment(tx, ctx, created, video);
      await publishComment(tx, created, { slug: video.slug });
      return presentComment(ctx, created, tx);
    }
    return presentComment(ctx, await sentBefore(ctx, tx, row), tx);
  });
}

/** The usual comment: nothing but its row and its event has to be written, and its author is the only one in it. */
function isPlain({ body, ink, region, attachmentIds, ...input }: NewComment): boolean {
  return (
    input.parentId === null &&
    input.assigneeId === null &&
    input.dueAt === null &&
    input.recordingId === null &&
    region === null &&
    ink.length === 0 &&
    attachmentIds.length === 0 &&
    mentionsIn(body).length === 0
  );
}

/** What only threads have: where they are pinned, and how they are worked on. */
function placeOf(input: NewComment) {
  if (input.parentId !== null) {
    if (input.label ?? input.assigneeId ?? input.dueAt)
      throw new AppError(
        'invalid_input',
        'label: only threads are labelled, assigned and dated, not replies.',
      );
    return { atMs: null, endMs: null, quote: null, region: null };
  }
  const { atMs, endMs, quote, region, label, assigneeId } = input;
  if (endMs !== null && (atMs === null || endMs < atMs))
    throw new AppError('invalid_input', 'endMs: a range ends after it begins.');
  if (atMs === null && input.ink.length > 0)
    throw new AppError('invalid_input', 'ink: a drawing needs the frame that it is drawn on; give atMs.');
  if (atMs === null && region !== null)
    throw new AppError('invalid_input', 'region: it needs the frame that it is a part of; give atMs.');
  return {
    atMs,
    endMs,
    quote,
    region,
    label,
    assigneeId,
    dueAt: input.dueAt === null ? null : new Date(input.dueAt),
  };
}

function assertWithin({ durationMs, status }: VideoRow, { parentId, atMs, endMs }: NewComment): void {
  const lastMs = parentId === null ? (endMs ?? atMs) : null;
  if (lastMs !== null && durationMs !== null && status === 'ready' && lastMs > durationMs) {
    throw new AppError(
      'invalid_input',
      `${endMs === null ? 'atMs' : 'endMs'}: ${lastMs} is past the end of the video (${durationMs} ms).`,
    );
  }
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

/** An answer belongs to the version of its thread: one that is still open is answered from later ones too. */
async function versionOfThread(ctx: ViewerContext, threadId: string, seen: VideoRow): Promise<VideoRow> {
  const [found] = await ctx.db
    .select({ video: videos })
    .from(comments)
    .innerJoin(videos, eq(videos.id, comments.videoId))
    .where(and(eq(comments.id, threadId), versionsOf(seen)));
  return found?.video ?? seen;
}

/** True where another comment than `id` has this reply. */
async function isSent(tx: Transaction, replyId: string, id: string | undefined): Promise<boolean> {
  const [sent] = await tx
    .select({ id: comments.id })
    .from(comments)
    .where(eq(comments.replyVideoId, replyId));
  return sent !== undefined && sent.id !== id;
}

async function sentBefore(
  ctx: ViewerContext,
  db: Queryable,
  { id, videoId }: Pick<CommentRow, 'id' | 'videoId'>,
): Promise<CommentRow> {
  const [existing] = await db
    .select()
    .from(comments)
    .where(and(eq(comments.id, id), eq(comments.videoId, videoId), eq(comments.authorId, ctx.actor.userId)));
  if (!existing) throw new AppError('conflict', 'id: this id is taken. Choose a new one.');
  return existing;
}
