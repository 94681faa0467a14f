import { sql } from 'drizzle-orm';
import {
  boolean,
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
import { groups } from '#server/features/groups/tables.ts';
import { acknowledgementRequests } from '#server/features/acknowledgements/tables.ts';
import { spaces } from '#server/features/spaces/tables.ts';
import { videos } from '#server/features/videos/tables.ts';
import { workspaces } from '#server/features/workspaces/tables.ts';
import type { Prompt, PromptAnswer, SeriesRhythm } from '#shared/series.ts';

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
    /** Only who takes part, and who made it, see it; `space_id` is null then. */
    isPrivate: boolean('is_private').notNull().default(false),
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
    /** It was made, went on or got another rhythm then: nothing that was due before is asked. Null: since it was made. */
    asksSince: instant('asks_since'),
    /** In which order people speak, who is next first; null: everybody answers. Who has been asked goes to the end. */
    rotation: uuid('rotation').array(),
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
    /** Since when they have this part. */
    addedAt: instant('added_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.seriesId, t.userId] }), index('series_people_user_idx').on(t.userId)],
);

/** Groups and spaces that take part as a whole: who is in them is asked anew for each edition. */
export const seriesAudiences = pgTable(
  'series_audiences',
  {
    id: uuid('id')
      .primaryKey()
      .default(sql`uuidv7()`),
    seriesId: uuid('series_id')
      .notNull()
      .references(() => updateSeries.id, { onDelete: 'cascade' }),
    /** One of the two. */
    groupId: uuid('group_id').references(() => groups.id, { onDelete: 'cascade' }),
    spaceId: uuid('space_id').references(() => spaces.id, { onDelete: 'cascade' }),
    part: text('part', { enum: ['participant', 'observer'] }).notNull(),
  },
  (t) => [index('series_audiences_series_idx').on(t.seriesId)],
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
    /** As it was when somebody was first asked; null: that of the series. */
    rhythm: jsonb('rhythm').$type<Pick<SeriesRhythm, 'dueTime' | 'timeZone' | 'leadHours' | 'graceHours'>>(),
    /** Whose turn it is, in a series with a rotation. */
    speakerId: uuid('speaker_id').references(() => users.id, { onDelete: 'set null' }),
    /** They were asked, and have gone to the end of the rotation. */
    isTurnTaken: boolean('is_turn_taken').notNull().default(false),
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
    /** The one reminder (see `entry-times.ts`); null: none. */
    remindAt: instant('remind_at'),
    /** Since when these times hold for them: they joined, moved, or came back then. */
    plannedAt: instant('planned_at').notNull().defaultNow(),
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

/** What is said about the written answer of an entry to a prompt. What is recorded is discussed at its video. */
export const entryComments = pgTable(
  'entry_comments',
  {
    id: uuid('id')
      .primaryKey()
      .default(sql`uuidv7()`),
    entryId: uuid('entry_id')
      .notNull()
      .references(() => entries.id, { onDelete: 'cascade' }),
    promptId: uuid('prompt_id').notNull(),
    authorId: uuid('author_id')
      .notNull()
      .references(() => users.id),
    body: text('body').notNull(),
    revision: integer('revision').notNull().default(1),
    createdAt: instant('created_at').notNull(),
    editedAt: instant('edited_at'),
    deletedAt: instant('deleted_at'),
  },
  (t) => [index('entry_comments_entry_idx').on(t.entryId, t.createdAt)],
);
