import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '#server/db/columns.ts';
import { users } from '#server/features/accounts/tables.ts';
import { workspaces } from '#server/features/workspaces/tables.ts';
import type { LedgerKind, LedgerRecord } from '#shared/ledger.ts';

/**
 * What was asked and answered, in order. Rows are only added: a trigger refuses to change them, and to delete them but with their whole
 * workspace, or up to where a tombstone (`forgotten`) says. Each holds the hash of the one before. People and videos are named as they were then, without references,
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
    /** Null with what is about the ledger itself. */
    videoId: uuid('video_id'),
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

/** How long a workspace keeps its entries. */
export const ledgerRetention = pgTable('ledger_retention', {
  workspaceId: uuid('workspace_id')
    .primaryKey()
    .references(() => workspaces.id, { onDelete: 'cascade' }),
  /** Null: for ever. */
  keepMonths: integer('keep_months'),
  setBy: uuid('set_by')
    .notNull()
    .references(() => users.id),
});
