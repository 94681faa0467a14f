import { sql } from 'drizzle-orm';
import { boolean, index, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { instant } from '#server/db/columns.ts';
import { users } from '#server/features/accounts/tables.ts';
import { videos } from '#server/features/videos/tables.ts';
import { workspaces } from '#server/features/workspaces/tables.ts';
import type { InkColour } from '#shared/ink.ts';
import type { PlayState } from '#shared/together.ts';

/** People who watch a video together: running → ended. A video has one that runs, at most. */
export const liveSessions = pgTable(
  'live_sessions',
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
    startedBy: uuid('started_by')
      .notNull()
      .references(() => users.id),
    /** A participant; who comes next is chosen in the transaction in which this one goes. */
    leaderId: uuid('leader_id').notNull(),
    state: jsonb('state').$type<PlayState>().notNull(),
    startedAt: instant('started_at').notNull().defaultNow(),
    endedAt: instant('ended_at'),
  },
  (t) => [
    uniqueIndex('live_sessions_one_running_idx')
      .on(t.videoId)
      .where(sql`ended_at is null`),
  ],
);

/** One open page in a session, for as long as it is there: the row goes when it goes. */
export const liveParticipants = pgTable(
  'live_participants',
  {
    id: uuid('id').primaryKey(),
    sessionId: uuid('session_id')
      .notNull()
      .references(() => liveSessions.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    colour: text('colour').$type<InkColour>().notNull(),
    isFollowing: boolean('is_following').notNull().default(true),
    joinedAt: instant('joined_at').notNull().defaultNow(),
    lastSeenAt: instant('last_seen_at').notNull().defaultNow(),
  },
  (t) => [index('live_participants_session_idx').on(t.sessionId, t.joinedAt)],
);
