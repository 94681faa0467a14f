import { and, asc, desc, eq, gt, gte, or } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { instantOf, localDate } from '#server/time/wall-time.ts';
import { timeZoneAt } from '#server/time/work-schedule.ts';
import { nextWorkingInstant, workBlocks } from '#server/time/working-time.ts';
import type { DailyHours, MyTime, WeekHours } from '#shared/people-time.ts';
import { checkRegion, checkZone, type Given } from './check-choices.ts';
import { defaultsOf } from './defaults.ts';
import { publicHolidays } from './holidays.ts';
import { loadSchedule } from './load-schedules.ts';
import { presentAway, presentCalendar } from './present.ts';
import { publishTime } from './publish-time.ts';
import { calendars, personTimes, personZones, timesAway } from './tables.ts';

const SHOWN_BLOCKS = 6;
const SHOWN_HOLIDAYS = 4;

/** My zone, hours, holidays and time away, and what follows from them. */
export async function getMyTime(ctx: VerbContext): Promise<MyTime> {
  const { userId, workspaceId } = ctx.actor;
  const now = instantOf(ctx.clock.now());
  const schedule = await loadSchedule(ctx, { workspaceId, userId });
  const timeZone = timeZoneAt(schedule, now);
  const today = localDate(now, timeZone).toString();
  const [defaults, [own], zoneCount, away, feeds] = await Promise.all([
    defaultsOf(ctx.db, workspaceId),
    ctx.db.select().from(personTimes).where(eq(personTimes.userId, userId)),
    ctx.db.$count(personZones, eq(personZones.userId, userId)),
    ctx.db
      .select()
      .from(timesAway)
      .where(
        and(
          eq(timesAway.userId, userId),
          or(gte(timesAway.lastDay, today), gt(timesAway.endsAt, ctx.clock.now())),
        ),
      ),
    ctx.db.select().from(calendars).where(eq(calendars.userId, userId)).orderBy(asc(calendars.createdAt)),
  ]);
  const first = nextWorkingInstant(schedule, now);
  const blocks = first ? workBlocks(schedule, first, first.add({ hours: 16 * 24 })) : [];
  const year = Number(today.slice(0, 4));
  const region = own?.holidayRegion ?? defaults.holidayRegion;
  const holidays = await publicHolidays(region, year, year + 1);
  return {
    timeZone,
    isTimeZoneChosen: zoneCount > 0,
    days: own?.days ?? null,
    holidayRegion: own?.holidayRegion ?? null,
    quietHours: own?.quietHours ?? null,
    defaults,
    away: away.map(presentAway).toSorted((a, b) => startOf(a).localeCompare(startOf(b))),
    calendars: feeds.map(presentCalendar),
    nextBlocks: blocks.slice(0, SHOWN_BLOCKS).map(({ startsAt, endsAt }) => ({
      startsAt: new Date(startsAt.epochMilliseconds).toISOString(),
      endsAt: new Date(endsAt.epochMilliseconds).toISOString(),
    })),
    nextHolidays: holidays.filter(({ day }) => day >= today).slice(0, SHOWN_HOLIDAYS),
  };
}

const startOf = (away: MyTime['away'][number]) => (away.kind === 'days' ? away.firstDay : away.startsAt);

/** Changes what is given; null goes back to what the workspace says. */
export async function updateMyTime(
  ctx: VerbContext,
  input: Given<{
    timeZone: string;
    days: WeekHours | null;
    holidayRegion: string | null;
    quietHours: DailyHours | null;
  }>,
): Promise<MyTime> {
  const { timeZone, ...choices } = input;
  if (timeZone !== undefined) checkZone(timeZone);
  if (typeof choices.holidayRegion === 'string') await checkRegion(choices.holidayRegion);
  const { userId } = ctx.actor;
  const given = Object.fromEntries(Object.entries(choices).filter(([, value]) => value !== undefined));
  await ctx.db.transaction(async (tx) => {
    await tx
      .insert(personTimes)
      .values({ userId, ...given })
      .onConflictDoUpdate({ target: personTimes.userId, set: { userId, ...given } });
    if (timeZone !== undefined) await moveTo(tx, userId, timeZone, ctx.clock.now());
    await publishTime(tx, userId);
  });
  return getMyTime(ctx);
}

/** The first zone holds for all time; each later one from now on, so that what was computed by the old one stays. */
async function moveTo(tx: Transaction, userId: string, timeZone: string, now: Date): Promise<void> {
  // Whoever changes it at the same time waits: the row of `person_times` is locked by now.
  const [last] = await tx
    .select()
    .from(personZones)
    .where(eq(personZones.userId, userId))
    .orderBy(desc(personZones.since))
    .limit(1);
  if (last?.timeZone === timeZone) return;
  await tx
    .insert(personZones)
    .values({ userId, timeZone, since: last ? now : new Date(0) })
    .onConflictDoUpdate({ target: [personZones.userId, personZones.since], set: { timeZone } });
}
