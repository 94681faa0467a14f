import type { AppContext } from '#server/context.ts';
import type { Queryable } from '#server/db/connect.ts';
import { loadSchedules } from '#server/features/people-time/index.ts';
import { instantOf } from '#server/time/wall-time.ts';
import { nextReminderInstant } from '#server/time/working-time.ts';

/** When each is reminded: in their first working time, that is not quiet, after they were due. Who has no such time is not in it. */
export async function reminderTimes(
  ctx: AppContext,
  db: Queryable,
  workspaceId: string,
  due: ReadonlyMap<string, Date | null>,
): Promise<Map<string, Date>> {
  const schedules = await loadSchedules(ctx, { workspaceId, userIds: [...due.keys()] }, db);
  return new Map(
    [...due].flatMap(([userId, at]): [string, Date][] => {
      const schedule = schedules.get(userId);
      const remind = at && schedule ? nextReminderInstant(schedule, instantOf(at)) : null;
      return remind ? [[userId, new Date(remind.epochMilliseconds)]] : [];
    }),
  );
}
