import { sql } from 'drizzle-orm';
import { index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { instant } from '#server/db/columns.ts';
import { users } from '#server/features/accounts/tables.ts';
import { spaces } from '#server/features/spaces/tables.ts';
import { videos } from '#server/features/videos/tables.ts';
import { workspaces } from '#server/features/workspaces/tables.ts';
import { DELIVERY_STATES, NOTICE_LEVELS } from '#shared/notice-kinds.ts';
import type { Bundle, NoticeKind } from './bundle.ts';

/** Kinds that are asks to somebody, as SQL: the predicate of an index has to be the query's, word by word. */
export const IS_ASK = sql`kind in ('asked', 'ask_changed', 'ask_reminder', 'new_version', 'entry_opened', 'entry_reminder', 'video_requested', 'video_request_reminder')`;

/** An entry of somebody's inbox. */
export const notifications = pgTable(
  'notifications',
  {
    id: uuid('id')
      .primaryKey()
      .default(sql`uuidv7()`),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    recipientId: uuid('recipient_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    actorId: uuid('actor_id').references(() => users.id),
    kind: text('kind').$type<NoticeKind>().notNull(),
    videoId: uuid('video_id').references(() => videos.id, { onDelete: 'cascade' }),
    threadId: uuid('thread_id'),
    key: text('key').notNull(),
    title: text('title').notNull(),
    text: text('text'),
    url: text('url').notNull(),
    dueAt: instant('due_at'),
    urgentReason: text('urgent_reason'),
    createdAt: instant('created_at').notNull(),
    /** In sight from then on: the next working time, or the end of a snooze. The inbox is in this order. */
    visibleAt: instant('visible_at').notNull(),
    readAt: instant('read_at'),
    doneAt: instant('done_at'),
    snoozedUntil: instant('snoozed_until'),
  },
  (t) => [
    uniqueIndex('notifications_once_idx').on(t.recipientId, t.key),
    index('notifications_inbox_idx')
      .on(t.workspaceId, t.recipientId, t.visibleAt, t.id)
      .where(sql`done_at is null`),
    index('notifications_unread_idx')
      .on(t.workspaceId, t.recipientId, t.visibleAt, t.id)
      .where(sql`done_at is null and read_at is null`),
    index('notifications_done_idx')
      .on(t.workspaceId, t.recipientId, t.visibleAt, t.id)
      .where(sql`done_at is not null`),
    index('notifications_asks_idx')
      .on(t.workspaceId, t.recipientId, sql`coalesce(due_at, 'infinity')`, t.id)
      .where(sql`done_at is null and ${IS_ASK}`),
    index('notifications_video_idx').on(t.videoId, t.recipientId),
  ],
);

/**
 * What is sent to one person by one channel in one message: the outbox.
 *
 *     waiting ──(committed just before the transfer)──▶ sending ──▶ sent
 *        │  ▲                                              ├──▶ waiting: it failed before the transfer, and is tried again
 *        │  └── a person tries again ── failed ◀───────────┤
 *        │                              uncertain ◀────────┘ whoever sent it died, or the answer was lost: never sent again by itself
 *        ├──▶ answered: all that it tells was answered, read or done meanwhile
 *        └──▶ silenced: its recipient wants none of it any more
 */
export const deliveries = pgTable(
  'deliveries',
  {
    id: uuid('id')
      .primaryKey()
      .default(sql`uuidv7()`),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    recipientId: uuid('recipient_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    channel: text('channel', { enum: ['email', 'push'] }).notNull(),
    kind: text('kind').$type<Bundle['kind']>().notNull(),
    /** What joins it while it waits: the block of work of a bundle; of what goes alone its notification. */
    slot: text('slot').notNull(),
    sendAt: instant('send_at').notNull(),
    state: text('state', { enum: DELIVERY_STATES }).notNull().default('waiting'),
    attempts: integer('attempts').notNull().default(0),
    error: text('error'),
    /** Whoever is sending it, and until when they are believed to live without another sign. */
    claimant: uuid('claimant'),
    claimedUntil: instant('claimed_until'),
    createdAt: instant('created_at').notNull(),
    sentAt: instant('sent_at'),
  },
  (t) => [
    uniqueIndex('deliveries_open_idx')
      .on(t.recipientId, t.workspaceId, t.channel, t.slot)
      .where(sql`state = 'waiting'`),
    index('deliveries_due_idx')
      .on(t.sendAt)
      .where(sql`state = 'waiting'`),
    index('deliveries_sending_idx')
      .on(t.claimedUntil)
      .where(sql`state = 'sending'`),
    index('deliveries_trouble_idx')
      .on(t.workspaceId, t.id)
      .where(sql`state in ('failed', 'uncertain')`),
    index('deliveries_recipient_idx').on(t.recipientId, t.workspaceId, t.sentAt),
  ],
);

export const deliveryItems = pgTable(
  'delivery_items',
  {
    deliveryId: uuid('delivery_id')
      .notNull()
      .references(() => deliveries.id, { onDelete: 'cascade' }),
    notificationId: uuid('notification_id')
      .notNull()
      .references(() => notifications.id, { onDelete: 'cascade' }),
  },
  (t) => [
    primaryKey({ columns: [t.deliveryId, t.notificationId] }),
    index('delivery_items_notification_idx').on(t.notificationId),
  ],
);

/** What a person has chosen in a workspace; without a row, everything comes, by e-mail. */
export const notificationChoices = pgTable(
  'notification_choices',
  {
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    level: text('level', { enum: NOTICE_LEVELS }).notNull().default('all'),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.userId] })],
);

/** What a person has chosen for one space: it goes before the choice for the workspace. */
export const spaceNotificationLevels = pgTable(
  'space_notification_levels',
  {
    spaceId: uuid('space_id')
      .notNull()
      .references(() => spaces.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    level: text('level', { enum: NOTICE_LEVELS }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.spaceId, t.userId] }),
    index('space_notification_levels_user_idx').on(t.userId),
  ],
);
