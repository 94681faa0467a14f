import { and, count, desc, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { loadSchedules } from '#server/features/people-time/index.ts';
import { visibleVideos } from '#server/features/videos/index.ts';
import { videos } from '#server/features/videos/tables.ts';
import { instantOf } from '#server/time/wall-time.ts';
import { nextWorkingInstant } from '#server/time/working-time.ts';
import type { MadeAsks, MissingPerson } from '#shared/asks.ts';
import { AcknowledgementRequestId } from '#shared/ids.ts';
import { askedVideo, countsBy, isOpen } from './owed.ts';
import { isOverdue } from './read-ledger.ts';
import { acknowledgementRequests as requests } from './tables.ts';

const MOST_VIDEOS = 100;
const MOST_MISSING = 20;

/** What I have asked, by video: how far it is, and who is missing. Those with open asks first. */
export async function listMade(ctx: VerbContext): Promise<MadeAsks[]> {
  const now = ctx.clock.now();
  const mine = and(
    eq(requests.workspaceId, ctx.actor.workspaceId),
    eq(requests.requestedBy, ctx.actor.userId),
    isNull(requests.withdrawnAt),
  );
  const openCount = sql<number>`count(*) filter (where ${isOpen})`.mapWith(Number);
  const rows = await ctx.db
    .select({
      video: videos,
      asked: count(),
      answered: count(requests.acknowledgedAt),
      open: openCount,
      overdue:
        sql`count(*) filter (where ${isOpen} and ${countsBy} < ${now.toISOString()}::timestamptz)`.mapWith(
          Number,
        ),
      nextDueAt: sql`min(${countsBy}) filter (where ${isOpen})`.mapWith((value: string | null) =>
        value === null ? null : new Date(value).toISOString(),
      ),
    })
    .from(requests)
    .innerJoin(videos, eq(videos.id, requests.videoId))
    .where(and(mine, visibleVideos(ctx.actor)))
    .groupBy(videos.id)
    .orderBy(
      sql`${openCount} = 0`,
      sql`min(${countsBy}) filter (where ${isOpen}) nulls last`,
      desc(videos.id),
    )
    .limit(MOST_VIDEOS);
  const missing = await missingOf(
    ctx,
    rows.map(({ video }) => video.id),
  );
  return rows.map(({ video, asked, answered, open, overdue, nextDueAt }) => ({
    video: askedVideo(ctx, video),
    asked,
    answered,
    declined: asked - answered - open,
    overdue,
    nextDueAt,
    missing: missing.get(video.id) ?? [],
    missingCount: open,
  }));
}

/** The first few of each video, with when they work next: by their schedules alone, and without why not now. */
async function missingOf(ctx: VerbContext, videoIds: string[]): Promise<Map<string, MissingPerson[]>> {
  if (videoIds.length === 0) return new Map();
  const ranked = ctx.db
    .select({
      id: requests.id,
      rank: sql<number>`row_number() over (partition by ${requests.videoId} order by ${countsBy} nulls last, ${requests.id})`.as(
        'rank',
      ),
    })
    .from(requests)
    .where(and(inArray(requests.videoId, videoIds), eq(requests.requestedBy, ctx.actor.userId), isOpen))
    .as('ranked');
  const rows = await ctx.db
    .select({ request: requests, user: users })
    .from(ranked)
    .innerJoin(requests, eq(requests.id, ranked.id))
    .innerJoin(users, eq(users.id, requests.recipientId))
    .where(lte(ranked.rank, MOST_MISSING))
    .orderBy(ranked.rank);
  const userIds = rows.flatMap(({ user }) => (user.isGuest ? [] : [user.id]));
  const schedules = await loadSchedules(ctx, { workspaceId: ctx.actor.workspaceId, userIds });
  const now = instantOf(ctx.clock.now());
  const worksFrom = new Map(
    [...schedules].map(([id, schedule]) => {
      const next = nextWorkingInstant(schedule, now);
      return [id, next === null || next.equals(now) ? null : new Date(next.epochMilliseconds).toISOString()];
    }),
  );
  const present = ({ request, user }: (typeof rows)[number]): MissingPerson => ({
    requestId: AcknowledgementRequestId.parse(request.id),
    person: personOf(user),
    kind: request.kind,
    dueAt: request.dueAt?.toISOString() ?? null,
    followUpAt: request.followUpAt?.toISOString() ?? null,
    isOverdue: isOverdue(request, ctx.clock.now()),
    worksFrom: worksFrom.get(user.id) ?? null,
  });
  return new Map(
    [...Map.groupBy(rows, ({ request }) => request.videoId)].map(([id, found]) => [id, found.map(present)]),
  );
}
