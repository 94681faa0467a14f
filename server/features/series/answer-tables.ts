import { sql } from 'drizzle-orm';
import { index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '#server/db/columns.ts';
import { users } from '#server/features/accounts/tables.ts';
import { acknowledgementRequests } from '#server/features/acknowledgements/tables.ts';
import { editions, entries, updateSeries } from './tables.ts';

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
  (t) => [
    index('blockers_raised_in_idx').on(t.raisedIn),
    index('blockers_open_idx')
      .on(t.seriesId)
      .where(sql`closed_at is null`),
  ],
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
