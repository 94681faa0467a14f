import { index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '#server/db/columns.ts';
import { users } from '#server/features/accounts/tables.ts';
import { acknowledgementRequests } from '#server/features/acknowledgements/tables.ts';
import { workspaces } from '#server/features/workspaces/tables.ts';

/** A step that was taken for an ask; that it can be there once alone is what keeps anybody from being told twice. */
export const askReminders = pgTable(
  'ask_reminders',
  {
    requestId: uuid('request_id')
      .notNull()
      .references(() => acknowledgementRequests.id, { onDelete: 'cascade' }),
    ordinal: integer('ordinal').notNull(),
    kind: text('kind', { enum: ['remind', 'report_owner', 'report_manager'] }).notNull(),
    /** Who was told, and on which day of theirs. */
    toId: uuid('to_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    day: text('day').notNull(),
    sentAt: instant('sent_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.requestId, t.ordinal] }),
    index('ask_reminders_to_idx').on(t.toId, t.kind, t.day),
  ],
);

/** What admins have set; without a row the default holds. */
export const reminderPolicies = pgTable('reminder_policies', {
  workspaceId: uuid('workspace_id')
    .primaryKey()
    .references(() => workspaces.id, { onDelete: 'cascade' }),
  most: integer('most').notNull(),
});

/** Whom a person has chosen to hear of what they have left unanswered. */
export const personManagers = pgTable(
  'person_managers',
  {
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    managerId: uuid('manager_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.userId] })],
);
