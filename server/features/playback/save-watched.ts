import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { publishAll } from '#server/events/publish.ts';
import { acknowledgementRequests as requests } from '#server/features/acknowledgements/tables.ts';
import { videos } from '#server/features/videos/tables.ts';
import { WATCHED_SHARE } from '#shared/ask-limits.ts';
import { UserId, VideoId } from '#shared/ids.ts';
import type { WatchCounted, WatchReport } from '#shared/playback.ts';
import { mergeRanges, type TimeRange } from '#shared/time-ranges.ts';
import { baseSlug } from '#shared/version-slugs.ts';
import { bucketLength, inBuckets } from '#shared/watch-heat.ts';
import { watchBudgets, watchedRanges, watchHeat } from './tables.ts';
import { EMPTY_BUDGET, lengthOf, spend, type WatchBudget } from './watch-budget.ts';

/** What there is to know of a video to judge what was watched of it. */
export interface WatchedVideo {
  id: string;
  slug: string;
  workspaceId: string;
  createdAt: Date;
  /** Null while it grows. */
  durationMs: number | null;
}

export interface Reported {
  userId: UserId;
  video: WatchedVideo;
  report: WatchReport;
}

/** One row of `watched_ranges` to add to. */
interface Addition {
  videoId: string;
  userId: string;
  workspaceId: string;
  watched: TimeRange[];
  read: TimeRange[];
  positionMs: number;
}

/**
 * Counts reports of many people in one transaction: their budgets are locked, in order, and what they allow is added. PostgreSQL merges
 * the ranges, so that looping or reporting twice adds nothing to the evidence.
 */
export async function saveWatched(ctx: AppContext, reports: Reported[]): Promise<WatchCounted[]> {
  const now = ctx.clock.now();
  return ctx.db.transaction(async (tx) => {
    const budgets = await lockBudgets(tx, [...new Set(reports.map(({ userId }) => userId))]);
    const additions = new Map<string, Addition>();
    const heat = new Map<string, { videoId: string; bucket: number; playedMs: number }>();
    const changed = new Map<string, Reported>();
    const counted = reports.map((reported): WatchCounted => {
      const { userId, video, report } = reported;
      const within = (ranges: TimeRange[]) => mergeRanges(clipped(ranges, endOf(video, now)));
      const spent = spend(
        budgets.get(userId) ?? EMPTY_BUDGET,
        {
          session: `${video.id}/${report.session}`,
          sequence: report.sequence,
          rate: report.rate,
          watched: within(report.ranges),
          read: within(report.read),
        },
        now.getTime(),
      );
      budgets.set(userId, spent.budget);
      const hasNews = report.ranges.length + report.read.length > 0;
      if (!spent.isReplay && hasNews) {
        add(additions, reported, spent);
        if (video.durationMs !== null) addHeat(heat, video.id, bucketLength(video.durationMs), spent.watched);
      }
      const result = { watchedMs: lengthOf(spent.watched), readMs: lengthOf(spent.read) };
      if (result.watchedMs + result.readMs > 0) changed.set(video.id, reported);
      return result;
    });
    await write(tx, now, budgets, [...additions.values()], [...heat.values()]);
    await settleEnough(tx, ctx, [...additions.values()]);
    await publishAll(
      tx,
      [...changed.values()].map(({ video, userId }) => ({
        workspaceId: video.workspaceId,
        event: {
          type: 'watch.changed',
          videoId: VideoId.parse(video.id),
          slug: baseSlug(video.slug),
          userId,
        },
      })),
    );
    return counted;
  });
}

/** An ask to watch is answered by this evidence, and by nothing else: a job looks closer. */
async function settleEnough(tx: Transaction, ctx: AppContext, additions: readonly Addition[]): Promise<void> {
  if (additions.length === 0) return;
  const pairs = sql.join(
    additions.map(({ videoId, userId }) => sql`(${videoId}::uuid, ${userId}::uuid)`),
    sql`, `,
  );
  const enough = await tx
    .select({ videoId: requests.videoId, userId: requests.recipientId })
    .from(requests)
    .innerJoin(videos, eq(videos.id, requests.videoId))
    .innerJoin(
      watchedRanges,
      and(eq(watchedRanges.videoId, requests.videoId), eq(watchedRanges.userId, requests.recipientId)),
    )
    .where(
      and(
        sql`(${requests.videoId}, ${requests.recipientId}) in (${pairs})`,
        eq(requests.kind, 'watch'),
        isNull(requests.acknowledgedAt),
        isNull(requests.withdrawnAt),
        sql`${watchedRanges.watchedMs} >= ${videos.durationMs} * ${WATCHED_SHARE}::float8`,
      ),
    );
  await ctx.queue.enqueueMany(
    tx,
    'settle-watched',
    enough.map(({ videoId, userId }) => ({
      videoId: VideoId.parse(videoId),
      userId: UserId.parse(userId),
    })),
  );
}

async function lockBudgets(tx: Transaction, userIds: string[]): Promise<Map<string, WatchBudget>> {
  const lock = () =>
    tx
      .select()
      .from(watchBudgets)
      .where(inArray(watchBudgets.userId, userIds))
      .orderBy(watchBudgets.userId)
      .for('update');
  let rows = await lock();
  if (rows.length < userIds.length) {
    const values = userIds.toSorted().map((userId) => ({ userId, budget: EMPTY_BUDGET }));
    await tx.insert(watchBudgets).values(values).onConflictDoNothing();
    rows = await lock();
  }
  return new Map(rows.map(({ userId, budget }) => [userId, budget]));
}

/** What is still growing can't be longer than it has been there for. */
function endOf({ durationMs, createdAt }: WatchedVideo, now: Date): number {
  return durationMs ?? Math.max(0, now.getTime() - createdAt.getTime());
}

function clipped(ranges: TimeRange[], lengthMs: number): TimeRange[] {
  return ranges.map(({ startMs, endMs }) => ({
    startMs: Math.min(startMs, lengthMs),
    endMs: Math.min(endMs, lengthMs),
  }));
}

function add(
  additions: Map<string, Addition>,
  { userId, video, report }: Reported,
  { watched, read }: Pick<Addition, 'watched' | 'read'>,
): void {
  const key = `${video.id}/${userId}`;
  const before = additions.get(key);
  additions.set(key, {
    videoId: video.id,
    userId,
    workspaceId: video.workspaceId,
    watched: mergeRanges([...(before?.watched ?? []), ...watched]),
    read: mergeRanges([...(before?.read ?? []), ...read]),
    positionMs: report.positionMs,
  });
}

function addHeat(
  heat: Map<string, { videoId: string; bucket: number; playedMs: number }>,
  videoId: string,
  bucketMs: number,
  ranges: TimeRange[],
): void {
  for (const range of ranges) {
    for (const [bucket, ms] of inBuckets(range, bucketMs)) {
      const key = `${videoId}/${bucket}`;
      heat.set(key, { videoId, bucket, playedMs: (heat.get(key)?.playedMs ?? 0) + ms });
    }
  }
}

const literal = (ranges: TimeRange[]) =>
  `{${ranges.map(({ startMs, endMs }) => `[${startMs},${endMs})`).join(',')}}`;

/** All of it by one statement. Rows come in order, so that two transactions wait for each other, and never in a circle. */
async function write(
  tx: Transaction,
  now: Date,
  budgets: Map<string, WatchBudget>,
  additions: Addition[],
  heat: { videoId: string; bucket: number; playedMs: number }[],
): Promise<void> {
  const ofBudgets = [...budgets].map(([user_id, budget]) => ({ user_id, budget }));
  const ofRanges = additions.map(({ videoId, userId, workspaceId, watched, read, positionMs }) => ({
    video_id: videoId,
    user_id: userId,
    workspace_id: workspaceId,
    ranges: literal(watched),
    watched_ms: lengthOf(watched),
    read_ranges: literal(read),
    read_ms: lengthOf(read),
    position_ms: positionMs,
  }));
  const ofHeat = heat.map(({ videoId, bucket, playedMs }) => ({
    video_id: videoId,
    bucket,
    played_ms: playedMs,
  }));
  const length = (ranges: ReturnType<typeof sql>) =>
    sql`(select coalesce(sum(upper(r) - lower(r)), 0) from unnest(${ranges}) r)`;
  const at = now.toISOString();
  await tx.execute(sql`
    with budgets as (
      update ${watchBudgets} set budget = given.budget
      from jsonb_to_recordset(${JSON.stringify(ofBudgets)}::text::jsonb) as given (user_id uuid, budget jsonb)
      where watch_budgets.user_id = given.user_id
    ), heat as (
      insert into ${watchHeat} (video_id, bucket, played_ms)
      select video_id, bucket, played_ms
      from jsonb_to_recordset(${JSON.stringify(ofHeat)}::text::jsonb) as given (video_id uuid, bucket int, played_ms bigint)
      order by video_id, bucket
      on conflict (video_id, bucket) do update set played_ms = watch_heat.played_ms + excluded.played_ms
    )
    insert into ${watchedRanges}
      (video_id, user_id, workspace_id, ranges, watched_ms, read_ranges, read_ms, position_ms, first_watched_at, last_watched_at)
    select video_id, user_id, workspace_id, ranges::int4multirange, watched_ms, read_ranges::int4multirange, read_ms, position_ms,
      ${at}::timestamptz, ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(ofRanges)}::text::jsonb) as given
      (video_id uuid, user_id uuid, workspace_id uuid, ranges text, watched_ms int, read_ranges text, read_ms int, position_ms int)
    order by video_id, user_id
    on conflict (video_id, user_id) do update set
      ranges = watched_ranges.ranges + excluded.ranges,
      watched_ms = ${length(sql`watched_ranges.ranges + excluded.ranges`)},
      read_ranges = watched_ranges.read_ranges + excluded.read_ranges,
      read_ms = ${length(sql`watched_ranges.read_ranges + excluded.read_ranges`)},
      position_ms = excluded.position_ms,
      last_watched_at = excluded.last_watched_at`);
}
