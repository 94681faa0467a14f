import { and, asc, count, eq, isNull, sql } from 'drizzle-orm';
import type { MemberActor, VerbContext } from '#server/context.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { watchedRanges } from '#server/features/playback/tables.ts';
import { visibleVideos } from '#server/features/videos/index.ts';
import { videos } from '#server/features/videos/tables.ts';
import { mediaToken } from '#server/media-token.ts';
import type { OwedAsk } from '#shared/asks.ts';
import { AcknowledgementRequestId, VideoSlug } from '#shared/ids.ts';
import { isOverdue, percentOf } from './read-ledger.ts';
import { acknowledgementRequests as requests } from './tables.ts';

const MOST = 500;

/** Neither answered, nor declined, nor withdrawn. */
export const isOpen = and(
  isNull(requests.acknowledgedAt),
  isNull(requests.declinedAt),
  isNull(requests.withdrawnAt),
);

/** When it counts as late: who has promised a time counts by that one. */
export const countsBy = sql`coalesce(${requests.followUpAt}, ${requests.dueAt})`;

const owedBy = (actor: MemberActor) =>
  and(
    eq(requests.workspaceId, actor.workspaceId),
    eq(requests.recipientId, actor.userId),
    isOpen,
    visibleVideos(actor),
  );

/** What waits for me, those due first. */
export async function listOwed(ctx: VerbContext): Promise<OwedAsk[]> {
  const rows = await ctx.db
    .select({ request: requests, video: videos, asker: users, watchedMs: watchedRanges.watchedMs })
    .from(requests)
    .innerJoin(videos, eq(videos.id, requests.videoId))
    .innerJoin(users, eq(users.id, requests.requestedBy))
    .leftJoin(
      watchedRanges,
      and(eq(watchedRanges.videoId, requests.videoId), eq(watchedRanges.userId, ctx.actor.userId)),
    )
    .where(owedBy(ctx.actor))
    .orderBy(sql`${countsBy} nulls last`, asc(requests.requestedAt))
    .limit(MOST);
  return rows.map(({ request, video, asker, watchedMs }) => ({
    requestId: AcknowledgementRequestId.parse(request.id),
    kind: request.kind,
    options: request.options ?? [],
    note: request.note,
    requestedBy: personOf(asker),
    requestedAt: request.requestedAt.toISOString(),
    dueAt: request.dueAt?.toISOString() ?? null,
    followUpAt: request.followUpAt?.toISOString() ?? null,
    isOverdue: isOverdue(request, ctx.clock.now()),
    isOpened: watchedMs !== null,
    watchedPercent: percentOf(watchedMs ?? 0, video.durationMs),
    video: askedVideo(ctx, video),
  }));
}

/** For a number beside the name of the page. */
export async function countOwed(ctx: VerbContext): Promise<{ owed: number; overdue: number }> {
  const now = ctx.clock.now().toISOString();
  const [row] = await ctx.db
    .select({
      owed: count(),
      overdue: sql`count(*) filter (where ${countsBy} < ${now}::timestamptz)`.mapWith(Number),
    })
    .from(requests)
    .innerJoin(videos, eq(videos.id, requests.videoId))
    .where(owedBy(ctx.actor));
  return row ?? { owed: 0, overdue: 0 };
}

export function askedVideo(ctx: VerbContext, video: typeof videos.$inferSelect): OwedAsk['video'] {
  return {
    slug: VideoSlug.parse(video.slug),
    title: video.title,
    durationMs: video.durationMs,
    posterUrl: video.posterKey ? `/media/${mediaToken(ctx, video.id)}/poster.jpg` : null,
  };
}
