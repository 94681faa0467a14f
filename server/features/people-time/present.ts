import { AwayId, CalendarId } from '#shared/ids.ts';
import type { Away, Calendar } from '#shared/people-time.ts';
import type { calendars, timesAway } from './tables.ts';

export function presentAway(row: typeof timesAway.$inferSelect): Away {
  const { firstDay, lastDay, startsAt, endsAt, note } = row;
  const id = AwayId.parse(row.id);
  if (firstDay !== null && lastDay !== null) return { id, kind: 'days', firstDay, lastDay, note };
  if (startsAt === null || endsAt === null) throw new Error('a time away has neither days nor hours');
  return { id, kind: 'hours', startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), note };
}

/** Without the address: whoever has it reads the calendar. */
export function presentCalendar(row: typeof calendars.$inferSelect): Calendar {
  return {
    id: CalendarId.parse(row.id),
    name: row.name,
    kind: row.kind,
    host: new URL(row.url).host,
    status: row.status,
    problem: row.problem,
    eventCount: row.events.length,
    readAt: row.readAt?.toISOString() ?? null,
  };
}
