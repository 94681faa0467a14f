import { sql } from 'drizzle-orm';
import { index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { instant } from '#server/db/columns.ts';
import { users } from '#server/features/accounts/tables.ts';
import { videos } from '#server/features/videos/tables.ts';
import { workspaces } from '#server/features/workspaces/tables.ts';

/** One ask to one person on one video. asked → acknowledged | withdrawn. */
export const acknowledgementRequests = pgTable(
  'acknowledgement_requests',
  {
    id: uuid('id')
      .primaryKey()
      .default(sql`uuidv7()`),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    videoId: uuid('video_id')
      .notNull()
      .references(() => videos.id, { onDelete: 'cascade' }),
    recipientId: uuid('recipient_id')
      .notNull()
      .references(() => users.id),
    requestedBy: uuid('requested_by')
      .notNull()
      .references(() => users.id),
    note: text('note'),
    dueAt: instant('due_at'),
    requestedAt: instant('requested_at').notNull().defaultNow(),
    acknowledgedAt: instant('acknowledged_at'),
    withdrawnAt: instant('withdrawn_at'),
  },
  (t) => [
    uniqueIndex('acknowledgement_requests_one_open_idx')
      .on(t.videoId, t.recipientId)
      .where(sql`withdrawn_at is null`),
    index('acknowledgement_requests_recipient_idx').on(t.workspaceId, t.recipientId),
  ],
);
