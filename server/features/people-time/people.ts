import { asc, eq } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { users } from '#server/features/accounts/tables.ts';
import { members } from '#server/features/workspaces/tables.ts';
import { instantOf } from '#server/time/wall-time.ts';
import { timeZoneAt, type WorkSchedule } from '#server/time/work-schedule.ts';
import { nextWorkingInstant, workBlocks } from '#server/time/working-time.ts';
import type { Temporal } from '#server/time/temporal.ts';
import { UserId } from '#shared/ids.ts';
import type { PersonTime } from '#shared/people-time.ts';
import { loadSchedules } from './load-schedules.ts';

/** When the members of the workspace work next, by their schedules alone: whether somebody is there is nobody's business. */
export async function listPeopleTime(ctx: VerbContext): Promise<PersonTime[]> {
  const { workspaceId } = ctx.actor;
  const rows = await ctx.db
    .select({ userId: members.userId })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(eq(members.organizationId, workspaceId))
    .orderBy(asc(users.name));
  const schedules = await loadSchedules(ctx, { workspaceId, userIds: rows.map(({ userId }) => userId) });
  const now = instantOf(ctx.clock.now());
  return [...schedules].map(([userId, schedule]) => ({
    userId: UserId.parse(userId),
    timeZone: timeZoneAt(schedule, now),
    ...nextWork(schedule, now),
  }));
}

function nextWork(schedule: WorkSchedule, now: Temporal.Instant) {
  const next = nextWorkingInstant(schedule, now);
  if (!next?.equals(now)) return { worksUntil: null, worksFrom: iso(next) };
  const [block] = workBlocks(schedule, now, now.add({ hours: 72 }));
  return { worksUntil: iso(block?.endsAt ?? null), worksFrom: null };
}

const iso = (at: Temporal.Instant | null) => (at ? new Date(at.epochMilliseconds).toISOString() : null);
