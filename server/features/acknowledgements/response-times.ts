import { and, desc, eq, gte, isNull, ne } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { users } from '#server/features/accounts/tables.ts';
import { loadSchedules } from '#server/features/people-time/index.ts';
import { spaces } from '#server/features/spaces/tables.ts';
import { visibleVideos } from '#server/features/videos/index.ts';
import { videos } from '#server/features/videos/tables.ts';
import { instantOf } from '#server/time/wall-time.ts';
import { workingTimeBetween } from '#server/time/working-time.ts';
import { LEAST_PEOPLE } from '#shared/ask-limits.ts';
import type { ResponseTime } from '#shared/asks.ts';
import { SpaceId } from '#shared/ids.ts';
import { acknowledgementRequests as requests } from './tables.ts';

const DAYS = 90;
/** The newest: more tell nothing new of a median, and each costs a walk through somebody's working time. */
const MOST = 2000;

interface Answer {
  userId: string;
  workingMs: number;
  spaceId: string | null;
  spaceName: string | null;
}

/**
 * How long answers take, in working time of whoever gave them: the median of all videos that the actor can see, and of each space.
 * Nothing of a person; and below five people nothing at all. To have watched is no answer, and guests have no working time.
 */
export async function responseTimes(ctx: VerbContext): Promise<ResponseTime[]> {
  const answers = await answersOf(ctx);
  const bySpace = [...Map.groupBy(answers, ({ spaceId }) => spaceId)].flatMap(([spaceId, found]) =>
    spaceId === null
      ? []
      : [aggregate({ spaceId: SpaceId.parse(spaceId), name: found[0]?.spaceName ?? '' }, found)],
  );
  return [
    aggregate({ spaceId: null, name: 'All that you can see' }, answers),
    ...bySpace.toSorted((a, b) => a.name.localeCompare(b.name)),
  ];
}

async function answersOf(ctx: VerbContext): Promise<Answer[]> {
  const since = new Date(ctx.clock.now().getTime() - DAYS * 86_400_000);
  const rows = await ctx.db
    .select({
      userId: requests.recipientId,
      requestedAt: requests.requestedAt,
      answeredAt: requests.acknowledgedAt,
      spaceId: videos.spaceId,
      spaceName: spaces.name,
    })
    .from(requests)
    .innerJoin(videos, eq(videos.id, requests.videoId))
    .innerJoin(users, eq(users.id, requests.recipientId))
    .leftJoin(spaces, eq(spaces.id, videos.spaceId))
    .where(
      and(
        eq(requests.workspaceId, ctx.actor.workspaceId),
        visibleVideos(ctx.actor),
        gte(requests.acknowledgedAt, since),
        isNull(requests.withdrawnAt),
        ne(requests.kind, 'watch'),
        eq(users.isGuest, false),
      ),
    )
    .orderBy(desc(requests.acknowledgedAt))
    .limit(MOST);
  const userIds = rows.map(({ userId }) => userId);
  const schedules = await loadSchedules(ctx, { workspaceId: ctx.actor.workspaceId, userIds });
  return rows.flatMap(({ userId, requestedAt, answeredAt, spaceId, spaceName }) => {
    const schedule = schedules.get(userId);
    if (!schedule || answeredAt === null) return [];
    const workingMs = workingTimeBetween(schedule, instantOf(requestedAt), instantOf(answeredAt));
    return [{ userId, workingMs, spaceId, spaceName }];
  });
}

function aggregate(of: Pick<ResponseTime, 'spaceId' | 'name'>, answers: Answer[]): ResponseTime {
  const people = new Set(answers.map(({ userId }) => userId)).size;
  if (people < LEAST_PEOPLE)
    return { ...of, people: null, answers: null, medianWorkingMs: null, hidden: 'too_few_people' };
  const sorted = answers.map(({ workingMs }) => workingMs).toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [low = 0, high = 0] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  const medianWorkingMs = Math.round((low + high) / 2);
  return { ...of, people, answers: answers.length, medianWorkingMs, hidden: null };
}
