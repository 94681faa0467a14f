import type { AppContext, VerbContext } from '#server/context.ts';
import type { Queryable } from '#server/db/connect.ts';
import { loadSchedules } from '#server/features/people-time/index.ts';
import type { Temporal } from '#server/time/temporal.ts';
import { instantOf } from '#server/time/wall-time.ts';
import type { WorkSchedule } from '#server/time/work-schedule.ts';
import { addWorkingTime, endOfWorkingDay } from '#server/time/working-time.ts';
import type { DueInWork } from '#shared/acknowledgements.ts';
import { AppError } from '#shared/errors.ts';

const HOUR_MS = 3_600_000;

/**
 * When each of these people is due: all at one instant, or each after so much of their own working time, from now or from `after`
 * where that is later. Throws `invalid_input` where the instant has passed, or somebody has no working time in sight.
 */
export async function dueTimes(
  ctx: VerbContext,
  db: Queryable,
  userIds: readonly string[],
  ask: { dueAt: string | null; due: DueInWork | null; after?: ReadonlyMap<string, Date | null> },
): Promise<Map<string, Date | null>> {
  if (ask.dueAt !== null && ask.due !== null)
    throw new AppError('invalid_input', 'due: give either dueAt or due, not both.');
  const { workspaceId } = ctx.actor;
  const now = ctx.clock.now();
  const at = ask.dueAt === null ? null : new Date(ask.dueAt);
  if (at !== null && at <= now)
    throw new AppError('invalid_input', `dueAt: ${ask.dueAt} has passed. Choose a later time.`);
  const { due: inWork, after } = ask;
  if (inWork === null) return new Map(userIds.map((id) => [id, at]));
  const schedules = await loadSchedules(ctx, { workspaceId, userIds }, db);
  // Most people have the hours of the workspace: what was found for one of them holds for all.
  const known = new Map<string, Date>();
  return new Map(
    [...schedules].map(([userId, schedule]) => {
      const before = after?.get(userId) ?? now;
      const from = before > now ? before : now;
      const key = `${from.getTime()} ${keyOf(schedule)}`;
      const at = known.get(key) ?? dueInWork(schedule, instantOf(from), inWork);
      known.set(key, at);
      return [userId, at];
    }),
  );
}

/** When each of these people is due after so much of their own working time; null for who has none in sight. */
export async function dueAfterWork(
  ctx: AppContext,
  db: Queryable,
  people: { workspaceId: string; userIds: readonly string[] },
  hours: number,
): Promise<Map<string, Date | null>> {
  const schedules = await loadSchedules(ctx, people, db);
  const now = instantOf(ctx.clock.now());
  return new Map(
    [...schedules].map(([userId, schedule]) => {
      const at = addWorkingTime(schedule, now, hours * HOUR_MS);
      return [userId, at === null ? null : new Date(at.epochMilliseconds)];
    }),
  );
}

/** The same for schedules that are the same. */
function keyOf({ zones, days, holidays, away }: WorkSchedule): string {
  return JSON.stringify([zones, days, [...holidays], away]);
}

/** After so much working time, or at the end of the working day, of whoever has this schedule. */
function dueInWork(schedule: WorkSchedule, from: Temporal.Instant, due: DueInWork): Date {
  const at =
    due.kind === 'workingHours'
      ? addWorkingTime(schedule, from, due.hours * HOUR_MS)
      : endOfWorkingDay(schedule, from);
  if (at === null)
    throw new AppError(
      'invalid_input',
      'due: somebody has no working hours in sight. Give a time instead, or leave them out.',
    );
  return new Date(at.epochMilliseconds);
}
