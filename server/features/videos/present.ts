import { and, count, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { ViewerContext } from '#server/context.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { acknowledgementRequests as requests } from '#server/features/acknowledgements/tables.ts';
import { comments } from '#server/features/comments/tables.ts';
import { transcripts } from '#server/features/transcripts/tables.ts';
import { mediaToken } from '#server/media-token.ts';
import { FAILURES, FailureCode } from '#shared/failure-codes.ts';
import { SpaceId, VideoId } from '#shared/ids.ts';
import { canEditVideo } from '#shared/permissions.ts';
import { baseSlug, versionSlug } from '#shared/version-slugs.ts';
import type { Video, VideoSummary } from '#shared/videos.ts';
import type { VideoRow } from './access.ts';
import { videoUrl } from './links.ts';
import { forGuest } from './present-for-guest.ts';
import { renditions, videos } from './tables.ts';
import { rootOf } from './version-stack.ts';
import { countVersions } from './count-versions.ts';

/** Maps rows to what lists show: a few queries for any number of videos. */
export async function presentVideoSummaries(ctx: ViewerContext, rows: VideoRow[]): Promise<VideoSummary[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const [authors, commentCounts, askCounts, versions] = await Promise.all([
    ctx.db
      .select()
      .from(users)
      .where(
        inArray(users.id, [
          ...new Set(
            rows.flatMap(({ authorId, recordedBy: guestId }) => (guestId ? [authorId, guestId] : [authorId])),
          ),
        ]),
      ),
    countComments(ctx, ids),
    countAsks(ctx, ids),
    countVersions(ctx, [...new Set(rows.map(rootOf))]),
  ]);
  const authorById = new Map(authors.map((user) => [user.id, personOf(user)]));
  return rows.map((row) => {
    const author = authorById.get(row.authorId);
    if (!author) throw new Error(`video ${row.id} has no author`);
    const asks = askCounts.get(row.id);
    const stack = versions.get(rootOf(row)) ?? { count: 1, current: row.version };
    return {
      id: VideoId.parse(row.id),
      slug: baseSlug(row.slug),
      url: videoUrl(ctx, row.slug),
      version: {
        number: row.version,
        isCurrent: row.isCurrent,
        slug: versionSlug(row.slug, row.version),
        ...stack,
      },
      title: row.title,
      source: row.source,
      status: row.status,
      failure: failureOf(row),
      author,
      recordedBy: authorById.get(row.recordedBy ?? '') ?? null,
      spaceId: row.spaceId === null ? null : SpaceId.parse(row.spaceId),
      durationMs: row.durationMs,
      width: row.width,
      height: row.height,
      posterUrl: row.posterKey ? `/media/${mediaToken(ctx, row.id)}/poster.jpg` : null,
      commentCount: commentCounts.get(row.id)?.all ?? 0,
      openThreadCount: commentCounts.get(row.id)?.open ?? 0,
      acknowledgements: {
        asked: asks?.asked ?? 0,
        answered: asks?.answered ?? 0,
        toAcknowledge: asks?.toAcknowledge ?? 0,
        acknowledged: asks?.acknowledged ?? 0,
        nextDueAt: asks?.nextDueAt?.toISOString() ?? null,
      },
      myAcknowledgement: !asks?.mine ? 'none' : asks.mineAcknowledged ? 'acknowledged' : 'asked',
      myDueAt: asks?.myDueAt?.toISOString() ?? null,
      createdAt: row.createdAt.toISOString(),
    };
  });
}

/** Maps a row to all that the API shows of one video. */
export async function presentVideo(ctx: ViewerContext, row: VideoRow): Promise<Video> {
  const [[summary], ladder, [transcript]] = await Promise.all([
    presentVideoSummaries(ctx, [row]),
    ctx.db.select().from(renditions).where(eq(renditions.videoId, row.id)).orderBy(renditions.height),
    ctx.db.select().from(transcripts).where(eq(transcripts.videoId, row.id)),
  ]);
  if (!summary) throw new Error('presentVideoSummaries lost a row');
  const video: Video = {
    ...summary,
    frameRate:
      row.frameRateNumerator && row.frameRateDenominator
        ? { numerator: row.frameRateNumerator, denominator: row.frameRateDenominator }
        : null,
    renditions: ladder.map(({ name, width, height, bitrate, codecs, sizeBytes }) => ({
      name,
      width,
      height,
      bitrate,
      codecs,
      sizeBytes,
    })),
    transcript: { state: transcript?.state ?? 'pending', language: transcript?.language ?? null },
    progress:
      row.status === 'processing'
        ? { step: row.progressStep ?? 'waiting', percent: row.progressPercent ?? 0 }
        : null,
    canEdit: canEditVideo(ctx.actor, row),
    deletedAt: row.deletedAt?.toISOString() ?? null,
  };
  return ctx.actor.kind === 'guest' ? forGuest(video, ctx.actor.grant) : video;
}

function failureOf(row: VideoRow): VideoSummary['failure'] {
  if (row.status !== 'failed') return null;
  const code = FailureCode.catch('processing_failed').parse(row.failureCode);
  return { code, message: FAILURES[code] };
}

async function countComments(ctx: ViewerContext, ids: string[]) {
  const parent = sql.raw('parent');
  const rows = await ctx.db
    .select({
      videoId: comments.videoId,
      all: count(),
      open: sql<number>`count(*) filter (where ${comments.parentId} is null and ${comments.resolvedAt} is null)`.mapWith(
        Number,
      ),
    })
    .from(comments)
    .where(
      and(
        inArray(comments.videoId, ids),
        isNull(comments.deletedAt),
        sql`not exists (select 1 from ${comments} as ${parent} where ${parent}.id = ${comments.parentId} and ${parent}.deleted_at is not null)`,
      ),
    )
    .groupBy(comments.videoId);
  return new Map(rows.map((row) => [row.videoId, row]));
}

async function countAsks(ctx: ViewerContext, ids: string[]) {
  const isMine = sql`${requests.recipientId} = ${ctx.actor.userId}`;
  const isAcknowledge = eq(requests.kind, 'acknowledge');
  const asInstant = (value: string | null) => (value === null ? null : new Date(value));
  const rows = await ctx.db
    .select({
      videoId: requests.videoId,
      asked: count(),
      answered: count(requests.acknowledgedAt),
      toAcknowledge: sql`count(*) filter (where ${isAcknowledge})`.mapWith(Number),
      acknowledged: sql`count(${requests.acknowledgedAt}) filter (where ${isAcknowledge})`.mapWith(Number),
      nextDueAt: sql`min(${requests.dueAt}) filter (where ${requests.acknowledgedAt} is null)`.mapWith(
        asInstant,
      ),
      mine: sql<boolean>`bool_or(${isMine})`,
      mineAcknowledged: sql<
        boolean | null
      >`bool_or(${requests.acknowledgedAt} is not null) filter (where ${isMine})`,
      myDueAt: sql`min(${requests.dueAt}) filter (where ${isMine})`.mapWith(asInstant),
    })
    .from(requests)
    .innerJoin(videos, eq(videos.id, requests.videoId))
    .where(and(inArray(requests.videoId, ids), isNull(requests.withdrawnAt)))
    .groupBy(requests.videoId);
  return new Map(rows.map((row) => [row.videoId, row]));
}
