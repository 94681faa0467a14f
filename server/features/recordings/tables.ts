import { sql } from 'drizzle-orm';
import {
  bigint,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { instant } from '#server/db/columns.ts';
import { videos } from '#server/features/videos/tables.ts';
import { workspaces } from '#server/features/workspaces/tables.ts';
import type { InkStroke } from '#shared/ink.ts';

export const recordings = pgTable(
  'recordings',
  {
    id: uuid('id')
      .primaryKey()
      .default(sql`uuidv7()`),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    videoId: uuid('video_id')
      .notNull()
      .unique()
      .references(() => videos.id, { onDelete: 'cascade' }),
    state: text('state', {
      enum: ['recording', 'finishing', 'finished', 'abandoned', 'discarded'],
    }).notNull(),
    format: text('format', { enum: ['cmaf', 'webm', 'mp4'] }).notNull(),
    codecs: text('codecs').notNull().default(''),
    /** How many media segments (or chunks) the recorder said there are; null until stop. */
    mediaCount: integer('media_count'),
    /** Media segments that were recorded over: [first index, last index], both included. */
    withdrawn: jsonb('withdrawn')
      .$type<[from: number, to: number][]>()
      .notNull()
      .default(sql`'[]'::jsonb`),
    startedAt: instant('started_at').notNull().defaultNow(),
    lastSeenAt: instant('last_seen_at').notNull().defaultNow(),
    closedAt: instant('closed_at'),
    /** When objects that no segment names were removed. */
    sweptAt: instant('swept_at'),
  },
  (t) => [
    index('recordings_open_idx')
      .on(t.lastSeenAt)
      .where(sql`state in ('recording', 'finishing')`),
  ],
);

/** Segments that the store has confirmed, nothing else. */
export const recordingSegments = pgTable(
  'recording_segments',
  {
    recordingId: uuid('recording_id')
      .notNull()
      .references(() => recordings.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: ['init', 'media', 'chunk'] }).notNull(),
    index: integer('index').notNull(),
    key: text('key').notNull(),
    sizeBytes: bigint('size_bytes', { mode: 'number' }).notNull(),
    md5: text('md5').notNull(),
    initIndex: integer('init_index').notNull(),
    startMs: integer('start_ms').notNull(),
    durationMs: doublePrecision('duration_ms').notNull(),
    confirmedAt: instant('confirmed_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.recordingId, t.kind, t.index] })],
);

/** What was drawn over the picture while it was recorded; one row a stroke (see `InkStroke`). */
export const recordingStrokes = pgTable(
  'recording_strokes',
  {
    recordingId: uuid('recording_id')
      .notNull()
      .references(() => recordings.id, { onDelete: 'cascade' }),
    id: uuid('id').notNull(),
    startMs: integer('start_ms').notNull(),
    stroke: jsonb('stroke').$type<InkStroke>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.recordingId, t.id] })],
);
