import { sql } from 'drizzle-orm';
import { date, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '#server/db/columns.ts';
import { users } from '#server/features/accounts/tables.ts';
import { workspaces } from '#server/features/workspaces/tables.ts';
import type { DailyHours, WeekHours } from '#shared/people-time.ts';
import type { CalendarEvent } from './calendar-events.ts';

/** What holds in a workspace for who has chosen nothing. */
export const workspaceTimes = pgTable('workspace_times', {
  workspaceId: uuid('workspace_id')
    .primaryKey()
    .references(() => workspaces.id, { onDelete: 'cascade' }),
  timeZone: text('time_zone').notNull(),
  days: jsonb('days').$type<WeekHours>().notNull(),
  holidayRegion: text('holiday_region').notNull(),
});

/** What a person has chosen, in all their workspaces; null: as the workspace says. */
export const personTimes = pgTable('person_times', {
  userId: uuid('user_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  days: jsonb('days').$type<WeekHours>(),
  holidayRegion: text('holiday_region'),
  quietHours: jsonb('quiet_hours').$type<DailyHours>(),
});

/** Where a person has lived since when; the first also holds before. Rows are added, so that what was computed stays. */
export const personZones = pgTable(
  'person_zones',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    since: instant('since').notNull(),
    timeZone: text('time_zone').notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.since] })],
);

/** Time away by hand: whole local days (`first_day`, `last_day`) or instants (`starts_at`, `ends_at`). */
export const timesAway = pgTable(
  'times_away',
  {
    id: uuid('id')
      .primaryKey()
      .default(sql`uuidv7()`),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    firstDay: date('first_day'),
    lastDay: date('last_day'),
    startsAt: instant('starts_at'),
    endsAt: instant('ends_at'),
    note: text('note').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [index('times_away_user_idx').on(t.userId)],
);

/** iCal addresses, with the events of the last good reading. */
export const calendars = pgTable(
  'calendars',
  {
    id: uuid('id')
      .primaryKey()
      .default(sql`uuidv7()`),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    kind: text('kind', { enum: ['away', 'holidays'] }).notNull(),
    url: text('url').notNull(),
    status: text('status', { enum: ['waiting', 'ok', 'failed'] }).notNull(),
    problem: text('problem'),
    /** Counts the readings that were asked for; the result of an older one changes nothing. */
    reading: integer('reading').notNull().default(1),
    askedAt: instant('asked_at').notNull(),
    readAt: instant('read_at'),
    events: jsonb('events')
      .$type<CalendarEvent[]>()
      .notNull()
      .default(sql`'[]'::jsonb`),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [index('calendars_user_idx').on(t.userId), index('calendars_asked_idx').on(t.askedAt)],
);
