import { sql } from 'drizzle-orm';
import { index, pgTable, text, uniqueIndex, uuid, type AnyPgColumn } from 'drizzle-orm/pg-core';
import { instant } from '#server/db/columns.ts';
import { users } from '#server/features/accounts/tables.ts';
import { videos } from '#server/features/videos/tables.ts';
import { workspaces } from '#server/features/workspaces/tables.ts';
import type { AskKind } from '#shared/acknowledgements.ts';

/**
 * One ask to one person on one video. asked → answered | declined | handed over | withdrawn; who will follow up is still asked.
 * Handing over ends it (`withdrawn_at`) and makes one to somebody else.
 */
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
    kind: text('kind').$type<AskKind>().notNull().default('acknowledge'),
    /** What there is to choose from, where a decision is asked. */
    options: text('options').array(),
    note: text('note'),
    dueAt: instant('due_at'),
    requestedAt: instant('requested_at').notNull().defaultNow(),
    /** When it was answered in the way that its kind asks for; only of kind `acknowledge` is that an acknowledgement. */
    acknowledgedAt: instant('acknowledged_at'),
    /** `approved`, `changes_requested`, the option that was chosen, or null. */
    answer: text('answer'),
    /** What was said to it, and whatever else than a plain acknowledgement it is. */
    answerNote: text('answer_note'),
    followUpAt: instant('follow_up_at'),
    declinedAt: instant('declined_at'),
    handedToId: uuid('handed_to_id').references(() => users.id),
    withdrawnAt: instant('withdrawn_at'),
    /** What was asked about the version before, and acknowledged there: only what has changed since is asked for. */
    staleOf: uuid('stale_of').references((): AnyPgColumn => acknowledgementRequests.id, {
      onDelete: 'set null',
    }),
  },
  (t) => [
    uniqueIndex('acknowledgement_requests_one_open_idx')
      .on(t.videoId, t.recipientId)
      .where(sql`withdrawn_at is null`),
    index('acknowledgement_requests_recipient_idx').on(t.workspaceId, t.recipientId),
    index('acknowledgement_requests_asker_idx').on(t.workspaceId, t.requestedBy),
  ],
);
