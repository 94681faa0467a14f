import { sql } from 'drizzle-orm';
import { bigint, customType, index, integer, jsonb, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core';
import { instant } from '#server/db/columns.ts';
import { users } from '#server/features/accounts/tables.ts';
import { videos } from '#server/features/videos/tables.ts';
import { workspaces } from '#server/features/workspaces/tables.ts';
import type { WatchBudget } from './watch-budget.ts';

/** Postgres merges: `ranges + int4multirange(int4range(0, 5000))` counts overlaps once. Text form `{[0,5000)}`. */
const int4multirange = customType<{ data: string }>({ dataType: () => 'int4multirange' });

/** What each person has watched of each video, as merged half-open ranges in ms. */
export const watchedRanges = pgTable(
  'watched_ranges',
  {
    videoId: uuid('video_id')
      .notNull()
      .references(() => videos.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    ranges: int4multirange('ranges').notNull(),
    /** Sum of the lengths of `ranges`, in ms. */
    watchedMs: integer('watched_ms').notNull(),
    /** Whose words were in view long enough to be read; as ranges of the video, merged likewise. */
    readRanges: int4multirange('read_ranges')
      .notNull()
      .default(sql`'{}'::int4multirange`),
    readMs: integer('read_ms').notNull().default(0),
    positionMs: integer('position_ms').notNull(),
    firstWatchedAt: instant('first_watched_at').notNull().defaultNow(),
    lastWatchedAt: instant('last_watched_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.videoId, t.userId] }), index('watched_ranges_user_idx').on(t.userId)],
);

/** The wall time that each person has spent on watching and reading, in all videos: `spend` in `watch-budget.ts`. */
export const watchBudgets = pgTable('watch_budgets', {
  userId: uuid('user_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  budget: jsonb('budget').$type<WatchBudget>().notNull(),
});

/** How much of each stretch of a video was played, repeats included, by all together: at most `HEAT_BUCKETS` rows a video. */
export const watchHeat = pgTable(
  'watch_heat',
  {
    videoId: uuid('video_id')
      .notNull()
      .references(() => videos.id, { onDelete: 'cascade' }),
    bucket: integer('bucket').notNull(),
    playedMs: bigint('played_ms', { mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.videoId, t.bucket] })],
);
