import { sql } from 'drizzle-orm';
import { index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { instant } from '#server/db/columns.ts';
import { users } from '#server/features/accounts/tables.ts';
import { videos } from '#server/features/videos/tables.ts';
import { workspaces } from '#server/features/workspaces/tables.ts';

export const videoRequests = pgTable(
  'video_requests',
  {
    /** Random, not by time: its beginning names the cookie of its guests. */
    id: uuid('id')
      .primaryKey()
      .default(sql`gen_random_uuid()`),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    createdBy: uuid('created_by')
      .notNull()
      .references(() => users.id),
    title: text('title').notNull(),
    note: text('note'),
    thanks: text('thanks').notNull(),
    /** The first version of the video that is to be answered. */
    aboutVideoId: uuid('about_video_id').references(() => videos.id, { onDelete: 'set null' }),
    /** SHA-256 of 256 random bits; null: no guest is asked. */
    tokenHash: text('token_hash').unique(),
    /** Counts up with each new link: who came by the one before has to open the new one. */
    linkRevision: integer('link_revision').notNull().default(0),
    linkExpiresAt: instant('link_expires_at'),
    linkRevokedAt: instant('link_revoked_at'),
    createdAt: instant('created_at').notNull(),
    withdrawnAt: instant('withdrawn_at'),
  },
  (t) => [index('video_requests_sender_idx').on(t.workspaceId, t.createdBy, t.createdAt)],
);

/**
 * One who is asked: asked → answered | declined, and to another answer by a conditional update that names the one it replaces,
 * while the request is not withdrawn.
 */
export const videoRequestLines = pgTable(
  'video_request_lines',
  {
    id: uuid('id')
      .primaryKey()
      .default(sql`uuidv7()`),
    requestId: uuid('request_id')
      .notNull()
      .references(() => videoRequests.id, { onDelete: 'cascade' }),
    /** Null: whoever answers by the link, who then is `guest_id`. */
    userId: uuid('user_id').references(() => users.id, { onDelete: 'cascade' }),
    guestId: uuid('guest_id').references(() => users.id),
    dueAt: instant('due_at'),
    /** Counts up with each change of the due time; notices are named by it. */
    dueRevision: integer('due_revision').notNull().default(0),
    /** The one reminder: in their first working time after it was due. */
    remindAt: instant('remind_at'),
    remindedAt: instant('reminded_at'),
    answeredAt: instant('answered_at'),
    declinedAt: instant('declined_at'),
    word: text('word'),
    videoId: uuid('video_id').references(() => videos.id, { onDelete: 'set null' }),
  },
  (t) => [
    uniqueIndex('video_request_lines_user_idx').on(t.requestId, t.userId),
    index('video_request_lines_mine_idx').on(t.userId),
    index('video_request_lines_remind_idx')
      .on(t.remindAt)
      .where(sql`reminded_at is null and answered_at is null and declined_at is null`),
  ],
);

/** A guest of a request, in one browser: who they are (`users`), and the secret of their cookie. */
export const videoRequestGuests = pgTable(
  'video_request_guests',
  {
    userId: uuid('user_id')
      .primaryKey()
      .references(() => users.id),
    requestId: uuid('request_id')
      .notNull()
      .references(() => videoRequests.id, { onDelete: 'cascade' }),
    /** SHA-256 of 256 random bits. */
    secretHash: text('secret_hash').notNull().unique(),
    /** `video_requests.link_revision` that they came by. */
    linkRevision: integer('link_revision').notNull(),
    email: text('email'),
    createdAt: instant('created_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
  },
  (t) => [index('video_request_guests_request_idx').on(t.requestId)],
);
