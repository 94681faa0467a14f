import { integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '#server/db/columns.ts';
import { users } from '#server/features/accounts/tables.ts';
import { workspaces } from '#server/features/workspaces/tables.ts';

/** Which digests are done, so that each is sent once; `item_count` 0: there was nothing to say, and nothing was sent. */
export const digestsSent = pgTable(
  'digests_sent',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    /** Such as `daily:2026-03-02`, a local date. */
    period: text('period').notNull(),
    itemCount: integer('item_count').notNull(),
    sentAt: instant('sent_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.workspaceId, t.period] })],
);
