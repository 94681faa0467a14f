import { and, eq, lt, or, sql } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import type { JobPayload } from '#server/queue/queue.ts';
import { instantOf } from '#server/time/wall-time.ts';
import { timeZoneAt } from '#server/time/work-schedule.ts';
import { CalendarEvent } from './calendar-events.ts';
import { enqueueReading } from './calendars.ts';
import { personZones, calendars } from './tables.ts';
import { publishTime } from './publish-time.ts';

const HOUR_MS = 3_600_000;
/** What was read well is read again after this; what failed is tried again sooner. */
const FRESH_MS = 6 * HOUR_MS;
const RETRY_MS = HOUR_MS;

type Reading = JobPayload<'fetch-calendar'>;

const isOf = ({ calendarId, reading }: Reading) =>
  and(eq(calendars.id, calendarId), eq(calendars.reading, reading));

/** What the worker needs to read one; null where it was removed, or a later reading is on its way. */
export async function findCalendar(
  ctx: AppContext,
  reading: Reading,
): Promise<{ url: string; kind: 'away' | 'holidays'; timeZone: string } | null> {
  const [row] = await ctx.db.select().from(calendars).where(isOf(reading));
  if (!row) return null;
  const zones = await ctx.db
    .select()
    .from(personZones)
    .where(eq(personZones.userId, row.userId))
    .orderBy(personZones.since);
  const [first, ...rest] = zones.map(({ since, timeZone }) => ({ since: instantOf(since), timeZone }));
  const now = instantOf(ctx.clock.now());
  const nothing = { days: NO_DAYS, holidays: new Set<string>(), away: [], quietHours: null };
  const timeZone = first ? timeZoneAt({ ...nothing, zones: [first, ...rest] }, now) : 'UTC';
  return { url: row.url, kind: row.kind, timeZone };
}
const NO_DAYS = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };

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
