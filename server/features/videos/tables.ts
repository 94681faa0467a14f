import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  real,
  text,
  uniqueIndex,
  uuid,
  type AnyPgColumn,
} from 'drizzle-orm/pg-core';
import { instant } from '#server/db/columns.ts';
import { users } from '#server/features/accounts/tables.ts';
import { spaces } from '#server/features/spaces/tables.ts';
import { workspaces } from '#server/features/workspaces/tables.ts';
import type { ChangedRange } from '#shared/versions.ts';

export const videos = pgTable(
  'videos',
  {
    id: uuid('id')
      .primaryKey()
      .default(sql`uuidv7()`),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    spaceId: uuid('space_id').references(() => spaces.id),
    authorId: uuid('author_id')
      .notNull()
      .references(() => users.id),
    /** The guest who recorded it in answer to a request of the author; null: the author did. */
    recordedBy: uuid('recorded_by').references(() => users.id),
    slug: text('slug').notNull().unique(),
    /**
     * `reply`: what was recorded as a comment on another video. It is in no list, and seen by who sees that one. `take`: what a guest
     * has recorded for a video request and not sent; nobody else sees it.
     */
    kind: text('kind', { enum: ['video', 'reply', 'take'] })
      .notNull()
      .default('video'),
    /** The first version, where this is a later one: all of them are one video under one link. */
    versionOf: uuid('version_of').references((): AnyPgColumn => videos.id),
    /** Author of the first version, whose video it stays; null on the first one. */
    firstAuthorId: uuid('first_author_id').references(() => users.id),
    /** Counts from 1 in the order in which they were begun. */
    version: integer('version').notNull().default(1),
    /** The one that the link shows, and lists and search find. */
    isCurrent: boolean('is_current').notNull().default(true),
    /** The video that a reply is about. */
    parentId: uuid('parent_id').references((): AnyPgColumn => videos.id, { onDelete: 'cascade' }),
    /** False: a voice alone; its picture is a still. */
    hasPicture: boolean('has_picture').notNull().default(true),
    title: text('title').notNull(),
    source: text('source', { enum: ['recording', 'upload'] }).notNull(),
    status: text('status', { enum: ['recording', 'uploading', 'processing', 'ready', 'failed'] }).notNull(),
    failureCode: text('failure_code'),
    /** Counts up with each (re)start of processing; a job of an older run changes nothing. */
    processingRun: integer('processing_run').notNull().default(0),
    progressStep: text('progress_step', { enum: ['waiting', 'probing', 'transcoding', 'finishing'] }),
    progressPercent: real('progress_percent'),
    durationMs: integer('duration_ms'),
    width: integer('width'),
    height: integer('height'),
    frameRateNumerator: integer('frame_rate_numerator'),
    frameRateDenominator: integer('frame_rate_denominator'),
    hasAudio: boolean('has_audio'),
    /** The uploaded file, immutable; null for recordings. */
    originalKey: text('original_key'),
    originalContentType: text('original_content_type'),
    originalSizeBytes: bigint('original_size_bytes', { mode: 'number' }),
    posterKey: text('poster_key'),
    downloadKey: text('download_key'),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
    deletedAt: instant('deleted_at'),
  },
  (t) => [
    index('videos_workspace_created_idx').on(t.workspaceId, t.createdAt),
    index('videos_space_idx').on(t.spaceId),
    index('videos_parent_idx')
      .on(t.parentId)
      .where(sql`parent_id is not null`),
    index('videos_recorded_by_idx')
      .on(t.recordedBy)
      .where(sql`recorded_by is not null`),
    uniqueIndex('videos_one_current_idx')
      .on(sql`(coalesce(${t.versionOf}, ${t.id}))`)
      .where(sql`is_current`),
    uniqueIndex('videos_version_idx')
      .on(t.versionOf, t.version)
      .where(sql`version_of is not null`),
    index('videos_title_search_idx').using('gin', sql`to_tsvector('simple', ${t.title})`),
  ],
);

/** One row of a byte-range HLS playlist: [duration in ms (may be fractional), offset, length] in bytes. */
export type RenditionSegment = [durationMs: number, offset: number, length: number];

export const renditions = pgTable(
  'renditions',
  {
    id: uuid('id')
      .primaryKey()
      .default(sql`uuidv7()`),
    videoId: uuid('video_id')
      .notNull()
      .references(() => videos.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    key: text('key').notNull(),
    width: integer('width').notNull(),
    height: integer('height').notNull(),
    bitrate: integer('bitrate').notNull(),
    codecs: text('codecs').notNull(),
    sizeBytes: bigint('size_bytes', { mode: 'number' }).notNull(),
    /** Bytes 0…initLength-1 are the init section (ftyp + moov). */
    initLength: integer('init_length').notNull(),
    segments: jsonb('segments').$type<RenditionSegment[]>().notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [uniqueIndex('renditions_video_name_idx').on(t.videoId, t.name)],
);

/** What is new on a version against the one before it; see `worker/jobs/compare-versions.ts`. */
export const versionChanges = pgTable('version_changes', {
  videoId: uuid('video_id')
    .primaryKey()
    .references(() => videos.id, { onDelete: 'cascade' }),
  /** The number of the version that it was compared with. */
  against: integer('against').notNull(),
  ranges: jsonb('ranges').$type<ChangedRange[]>().notNull(),
  /** False: there was no transcript of both, so that only pictures were compared. */
  hasSpeech: boolean('has_speech').notNull(),
  comparedAt: instant('compared_at').notNull().defaultNow(),
});

/** Where nobody says anything, as `[startMs, endMs]`; see `worker/ffmpeg/find-silences.ts`. */
export const videoSilences = pgTable('video_silences', {
  videoId: uuid('video_id')
    .primaryKey()
    .references(() => videos.id, { onDelete: 'cascade' }),
  ranges: jsonb('ranges').$type<[startMs: number, endMs: number][]>().notNull(),
});
