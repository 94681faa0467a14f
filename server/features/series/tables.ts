import { sql } from 'drizzle-orm';
import {
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { instant } from '#server/db/columns.ts';
import { users } from '#server/features/accounts/tables.ts';
import { acknowledgementRequests } from '#server/features/acknowledgements/tables.ts';
import { spaces } from '#server/features/spaces/tables.ts';
import { videos } from '#server/features/videos/tables.ts';
import { workspaces } from '#server/features/workspaces/tables.ts';
import type { Prompt, PromptAnswer } from '#shared/series.ts';

export const updateSeries = pgTable(
  'update_series',
  {
    id: uuid('id')
      .primaryKey()
      .default(sql`uuidv7()`),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    spaceId: uuid('space_id').references(() => spaces.id),
    title: text('title').notNull(),
    prompts: jsonb('prompts').$type<Prompt[]>().notNull(),
    rule: text('rule').notNull(),
    startsOn: date('starts_on').notNull(),
    dueTime: text('due_time').notNull(),
    /** Null: in each one's own zone. */
    timeZone: text('time_zone'),
    leadHours: integer('lead_hours').notNull(),
    graceHours: integer('grace_hours').notNull(),
    createdBy: uuid('created_by')
      .notNull()
      .references(() => users.id),
    createdAt: instant('created_at').notNull().defaultNow(),
    pausedAt: instant('paused_at'),
    removedAt: instant('removed_at'),
  },
  (t) => [index('update_series_workspace_idx').on(t.workspaceId)],
);

export const seriesPeople = pgTable(
  'series_people',
  {
    seriesId: uuid('series_id')
      .notNull()
      .references(() => updateSeries.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** `participant`: is asked. `observer`: only receives. */
    part: text('part', { enum: ['participant', 'observer'] }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.seriesId, t.userId] }), index('series_people_user_idx').on(t.userId)],
);

export const seriesSkips = pgTable(
  'series_skips',
  {
    seriesId: uuid('series_id')
      .notNull()
      .references(() => updateSeries.id, { onDelete: 'cascade' }),
    day: date('day').notNull(),
  },
  (t) => [primaryKey({ columns: [t.seriesId, t.day] })],
);

/** One due day of a series. Made a while before the first of its people is asked. */
export const editions = pgTable(
  'editions',
  {
    id: uuid('id')
      .primaryKey()
      .default(sql`uuidv7()`),
    seriesId: uuid('series_id')
      .notNull()
      .references(() => updateSeries.id, { onDelete: 'cascade' }),
    day: date('day').notNull(),
    prompts: jsonb('prompts').$type<Prompt[]>().notNull(),
    closedAt: instant('closed_at'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [uniqueIndex('editions_series_day_idx').on(t.seriesId, t.day)],
);

/**
 * One person in one edition: planned → open → answered | closed. Each step is a conditional update, and what is told of it is
 * told in its transaction: once, however many workers there are.
 */
export const entries = pgTable(
  'entries',
  {
    id: uuid('id')
      .primaryKey()
      .default(sql`uuidv7()`),
    editionId: uuid('edition_id')
      .notNull()
      .references(() => editions.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    opensAt: instant('opens_at').notNull(),
    dueAt: instant('due_at').notNull(),
    closesAt: instant('closes_at').notNull(),
    /** The one reminder, in their first working time after it was due; null: none. */
    remindAt: instant('remind_at'),
    /** They have no working time between opening and due. */
    excusedAt: instant('excused_at'),
    openedAt: instant('opened_at'),
    remindedAt: instant('reminded_at'),
    answeredAt: instant('answered_at'),
    closedAt: instant('closed_at'),
    videoId: uuid('video_id').references(() => videos.id, { onDelete: 'set null' }),
    answers: jsonb('answers').$type<PromptAnswer[]>().notNull().default([]),
  },
  (t) => [
    uniqueIndex('entries_edition_user_idx').on(t.editionId, t.userId),
    index('entries_to_open_idx')
      .on(t.opensAt)
      .where(sql`opened_at is null and closed_at is null`),
    index('entries_to_remind_idx')
      .on(t.remindAt)
      .where(sql`reminded_at is null and answered_at is null and closed_at is null`),
    index('entries_to_close_idx')
      .on(t.closesAt)
      .where(sql`closed_at is null`),
    index('entries_user_idx').on(t.userId),
  ],
);

/** open ⇄ closed. What is open goes from edition to edition; nobody but a person closes it. */
export const blockers = pgTable(
  'blockers',
  {
    id: uuid('id').primaryKey(),
    seriesId: uuid('series_id')
      .notNull()
      .references(() => updateSeries.id, { onDelete: 'cascade' }),
    raisedIn: uuid('raised_in')
      .notNull()
      .references(() => editions.id, { onDelete: 'cascade' }),
    raisedBy: uuid('raised_by')
      .notNull()
      .references(() => users.id),
    promptId: uuid('prompt_id').notNull(),
    text: text('text').notNull(),
    ownerId: uuid('owner_id').references(() => users.id),
    createdAt: instant('created_at').notNull().defaultNow(),
    closedAt: instant('closed_at'),
    closedBy: uuid('closed_by').references(() => users.id),
  },
  (t) => [index('blockers_raised_in_idx').on(t.raisedIn), index('blockers_series_idx').on(t.seriesId)],
);

/** Decisions that an answer links to. */
export const entryDecisions = pgTable(
  'entry_decisions',
  {
    entryId: uuid('entry_id')
      .notNull()
      .references(() => entries.id, { onDelete: 'cascade' }),
    requestId: uuid('request_id')
      .notNull()
      .references(() => acknowledgementRequests.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.entryId, t.requestId] })],
);
