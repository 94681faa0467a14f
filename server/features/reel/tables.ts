import { index, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core';
import { instant } from '#server/db/columns.ts';
import { users } from '#server/features/accounts/tables.ts';
import { entries } from '#server/features/series/tables.ts';
import { workspaces } from '#server/features/workspaces/tables.ts';

/** Until when somebody is up to date with their series. */
export const catchUps = pgTable(
  'catch_ups',
  {
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    caughtUpAt: instant('caught_up_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.userId] })],
);

/** Written answers that were shown to somebody. What was watched of videos is in `watched_ranges`. */
export const shownEntries = pgTable(
  'shown_entries',
  {
    entryId: uuid('entry_id')
      .notNull()
      .references(() => entries.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    shownAt: instant('shown_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.entryId, t.userId] }), index('shown_entries_user_idx').on(t.userId)],
);
