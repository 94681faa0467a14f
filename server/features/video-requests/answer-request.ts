import { and, eq, sql, type SQL } from 'drizzle-orm';
import type { AppContext, VerbContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { findViewableVideo, viewersAmong, type VideoRow } from '#server/features/videos/index.ts';
import { videos } from '#server/features/videos/tables.ts';
import { AppError } from '#shared/errors.ts';
import type { VideoRequest } from '#shared/video-requests.ts';
import { findRequest, holdOpen, type LineRow, type RequestRow } from './access.ts';
import { presentRequest } from './present.ts';
import { publishRequest } from './publish-request.ts';
import { videoRequestLines as lines } from './tables.ts';
import { settleAsked, tellSender } from './tell.ts';

export interface Answer {
  video: string | null;
  word: string | null;
  replaces: string | null;
}

/** A member's answer, with a video of theirs that who asks can see. Throws `conflict` where it was withdrawn or answered meanwhile. */
export async function answerRequest(ctx: VerbContext, input: Answer & { id: string }): Promise<VideoRequest> {
  const { id } = await findRequest(ctx, input.id);
  const video = input.video === null ? null : await findViewableVideo(ctx, { slug: input.video });
  if (video && video.authorId !== ctx.actor.userId)
    throw new AppError('invalid_input', 'video: answer with a video of your own.');
  if (video) assertWhole(video);
  return ctx.db.transaction(async (tx) => {
    const request = await holdOpen(tx, id);
    if (video && (await viewersAmong(tx, video, [request.createdBy])).length === 0)
      throw new AppError(
        'invalid_input',
        'video: who asks can’t see this video. Move it to a space that you both see.',
      );
    const isMine = and(eq(lines.requestId, request.id), eq(lines.userId, ctx.actor.userId));
    if ((await tx.$count(lines, isMine)) === 0)
      throw new AppError('forbidden', 'This request is not for you.');
    const line = await setAnswer(tx, ctx, request, isMine, { ...input, videoId: video?.id ?? null });
    await settleAsked(tx, ctx, request, [line]);
    return presentRequest(ctx, request, tx);
  });
}

/** Throws `conflict` while parts of it are missing, and `invalid_input` where there is nothing to play. */
export function assertWhole(video: VideoRow): void {
  if (video.status === 'recording' || video.status === 'uploading')
    throw new AppError('conflict', 'Not all of this video has arrived yet. Send it once it is there.');
  if (video.status === 'failed')
    throw new AppError('invalid_input', 'video: this video can’t be played. Record it once more.');
}

/**
 * Puts an answer in place of the one that it names, or of none: of two that come at once, the later one is refused. `who`: whose
 * line it is.
 */
export async function setAnswer(
  tx: Transaction,
  ctx: AppContext & { actor: { userId: string; name: string } },
  request: RequestRow,
  who: SQL | undefined,
  answer: Answer & { videoId: string | null; guestId?: string },
): Promise<LineRow> {
  const now = ctx.clock.now();
  const { videoId, word, replaces, guestId } = answer;
  const replaced = sql`(select ${videos.id} from ${videos} where ${videos.slug} = ${replaces})`;
  const [line] = await tx
    .update(lines)
    .set({
      videoId,
      word: word || null,
      answeredAt: videoId === null ? null : now,
      declinedAt: videoId === null ? now : null,
      ...(guestId === undefined ? {} : { guestId }),
    })
    .where(and(who, sql`${lines.videoId} is not distinct from ${replaced}`))
    .returning();
  if (!line)
    throw new AppError(
      'conflict',
      'Another answer was sent meanwhile. Look at it, then send yours if need be.',
    );
  await tellSender(tx, ctx, request, line);
  await publishRequest(tx, request);
  return line;
}
