import type { AppContext } from '#server/context.ts';
import type { Queryable } from '#server/db/connect.ts';
import { Temporal } from '#server/time/temporal.ts';
import { instantOf } from '#server/time/wall-time.ts';
import type { AwayTime, WorkSchedule } from '#server/time/work-schedule.ts';
import type { CalendarEvent } from './calendar-events.ts';
import { publicHolidays } from './holidays.ts';
import { readTimes, type AwayRow } from './read-times.ts';

const EPOCH = Temporal.Instant.fromEpochMilliseconds(0);
/** A holiday of a calendar lasts no longer: more is a mistake, and would fill the set. */
const LONGEST_HOLIDAY_DAYS = 31;

const inTransactions = new WeakMap<Queryable, Map<string, WorkSchedule>>();

/**
 * When people work: what they have chosen, else what the workspace says. Public holidays are those of last year up to three years
 * from now. Who is unknown gets the workspace's schedule. In one transaction everybody is read once.
 */
export async function loadSchedules(
  ctx: AppContext,
  { workspaceId, userIds }: { workspaceId: string; userIds: readonly string[] },
  db: Queryable = ctx.db,
): Promise<Map<string, WorkSchedule>> {
  const known = (db === ctx.db ? undefined : inTransactions.get(db)) ?? new Map<string, WorkSchedule>();
  if (db !== ctx.db) inTransactions.set(db, known);
  const keyOf = (userId: string) => `${workspaceId} ${userId}`;
  const missing = [...new Set(userIds)].filter((userId) => !known.has(keyOf(userId)));
  const read = await readSchedules(ctx, { workspaceId, userIds: missing }, db);
  for (const [userId, schedule] of read) known.set(keyOf(userId), schedule);
  const schedules = new Map<string, WorkSchedule>();
  for (const userId of userIds) {
    const schedule = known.get(keyOf(userId));
    if (schedule) schedules.set(userId, schedule);
  }
  return schedules;
}

async function readSchedules(
  ctx: AppContext,
  { workspaceId, userIds }: { workspaceId: string; userIds: readonly string[] },
  db: Queryable,
): Promise<Map<string, WorkSchedule>> {
  if (userIds.length === 0) return new Map();
  const { defaults, times, zones, away, feeds } = await readTimes(db, workspaceId, userIds);
  const year = ctx.clock.now().getUTCFullYear();
  const schedules = new Map<string, WorkSchedule>();
  const timesOf = new Map(times.map((row) => [row.userId, row]));
  const [zonesOf, awayOf, feedsOf] = [byUser(zones), byUser(away), byUser(feeds)];
  for (const userId of userIds) {
    const own = timesOf.get(userId);
    const lived = zonesOf.get(userId) ?? [];
    const eventsOf = (kind: 'away' | 'holidays') =>
      (feedsOf.get(userId) ?? []).flatMap((feed) => (feed.kind === kind ? feed.events : []));
    const region = own?.holidayRegion ?? defaults.holidayRegion;
    const holidays = await publicHolidays(region, year - 1, year + 3);
    schedules.set(userId, {
      zones:
        lived.length > 0
          ? lived.map(({ since, timeZone }) => ({ since: instantOf(since), timeZone }))
          : [{ since: EPOCH, timeZone: defaults.timeZone }],
      days: own?.days ?? defaults.days,
      quietHours: own?.quietHours ?? null,
      holidays: new Set([...holidays.map(({ day }) => day), ...eventsOf('holidays').flatMap(daysOf)]),
      away: [...(awayOf.get(userId) ?? []).flatMap(awayOfRow), ...eventsOf('away').map(awayOfEvent)],
    });
  }
  return schedules;
}

const byUser = <T extends { userId: string }>(rows: T[]) => Map.groupBy(rows, ({ userId }) => userId);

/** Of one person. */
export async function loadSchedule(
  ctx: AppContext,
  input: { workspaceId: string; userId: string },
  db: Queryable = ctx.db,
): Promise<WorkSchedule> {
  const { workspaceId, userId } = input;
  const schedule = (await loadSchedules(ctx, { workspaceId, userIds: [userId] }, db)).get(userId);
  if (!schedule) throw new Error('loadSchedules left somebody out');
  return schedule;
}

function awayOfRow(row: AwayRow): AwayTime[] {
  const { firstDay, lastDay, startsAt, endsAt } = row;
  if (firstDay !== null && lastDay !== null) return [{ kind: 'days', firstDay, lastDay }];
  if (startsAt === null || endsAt === null) return [];
  return [{ kind: 'hours', startsAt: instantOf(startsAt), endsAt: instantOf(endsAt) }];
}

function awayOfEvent(event: CalendarEvent): AwayTime {
  if (event.kind === 'days') return { kind: 'days', firstDay: event.firstDay, lastDay: event.lastDay };
  const { startsAt, endsAt } = event;
  return { kind: 'hours', startsAt: Temporal.Instant.from(startsAt), endsAt: Temporal.Instant.from(endsAt) };
}

function daysOf(event: CalendarEvent): string[] {
  if (event.kind !== 'days') return [];
  const first = Temporal.PlainDate.from(event.firstDay);
  const count = first.until(event.lastDay).days + 1;
  return Array.from({ length: Math.min(Math.max(count, 0), LONGEST_HOLIDAY_DAYS) }, (_, i) =>
    first.add({ days: i }).toString(),
  );
}
