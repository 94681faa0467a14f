import { and, desc, eq, or, sql } from 'drizzle-orm';
import type { VerbContext, ViewerContext } from '#server/context.ts';
import type { Database } from '#server/db/connect.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { acknowledgementRequests as requests } from '#server/features/acknowledgements/tables.ts';
import { findViewableVideo } from '#server/features/videos/index.ts';
import { canSeeWatching } from '#shared/permissions.ts';
import type { Viewer, WatchCounted, WatchReport } from '#shared/playback.ts';
import { GroupCommit } from './group-commit.ts';
import { saveWatched, type Reported, type WatchedVideo } from './save-watched.ts';
import { watchedRanges } from './tables.ts';

/** So long the answer to “may they see this video” holds for reports: evidence of a minute more harms nobody. */
const SEEN_MS = 60_000;
const MOST_SEEN = 20_000;
/** In one transaction at most, and looked up at a time: a pool that is flooded with queries can't begin transactions. */
const MOST_AT_ONCE = 500;

interface Intake {
  group: GroupCommit<Reported, WatchCounted>;
  lookups: GroupCommit<{ ctx: ViewerContext; slug: string }, PromiseSettledResult<WatchedVideo>>;
  seen: Map<string, { untilMs: number; video: WatchedVideo }>;
}
const intakes = new WeakMap<Database, Intake>();

/** Adds what was just played or read to the evidence; answers once that is stored. What counts is said in `watch-budget.ts`. */
export async function reportWatched(
  ctx: ViewerContext,
  input: { slug: string } & WatchReport,
): Promise<WatchCounted> {
  const { slug, ...report } = input;
  const intake = intakeOf(ctx);
  const video = await viewable(ctx, intake, slug);
  return intake.group.add({ userId: ctx.actor.userId, video, report });
}

/** Of this process and database. */
function intakeOf({ db, clock, ...rest }: ViewerContext): Intake {
  const known = intakes.get(db);
  if (known) return known;
  const made: Intake = {
    group: new GroupCommit((reports) => saveWatched({ ...rest, db, clock }, reports), MOST_AT_ONCE),
    lookups: new GroupCommit((asked) => Promise.allSettled(asked.map(findWatched)), MOST_AT_ONCE),
    seen: new Map(),
  };
  intakes.set(db, made);
  return made;
}

async function findWatched({ ctx, slug }: { ctx: ViewerContext; slug: string }): Promise<WatchedVideo> {
  const { id, workspaceId, createdAt, durationMs } = await findViewableVideo(ctx, { slug });
  return { id, slug, workspaceId, createdAt, durationMs };
}

async function viewable(ctx: ViewerContext, { seen, lookups }: Intake, slug: string): Promise<WatchedVideo> {
  const { actor } = ctx;
  const link = actor.kind === 'guest' ? actor.grant.linkId : '';
  const key = `${slug}/${actor.userId}/${actor.workspaceId}/${link}`;
  const nowMs = ctx.clock.now().getTime();
  const known = seen.get(key);
  if (known && nowMs < known.untilMs) return known.video;
  const found = await lookups.add({ ctx, slug });
  if (found.status === 'rejected') throw found.reason;
  const video = found.value;
  if (seen.size >= MOST_SEEN) seen.clear();
  // What grows, or is not probed yet, is asked again each time.
  if (video.durationMs !== null) seen.set(key, { untilMs: nowMs + SEEN_MS, video });
  return video;
}

/**
 * Who has watched how much: oneself, and, for who may see that of others, those who are asked about the video. All others are counted
 * in the insights, without their names.
 */
export async function listViewers(ctx: VerbContext, input: { slug: string }): Promise<Viewer[]> {
  const video = await findViewableVideo(ctx, { slug: input.slug });
  const rows = await ctx.db
    .select({ user: users, watched: watchedRanges })
    .from(watchedRanges)
    .innerJoin(users, eq(users.id, watchedRanges.userId))
    .where(
      and(
        eq(watchedRanges.videoId, video.id),
        or(
          eq(watchedRanges.userId, ctx.actor.userId),
          canSeeWatching(ctx.actor, video) ? isAsked : undefined,
        ),
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

const isAsked = sql`exists (select 1 from ${requests} where ${requests.videoId} = ${watchedRanges.videoId}
  and ${requests.recipientId} = ${watchedRanges.userId} and ${requests.withdrawnAt} is null)`;
