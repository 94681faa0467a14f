import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { acknowledgementRequests as requests } from '#server/features/acknowledgements/tables.ts';
import { comments } from '#server/features/comments/tables.ts';
import { watchedRanges, watchHeat } from '#server/features/playback/tables.ts';
import { assertCanEdit, findViewableVideo } from '#server/features/videos/index.ts';
import { LEAST_PEOPLE, type Insights } from '#shared/insights.ts';
import { bucketLength } from '#shared/watch-heat.ts';
import { heatOf, medianOf, rangesOf } from './heat.ts';

/** How a video is watched. Throws `forbidden` for who may not edit it. */
export async function getInsights(ctx: VerbContext, input: { slug: string }): Promise<Insights> {
  const video = await findViewableVideo(ctx, { slug: input.slug });
  assertCanEdit(ctx, video);
  const [watched, asked, pinned, played] = await Promise.all([
    ctx.db
      .select({ row: watchedRanges, user: users })
      .from(watchedRanges)
      .innerJoin(users, eq(users.id, watchedRanges.userId))
      .where(eq(watchedRanges.videoId, video.id)),
    ctx.db
      .select({ request: requests, user: users })
      .from(requests)
      .innerJoin(users, eq(users.id, requests.recipientId))
      .where(and(eq(requests.videoId, video.id), isNull(requests.withdrawnAt)))
      .orderBy(users.name),
    ctx.db
      .select({ atMs: comments.atMs })
      .from(comments)
      .where(and(eq(comments.videoId, video.id), isNull(comments.deletedAt), isNotNull(comments.atMs))),
    ctx.db.select().from(watchHeat).where(eq(watchHeat.videoId, video.id)),
  ]);
  const { durationMs } = video;
  const length = durationMs ?? Math.max(0, ...watched.map(({ row }) => row.positionMs));
  const bucketMs = bucketLength(length);
  const viewers = watched.filter(({ row }) => row.watchedMs > 0);
  const askedIds = new Set(asked.map(({ user }) => user.id));
  // In sum with those who are listed by name, a few others could be told by taking these away.
  const others = viewers.filter(({ user }) => !askedIds.has(user.id)).length;
  const isTold = viewers.length >= LEAST_PEOPLE && (others === 0 || others >= LEAST_PEOPLE);
  const heat = isTold
    ? heatOf(
        viewers.map(({ row }) => rangesOf(row.ranges)),
        played,
        { bucketMs, durationMs: length },
      )
    : null;
  const times = asked.flatMap(({ request: { acknowledgedAt, declinedAt, requestedAt } }) => {
    const answeredAt = acknowledgedAt ?? declinedAt;
    return answeredAt ? [answeredAt.getTime() - requestedAt.getTime()] : [];
  });
  const watchedBy = new Map(watched.map(({ row }) => [row.userId, row]));
  return {
    durationMs,
    viewers: isTold ? viewers.length : null,
    guests: isTold ? viewers.filter(({ user }) => user.isGuest).length : null,
    bucketMs,
    heat: heat?.viewers ?? null,
    dropOff: heat?.dropOff ?? null,
    rewatchedMs: heat?.rewatchedMs ?? null,
    commentsPerMinute: perMinute(
      pinned.map(({ atMs }) => atMs ?? 0),
      length,
    ),
    timeToAnswerMs: times.length >= LEAST_PEOPLE ? medianOf(times) : null,
    answers: times.length,
    people: asked.map(({ request, user }) => {
      const row = watchedBy.get(user.id);
      const watchedMs = row?.watchedMs ?? 0;
      return {
        person: personOf(user),
        watchedMs,
        percent: durationMs ? Math.min(100, Math.round((watchedMs / durationMs) * 100)) : 0,
        readMs: row?.readMs ?? 0,
        answer: request.acknowledgedAt ? 'acknowledged' : request.declinedAt ? 'declined' : 'open',
      };
    }),
  };
}

function perMinute(times: number[], durationMs: number): number[] {
  const minutes = Array.from({ length: Math.max(1, Math.ceil(durationMs / 60_000)) }, () => 0);
  for (const atMs of times) {
    const minute = Math.min(minutes.length - 1, Math.floor(atMs / 60_000));
    minutes[minute] = (minutes[minute] ?? 0) + 1;
  }
  return minutes;
}
