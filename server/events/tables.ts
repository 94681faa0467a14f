import { bigserial, index, jsonb, pgTable, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { LiveEvent } from '#shared/events.ts';

/** What was published, kept for an hour so that a page can catch up by `Last-Event-ID` after a gap. */
export const liveEvents = pgTable(
  'live_events',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    workspaceId: uuid('workspace_id').notNull(),
    /** Whose pages hear it: null for the whole workspace (who may not view the video hears nothing). */
    videoId: uuid('video_id'),
    event: jsonb('event').$type<LiveEvent>().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true, precision: 3 }).notNull().defaultNow(),
  },
  (t) => [
    index('live_events_workspace_idx').on(t.workspaceId, t.id),
    index('live_events_created_idx').on(t.createdAt),
  ],
);
