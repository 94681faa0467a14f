import { eq } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import type { Queryable } from '#server/db/connect.ts';
import { publish } from '#server/events/publish.ts';
import type { TimeDefaults, WeekHours } from '#shared/people-time.ts';
import type { Given } from './check-choices.ts';
import { checkRegion, checkZone } from './check-choices.ts';
import { workspaceTimes } from './tables.ts';

const OFFICE = [{ from: '09:00', to: '17:00' }];
const WEEK: WeekHours = { mon: OFFICE, tue: OFFICE, wed: OFFICE, thu: OFFICE, fri: OFFICE, sat: [], sun: [] };
/** Before an admin has said anything. */
export const FALLBACK: TimeDefaults = { timeZone: 'UTC', days: WEEK, holidayRegion: 'none' };

/** What holds in a workspace for who has chosen nothing. */
export async function defaultsOf(db: Queryable, workspaceId: string): Promise<TimeDefaults> {
  const [row] = await db.select().from(workspaceTimes).where(eq(workspaceTimes.workspaceId, workspaceId));
  if (!row) return FALLBACK;
  return { timeZone: row.timeZone, days: row.days, holidayRegion: row.holidayRegion };
}

export async function getDefaults(ctx: VerbContext): Promise<TimeDefaults> {
  return defaultsOf(ctx.db, ctx.actor.workspaceId);
}

/** Changes what is given; from then on it holds for all time, also for the past. */
export async function updateDefaults(ctx: VerbContext, input: Given<TimeDefaults>): Promise<TimeDefaults> {
  if (input.timeZone !== undefined) checkZone(input.timeZone);
  if (input.holidayRegion !== undefined) await checkRegion(input.holidayRegion);
  const { workspaceId, userId } = ctx.actor;
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  return ctx.db.transaction(async (tx) => {
    await tx
      .insert(workspaceTimes)
      .values({ workspaceId, ...FALLBACK, ...given })
      .onConflictDoUpdate({ target: workspaceTimes.workspaceId, set: { workspaceId, ...given } });
    await publish(tx, workspaceId, { type: 'time.changed', userId });
    return defaultsOf(tx, workspaceId);
  });
}
