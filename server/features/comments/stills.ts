import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import type { JobPayload } from '#server/queue/queue.ts';
import { stillKey } from '#server/storage/object-keys.ts';
import type { ByteRange } from '#server/storage/storage.ts';
import { renditions, videos } from '#server/features/videos/tables.ts';
import type { Annotation } from '#shared/annotations.ts';
import type { PictureSize } from '#shared/annotation-geometry.ts';
import { DEFAULT_FRAME_RATE, type FrameRate } from '#shared/frames.ts';
import { CommentId } from '#shared/ids.ts';
import { seenInk } from '#shared/regions.ts';
import type { CommentRow } from './access.ts';
import { publishComment } from './publish-comment.ts';
import { comments } from './tables.ts';

/** What a worker needs to draw a comment's ink over its frame. */
export interface StillInput {
  annotation: Annotation;
  atMs: number;
  frameRate: FrameRate;
  picture: PictureSize;
  source: { key: string; init: ByteRange; segment: ByteRange };
  /** Where the still is to lie. */
  key: string;
}

/** Lets the still of a comment be rendered, in the transaction that draws it. */
export async function enqueueStill(tx: Transaction, ctx: AppContext, comment: CommentRow): Promise<void> {
  if (seenInk(comment).length === 0 || comment.atMs === null) return;
  const { id, revision } = comment;
  await ctx.queue.enqueue(tx, 'render-still', { commentId: CommentId.parse(id), revision });
}

/** After a video was processed: the stills of what was drawn on it before. */
export async function enqueueMissingStills(ctx: AppContext, videoId: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const drawn = await tx
      .select()
      .from(comments)
      .where(
        and(
          eq(comments.videoId, videoId),
          isNull(comments.stillKey),
          isNull(comments.deletedAt),
          sql`(jsonb_array_length(${comments.ink}) > 0 or ${comments.region} is not null)`,
        ),
      );
    for (const comment of drawn) await enqueueStill(tx, ctx, comment);
  });
}

/** Null where there is nothing to draw (any more), or nothing to draw on yet: processing the video asks again. */
export async function loadStillInput(
  ctx: AppContext,
  { commentId, revision }: JobPayload<'render-still'>,
): Promise<StillInput | null> {
  const [found] = await ctx.db
    .select({ comment: comments, video: videos, rendition: renditions })
    .from(comments)
    .innerJoin(videos, eq(videos.id, comments.videoId))
    .innerJoin(renditions, eq(renditions.videoId, videos.id))
    .where(and(eq(comments.id, commentId), eq(comments.revision, revision), isNull(comments.deletedAt)))
    .orderBy(desc(renditions.height))
    .limit(1);
  if (!found || found.comment.atMs === null) return null;
  const { comment, video, rendition } = found;
  const annotation = seenInk(comment);
  if (annotation.length === 0) return null;
  let startMs = 0;
  const segment = rendition.segments.find(([durationMs], i) => {
    const isLast = i === rendition.segments.length - 1;
    // A hair of slack: lengths are rounded.
    if (isLast || (comment.atMs ?? 0) < startMs + durationMs - 0.5) return true;
    startMs += durationMs;
    return false;
  });
  if (!segment) return null;
  const [, offset, length] = segment;
  const { frameRateNumerator: numerator, frameRateDenominator: denominator } = video;
  return {
    annotation,
    atMs: comment.atMs ?? 0,
    frameRate: numerator && denominator ? { numerator, denominator } : DEFAULT_FRAME_RATE,
    picture: { width: rendition.width, height: rendition.height },
    source: {
      key: rendition.key,
      init: { start: 0, end: rendition.initLength - 1 },
      segment: { start: offset, end: offset + length - 1 },
    },
    key: stillKey(comment, comment.id, revision),
  };
}

/** Shows the still, unless the comment was drawn anew meanwhile. */
export async function saveStill(
  ctx: AppContext,
  { commentId, revision }: JobPayload<'render-still'>,
  key: string,
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const [saved] = await tx
      .update(comments)
      .set({ stillKey: key })
      .where(and(eq(comments.id, commentId), eq(comments.revision, revision)))
      .returning();
    if (saved) await publishComment(tx, saved);
  });
}
