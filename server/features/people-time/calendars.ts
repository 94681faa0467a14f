import { and, eq, sql } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { consumeRateLimit } from '#server/features/accounts/index.ts';
import { AppError } from '#shared/errors.ts';
import { CalendarId, DONE, type Done } from '#shared/ids.ts';
import type { Calendar, CalendarKind } from '#shared/people-time.ts';
import { presentCalendar } from './present.ts';
import { publishTime } from './publish-time.ts';
import { calendars } from './tables.ts';

const MOST = 10;

/** Remembers an iCal address; the worker reads it at once. */
export async function addCalendar(
  ctx: VerbContext,
  input: { name: string; kind: CalendarKind; url: string },
): Promise<Calendar> {
  await limitReadings(ctx);
  const { userId } = ctx.actor;
  return ctx.db.transaction(async (tx) => {
    if ((await tx.$count(calendars, eq(calendars.userId, userId))) >= MOST)
      throw new AppError('conflict', `You have ${MOST} calendars already. Remove one first.`);
    const now = ctx.clock.now();
    const [row] = await tx
      .insert(calendars)
      .values({ ...input, userId, status: 'waiting', askedAt: now, createdAt: now })
      .returning();
    if (!row) throw new Error('insert into calendars returned no row');
    await enqueueReading(tx, ctx, row);
    await publishTime(tx, userId);
    return presentCalendar(row);
  });
}

/** Reads one again now; a reading that is still on its way changes nothing any more. */
export async function refreshCalendar(ctx: VerbContext, input: { id: string }): Promise<Calendar> {
  await limitReadings(ctx);
  return ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .update(calendars)
      .set({ status: 'waiting', askedAt: ctx.clock.now(), reading: sql`${calendars.reading} + 1` })
      .where(mine(ctx, input.id))
      .returning();
    if (!row) throw noSuch();
    await enqueueReading(tx, ctx, row);
    await publishTime(tx, ctx.actor.userId);
    return presentCalendar(row);
  });
}

/** Forgets an address and its events. Of two at once, the second gets `not_found`. */
export async function removeCalendar(ctx: VerbContext, input: { id: string }): Promise<Done> {
  await ctx.db.transaction(async (tx) => {
    const [removed] = await tx.delete(calendars).where(mine(ctx, input.id)).returning();
    if (!removed) throw noSuch();
    await publishTime(tx, ctx.actor.userId);
  });
  return DONE;
}

export async function enqueueReading(
  tx: Transaction,
  { queue }: Pick<VerbContext, 'queue'>,
  { id, reading }: { id: string; reading: number },
): Promise<void> {
  await queue.enqueue(tx, 'fetch-calendar', { calendarId: CalendarId.parse(id), reading });
}

function limitReadings(ctx: VerbContext): Promise<void> {
  return consumeRateLimit(ctx, { key: `calendar:${ctx.actor.userId}`, limit: 60, windowSeconds: 3600 });
}

const mine = (ctx: VerbContext, id: string) =>
  and(eq(calendars.id, id), eq(calendars.userId, ctx.actor.userId));

function noSuch(): AppError {
  return new AppError('not_found', 'You have no such calendar.');
}
