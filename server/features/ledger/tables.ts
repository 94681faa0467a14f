import { bigint, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '#server/db/columns.ts';
import { workspaces } from '#server/features/workspaces/tables.ts';
import type { LedgerKind, LedgerRecord } from '#shared/ledger.ts';

/**
 * What was asked and answered, in order. Rows are only added: a trigger refuses to change or delete them (but with their whole
 * workspace), and each holds the hash of the one before. People and videos are named as they were then, without references,
 * so that an entry outlives both.
 */
export const ledgerEntries = pgTable(
  'ledger_entries',
  {
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    sequence: bigint('sequence', { mode: 'number' }).notNull(),
    at: instant('at').notNull(),
    kind: text('kind').$type<LedgerKind>().notNull(),
    videoId: uuid('video_id').notNull(),
    videoTitle: text('video_title').notNull(),
    actorId: uuid('actor_id').notNull(),
    actorName: text('actor_name').notNull(),
    subjectId: uuid('subject_id'),
    subjectName: text('subject_name'),
    details: jsonb('details').$type<LedgerRecord['details']>().notNull(),
    previousHash: text('previous_hash').notNull(),
    hash: text('hash').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.sequence] }),
    index('ledger_entries_video_idx').on(t.videoId),
  ],
);
