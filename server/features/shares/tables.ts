import { sql } from 'drizzle-orm';
import { boolean, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { instant } from '#server/db/columns.ts';
import { users } from '#server/features/accounts/tables.ts';
import { videos } from '#server/features/videos/tables.ts';
import { workspaces } from '#server/features/workspaces/tables.ts';

export const shareLinks = pgTable(
  'share_links',
  {
    /** Random, not by time: its beginning names the cookie of its guests. */
    id: uuid('id')
      .primaryKey()
      .default(sql`gen_random_uuid()`),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    videoId: uuid('video_id')
      .notNull()
      .references(() => videos.id, { onDelete: 'cascade' }),
    createdBy: uuid('created_by')
      .notNull()
      .references(() => users.id),
    /** Who was asked by e-mail and got this link: whoever opens it comes as them. */
    forGuestId: uuid('for_guest_id').references(() => users.id),
    label: text('label').notNull(),
    /** SHA-256 of 256 random bits. */
    tokenHash: text('token_hash').notNull().unique(),
    canComment: boolean('can_comment').notNull(),
    canApprove: boolean('can_approve').notNull(),
    canDownload: boolean('can_download').notNull(),
    canSeeTranscript: boolean('can_see_transcript').notNull(),
    hasWatermark: boolean('has_watermark').notNull(),
    passwordHash: text('password_hash'),
    /** Counts up with each change of the password: guests who proved an older one prove the new one. */
    passwordRevision: integer('password_revision').notNull().default(0),
    allowedDomains: text('allowed_domains').array().notNull().default([]),
    requiresEmailCode: boolean('requires_email_code').notNull().default(false),
    expiresAt: instant('expires_at'),
    createdAt: instant('created_at').notNull().defaultNow(),
    revokedAt: instant('revoked_at'),
  },
  (t) => [index('share_links_video_idx').on(t.videoId, t.createdAt)],
);

/** A guest of a link, in one browser: who they are (`users`), and the secret of their cookie. */
export const shareGuests = pgTable(
  'share_guests',
  {
    id: uuid('id')
      .primaryKey()
      .default(sql`uuidv7()`),
    linkId: uuid('link_id')
      .notNull()
      .references(() => shareLinks.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    /** SHA-256 of 256 random bits. */
    secretHash: text('secret_hash').notNull().unique(),
    name: text('name').notNull(),
    email: text('email'),
    isVerified: boolean('is_verified').notNull(),
    /** `share_links.password_revision` that was proved. */
    passwordRevision: integer('password_revision').notNull(),
    openings: integer('openings').notNull().default(1),
    createdAt: instant('created_at').notNull().defaultNow(),
    lastSeenAt: instant('last_seen_at').notNull().defaultNow(),
  },
  (t) => [uniqueIndex('share_guests_link_user_idx').on(t.linkId, t.userId)],
);

/** The latest code for an address; a new one takes its place, a right one is deleted. */
export const shareCodes = pgTable(
  'share_codes',
  {
    id: uuid('id')
      .primaryKey()
      .default(sql`uuidv7()`),
    linkId: uuid('link_id')
      .notNull()
      .references(() => shareLinks.id, { onDelete: 'cascade' }),
    email: text('email').notNull(),
    /** HMAC with a key of the installation: six digits could be guessed from a plain hash. */
    codeHash: text('code_hash').notNull(),
    tries: integer('tries').notNull().default(0),
    expiresAt: instant('expires_at').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [uniqueIndex('share_codes_link_email_idx').on(t.linkId, t.email)],
);

/** What guests answered; only ever added to, the newest of a guest counts. */
export const guestAnswers = pgTable(
  'guest_answers',
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
    linkId: uuid('link_id')
      .notNull()
      .references(() => shareLinks.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    answer: text('answer', {
      enum: ['approved', 'approved_with_changes', 'changes_requested', 'acknowledged', 'decided'],
    }).notNull(),
    /** What was chosen, with `decided`. */
    option: text('option'),
    note: text('note'),
    isVerified: boolean('is_verified').notNull(),
    answeredAt: instant('answered_at').notNull().defaultNow(),
  },
  (t) => [index('guest_answers_link_idx').on(t.linkId, t.userId, t.answeredAt)],
);
