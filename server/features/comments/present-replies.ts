import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { ViewerContext } from '#server/context.ts';
import type { Queryable } from '#server/db/connect.ts';
import { transcripts, transcriptSegments } from '#server/features/transcripts/tables.ts';
import { videos } from '#server/features/videos/tables.ts';
import { mediaToken } from '#server/media-token.ts';
import type { RecordedReply } from '#shared/comments.ts';
import { VideoSlug } from '#shared/ids.ts';
import type { CommentRow } from './access.ts';

/** More than is read in a thread; the rest is heard. */
const MOST_LETTERS = 5000;

/** A recorded reply, and what is said in it. */
export interface ReplyFacts {
  video: typeof videos.$inferSelect;
  words: string | null;
}

/** What was recorded as these comments, by the ids of their videos: one query for the videos and one for what is said. */
export async function readReplies(
  db: Queryable,
  rows: readonly CommentRow[],
): Promise<Map<string, ReplyFacts>> {
  const ids = rows.flatMap(({ replyVideoId }) => (replyVideoId === null ? [] : [replyVideoId]));
  if (ids.length === 0) return new Map();
  const found = await db
    .select()
    .from(videos)
    .where(and(inArray(videos.id, ids), isNull(videos.deletedAt)));
  const said = await wordsOf(db, ids);
  return new Map(found.map((video) => [video.id, { video, words: said.get(video.id) ?? null }]));
}

export function presentReply(ctx: ViewerContext, reply: ReplyFacts | undefined): RecordedReply | null {
  if (!reply) return null;
  const { video, words } = reply;
  const maySee = ctx.actor.kind === 'member' || ctx.actor.grant.canSeeTranscript;
  return {
    slug: VideoSlug.parse(video.slug),
    hasPicture: video.hasPicture,
    status: video.status,
    durationMs: video.durationMs,
    aspectRatio: video.width && video.height ? video.width / video.height : null,
    posterUrl: video.posterKey && video.hasPicture ? `/media/${mediaToken(ctx, video.id)}/poster.jpg` : null,
    transcript: maySee ? words : null,
  };
}

async function wordsOf(db: Queryable, ids: string[]): Promise<Map<string, string>> {
  const text = sql<string>`left(string_agg(${transcriptSegments.text}, ' ' order by ${transcriptSegments.index}), ${MOST_LETTERS})`;
  const rows = await db
    .select({ videoId: transcriptSegments.videoId, text })
    .from(transcriptSegments)
    .innerJoin(transcripts, eq(transcripts.videoId, transcriptSegments.videoId))
    .where(and(inArray(transcriptSegments.videoId, ids), eq(transcripts.state, 'ready')))
    .groupBy(transcriptSegments.videoId)
    .orderBy(asc(transcriptSegments.videoId));
  return new Map(rows.map((row) => [row.videoId, row.text]));
}
