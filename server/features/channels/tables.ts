import { sql } from 'drizzle-orm';
import { boolean, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '#server/db/columns.ts';
import { users } from '#server/features/accounts/tables.ts';

/** What people have switched, in all their workspaces. No row: on. */
export const channelChoices = pgTable(
  'channel_choices',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    channel: text('channel', { enum: ['email', 'push'] }).notNull(),
    category: text('category', { enum: ['asks', 'urgent', 'updates', 'reports'] }).notNull(),
    isOn: boolean('is_on').notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.channel, t.category] })],
);

/** Who wants a digest. No row: nobody is sent one unasked. */
export const digestChoices = pgTable('digest_choices', {
  userId: uuid('user_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  cadence: text('cadence', { enum: ['off', 'daily', 'weekly'] }).notNull(),
  weekday: text('weekday', { enum: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] }).notNull(),
  /** A time that had passed before this was chosen is not caught up. */
  chosenAt: instant('chosen_at').notNull(),
});

/** Browsers that get pushes. The endpoint is the secret of its browser: of two people on one, the last has it. */
export const pushSubscriptions = pgTable(
  'push_subscriptions',
  {
    id: uuid('id')
      .primaryKey()
      .default(sql`uuidv7()`),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    endpoint: text('endpoint').notNull().unique(),
    p256dh: text('p256dh').notNull(),
    auth: text('auth').notNull(),
    name: text('name').notNull(),
    createdAt: instant('created_at').notNull(),
    lastPushAt: instant('last_push_at'),
    /** What it got last: a delivery that is tried again for another browser does not come here twice. */
    lastDeliveryId: text('last_delivery_id'),
  },
  (t) => [index('push_subscriptions_user_idx').on(t.userId)],
);

/** Keys that the installation makes for itself, once for all its processes. */
export const serverKeys = pgTable('server_keys', {
  name: text('name').primaryKey(),
  value: jsonb('value').$type<{ publicKey: string; privateKey: string }>().notNull(),
  createdAt: instant('created_at').notNull().defaultNow(),
});
