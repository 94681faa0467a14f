import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { VerbContext, ViewerContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { publish } from '#server/events/publish.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { acknowledgementRequests as requests } from '#server/features/acknowledgements/tables.ts';
import { findViewableVideo, type VideoRow } from '#server/features/videos/index.ts';
import { WATCHED_SHARE } from '#shared/ask-limits.ts';
import { DONE, VideoId, VideoSlug, type Done } from '#shared/ids.ts';
import { canSeeWatching } from '#shared/permissions.ts';
import type { Viewer } from '#shared/playback.ts';
import { mergeRanges, type TimeRange } from '#shared/time-ranges.ts';
import { watchedRanges } from './tables.ts';

/** The fastest speed of the player: more than this per second of wall time was not watched. */
const FASTEST = 3;
/** What a report may be ahead of the wall clock: buffering, a late report, the first one. */
const SLACK_MS = 15_000;

/**
 * Adds what was just played to what this person has watched. Postgres merges the ranges, so looping or reporting twice adds
 * nothing; per report no more counts than can have been watched since the one before at the fastest speed.
 */
export async function reportWatched(
  ctx: ViewerContext,
  input: { slug: string; ranges: TimeRange[]; positionMs: number },
): Promise<Done> {
  const video = await findViewableVideo(ctx, { slug: input.slug });
  const now = ctx.clock.now();
  const { userId, workspaceId } = ctx.actor;
  await ctx.db.transaction(async (tx) => {
    const [before] = await tx
      .select()
      .from(watchedRanges)
      .where(and(eq(watchedRanges.videoId, video.id), eq(watchedRanges.userId, userId)))
      .for('update');
    const elapsedMs = before ? now.getTime() - before.lastWatchedAt.getTime() : 60_000;
    const added = withinBudget(
      mergeRanges(clamped(input.ranges, video.durationMs)),
      elapsedMs * FASTEST + SLACK_MS,
    );
    if (added.length === 0 && before) return;
    const literal = `{${added.map((range) => `[${range.startMs},${range.endMs})`).join(',')}}`;
    const merged = sql`${watchedRanges.ranges} + ${literal}::int4multirange`;
    const [after] = await tx
      .insert(watchedRanges)
      .values({
        videoId: video.id,
        userId,
        workspaceId,
        ranges: literal,
        watchedMs: added.reduce((sum, range) => sum + range.endMs - range.startMs, 0),
        positionMs: input.positionMs,
        firstWatchedAt: now,
        lastWatchedAt: now,
      })
      .onConflictDoUpdate({
        target: [watchedRanges.videoId, watchedRanges.userId],
        set: {
          ranges: merged,
          watchedMs: sql`(select coalesce(sum(upper(r) - lower(r)), 0) from unnest(${merged}) r)`,
          positionMs: input.positionMs,
          lastWatchedAt: now,
        },
      })
      .returning({ watchedMs: watchedRanges.watchedMs });
    await settleIfEnough(tx, ctx, video, after?.watchedMs ?? 0);
    await publish(tx, workspaceId, {
      type: 'watch.changed',
      videoId: VideoId.parse(video.id),
      slug: VideoSlug.parse(video.slug),
      userId,
    });
  });
  return DONE;
}

/** An ask to watch is answered by this evidence, and by nothing else. */
async function settleIfEnough(
  tx: Transaction,
  ctx: ViewerContext,
  video: VideoRow,
  watchedMs: number,
): Promise<void> {
  if (video.durationMs === null || watchedMs < video.durationMs * WATCHED_SHARE) return;
  const [asked] = await tx
    .select({ id: requests.id })
    .from(requests)
    .where(
      and(
        eq(requests.videoId, video.id),
        eq(requests.recipientId, ctx.actor.userId),
        eq(requests.kind, 'watch'),
        isNull(requests.acknowledgedAt),
        isNull(requests.withdrawnAt),
      ),
    );
  if (!asked) return;
  const { userId } = ctx.actor;
  await ctx.queue.enqueue(tx, 'settle-watched', { videoId: VideoId.parse(video.id), userId });
}

function clamped(ranges: TimeRange[], durationMs: number | null): TimeRange[] {
  const end = durationMs ?? Number.POSITIVE_INFINITY;
  return ranges.map(({ startMs, endMs }) => ({
    startMs: Math.min(startMs, end),
    endMs: Math.min(endMs, end),
  }));
}

function withinBudget(ranges: TimeRange[], budgetMs: number): TimeRange[] {
  let left = budgetMs;
  const kept: TimeRange[] = [];
  for (const range of ranges) {
    const take = Math.min(range.endMs - range.startMs, Math.max(0, Math.floor(left)));
    if (take > 0) kept.push({ startMs: range.startMs, endMs: range.startMs + take });
    left -= take;
  }
  return kept;
}

/** Who has watched how much. Who may not see that of others gets their own line alone. */
export async function listViewers(ctx: VerbContext, input: { slug: string }): Promise<Viewer[]> {
  const video = await findViewableVideo(ctx, { slug: input.slug });
  const rows = await ctx.db
    .select({ user: users, watched: watchedRanges })
    .from(watchedRanges)
    .innerJoin(users, eq(users.id, watchedRanges.userId))
    .where(
      and(
        eq(watchedRanges.videoId, video.id),
        canSeeWatching(ctx.actor, video) ? undefined : eq(watchedRanges.userId, ctx.actor.userId),
      ),
    )
    .orderBy(desc(watchedRanges.watchedMs));
  return rows.map(({ user, watched }) => {
    const { id, name, image, isGuest } = personOf(user);
    return {
      userId: id,
      name,
      image,
      isGuest,
      watchedMs: watched.watchedMs,
      percent: video.durationMs ? Math.min(100, Math.round((watched.watchedMs / video.durationMs) * 100)) : 0,
      lastWatchedAt: watched.lastWatchedAt.toISOString(),
    };
  });
}
