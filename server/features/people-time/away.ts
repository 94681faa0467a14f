import { and, eq } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { Temporal } from '#server/time/temporal.ts';
import { atTimeOfDay, instantOf } from '#server/time/wall-time.ts';
import { timeZoneAt } from '#server/time/work-schedule.ts';
import { AppError } from '#shared/errors.ts';
import { DONE, type Done } from '#shared/ids.ts';
import type { Away, NewAway } from '#shared/people-time.ts';
import { loadSchedule } from './load-schedules.ts';
import { presentAway } from './present.ts';
import { publishTime } from './publish-time.ts';
import { timesAway } from './tables.ts';

const MOST = 200;

/** Takes days, or hours of a day in the zone where I am now, out of my working time. */
export async function addAway(ctx: VerbContext, input: NewAway): Promise<Away> {
  const { userId } = ctx.actor;
  const when = input.kind === 'days' ? daysOf(input) : await hoursOf(ctx, input);
  return ctx.db.transaction(async (tx) => {
    if ((await tx.$count(timesAway, eq(timesAway.userId, userId))) >= MOST)
      throw new AppError('conflict', `You have ${MOST} times away already. Remove some first.`);
    const [row] = await tx
      .insert(timesAway)
      .values({ userId, note: input.note, createdAt: ctx.clock.now(), ...when })
      .returning();
    if (!row) throw new Error('insert into times_away returned no row');
    await publishTime(tx, userId);
    return presentAway(row);
  });
}

function daysOf({ firstDay, lastDay }: Extract<NewAway, { kind: 'days' }>) {
  if (lastDay < firstDay)
    throw new AppError('invalid_input', `lastDay: ${lastDay} is before the first day, ${firstDay}.`);
  return { firstDay, lastDay };
}

async function hoursOf(ctx: VerbContext, { day, from, to }: Extract<NewAway, { kind: 'hours' }>) {
  if (to <= from) throw new AppError('invalid_input', `to: ${to} is not after ${from}.`);
  const schedule = await loadSchedule(ctx, ctx.actor);
  const timeZone = timeZoneAt(schedule, instantOf(ctx.clock.now()));
  const date = Temporal.PlainDate.from(day);
  return {
    startsAt: new Date(atTimeOfDay(date, from, timeZone)),
    endsAt: new Date(atTimeOfDay(date, to, timeZone)),
  };
}

/** Of two at once, the second gets `not_found`. */
export async function removeAway(ctx: VerbContext, input: { id: string }): Promise<Done> {
  await ctx.db.transaction(async (tx) => {
    const [removed] = await tx
      .delete(timesAway)
      .where(and(eq(timesAway.id, input.id), eq(timesAway.userId, ctx.actor.userId)))
      .returning();
    if (!removed) throw new AppError('not_found', 'You have no such time away.');
    await publishTime(tx, ctx.actor.userId);
  });
  return DONE;
}
