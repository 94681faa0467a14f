import { sql } from 'drizzle-orm';
import type { Queryable } from '#server/db/connect.ts';
import type { TimeDefaults } from '#shared/people-time.ts';
import { FALLBACK } from './defaults.ts';
import { calendars, personTimes, personZones, timesAway, workspaceTimes } from './tables.ts';

type PersonTimes = typeof personTimes.$inferSelect;
type Calendar = typeof calendars.$inferSelect;
export type AwayRow = Pick<
  typeof timesAway.$inferSelect,
  'userId' | 'firstDay' | 'lastDay' | 'startsAt' | 'endsAt'
>;

interface Times {
  defaults: TimeDefaults;
  times: Pick<PersonTimes, 'userId' | 'days' | 'holidayRegion' | 'quietHours'>[];
  /** Oldest first. */
  zones: { userId: string; since: Date; timeZone: string }[];
  away: AwayRow[];
  feeds: Pick<Calendar, 'userId' | 'kind' | 'events'>[];
}

/** As JSON: instants are texts. */
type Stored =
  | { of: 'workspace'; row: TimeDefaults }
  | { of: 'times'; row: Times['times'][number] }
  | { of: 'zones'; row: { userId: string; since: string; timeZone: string } }
  | {
      of: 'away';
      row: {
        userId: string;
        firstDay: string | null;
        lastDay: string | null;
        startsAt: string | null;
        endsAt: string | null;
      };
    }
  | { of: 'feeds'; row: Times['feeds'][number] };

/** All that schedules are made of, for any number of people in one statement. */
export async function readTimes(
  db: Queryable,
  workspaceId: string,
  userIds: readonly string[],
): Promise<Times> {
  const ids = sql`any(${`{${userIds.join(',')}}`}::uuid[])`;
  const rows = await db.execute<Stored & Record<string, unknown>>(sql`
    select 'workspace' as "of", jsonb_build_object('timeZone', time_zone, 'days', days, 'holidayRegion', holiday_region) as "row"
      from ${workspaceTimes} where workspace_id = ${workspaceId}
    union all select 'times', jsonb_build_object('userId', user_id, 'days', days, 'holidayRegion', holiday_region,
      'quietHours', quiet_hours) from ${personTimes} where user_id = ${ids}
    union all select 'zones', jsonb_build_object('userId', user_id, 'since', since, 'timeZone', time_zone)
      from ${personZones} where user_id = ${ids}
    union all select 'away', jsonb_build_object('userId', user_id, 'firstDay', first_day, 'lastDay', last_day,
      'startsAt', starts_at, 'endsAt', ends_at) from ${timesAway} where user_id = ${ids}
    union all select 'feeds', jsonb_build_object('userId', user_id, 'kind', kind, 'events', events)
      from ${calendars} where user_id = ${ids}`);
  const read: Times = { defaults: FALLBACK, times: [], zones: [], away: [], feeds: [] };
  for (const { of, row } of rows) {
    if (of === 'workspace') read.defaults = row;
    else if (of === 'times') read.times.push(row);
    else if (of === 'zones') read.zones.push({ ...row, since: new Date(row.since) });
    else if (of === 'away')
      read.away.push({ ...row, startsAt: dateOf(row.startsAt), endsAt: dateOf(row.endsAt) });
    else read.feeds.push(row);
  }
  read.zones.sort((a, b) => a.since.getTime() - b.since.getTime());
  return read;
}

const dateOf = (at: string | null) => (at === null ? null : new Date(at));
