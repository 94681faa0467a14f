import { and, eq, lt, or, sql } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import { members } from '#server/features/workspaces/tables.ts';
import type { JobPayload } from '#server/queue/queue.ts';
import { instantOf } from '#server/time/wall-time.ts';
import { timeZoneAt } from '#server/time/work-schedule.ts';
import { CalendarEvent } from './calendar-events.ts';
import { enqueueReading } from './calendars.ts';
import { loadSchedule } from './load-schedules.ts';
import { publishTime } from './publish-time.ts';
import { calendars } from './tables.ts';

const HOUR_MS = 3_600_000;
/** What was read well is read again after this; what failed is tried again sooner. */
const FRESH_MS = 6 * HOUR_MS;
const RETRY_MS = HOUR_MS;

type Reading = JobPayload<'fetch-calendar'>;

const isOf = ({ calendarId, reading }: Reading) =>
  and(eq(calendars.id, calendarId), eq(calendars.reading, reading));

/**
 * What the worker needs to read one: times without a zone are in the person’s, else in that of their first workspace. Null where it was
 * removed, a later reading is on its way, or nobody is left to read it for.
 */
export async function findCalendar(
  ctx: AppContext,
  reading: Reading,
): Promise<{ url: string; kind: 'away' | 'holidays'; timeZone: string } | null> {
  const [row] = await ctx.db.select().from(calendars).where(isOf(reading));
  if (!row) return null;
  const [membership] = await ctx.db
    .select({ workspaceId: members.organizationId })
    .from(members)
    .where(eq(members.userId, row.userId))
    .orderBy(members.createdAt)
    .limit(1);
  if (!membership) return null;
  const schedule = await loadSchedule(ctx, { ...membership, userId: row.userId });
  return { url: row.url, kind: row.kind, timeZone: timeZoneAt(schedule, instantOf(ctx.clock.now())) };
}

/** Keeps what was read, or why it could not be: then the events of the last good reading stay. */
export async function saveReading(
  ctx: AppContext,
  reading: Reading,
  result: { events: CalendarEvent[] } | { problem: string },
): Promise<void> {
  const change =
    'events' in result
      ? {
          status: 'ok' as const,
          problem: null,
          readAt: ctx.clock.now(),
          events: CalendarEvent.array().parse(result.events),
        }
      : { status: 'failed' as const, problem: result.problem };
  await ctx.db.transaction(async (tx) => {
    const [row] = await tx.update(calendars).set(change).where(isOf(reading)).returning();
    if (row) await publishTime(tx, row.userId);
  });
}

/** Asks for new readings of all that are due, a hundred at most in one round. */
export async function refreshDueCalendars(ctx: AppContext): Promise<void> {
  const now = ctx.clock.now();
  const before = (ms: number) => lt(calendars.askedAt, new Date(now.getTime() - ms));
  await ctx.db.transaction(async (tx) => {
    const due = await tx
      .select({ id: calendars.id })
      .from(calendars)
      .where(or(before(FRESH_MS), and(sql`${calendars.status} <> 'ok'`, before(RETRY_MS))))
      .orderBy(calendars.askedAt)
      .limit(100)
      .for('update', { skipLocked: true });
    for (const { id } of due) {
      const [row] = await tx
        .update(calendars)
        .set({ askedAt: now, reading: sql`${calendars.reading} + 1` })
        .where(eq(calendars.id, id))
        .returning();
      if (row) await enqueueReading(tx, ctx, row);
    }
  });
}
