import { sql } from 'drizzle-orm';
import { customType, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '#server/db/columns.ts';
import { videos } from '#server/features/videos/tables.ts';
import { workspaces } from '#server/features/workspaces/tables.ts';
import type { SummarySentence, TranscriptWord } from '#shared/transcripts.ts';

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });

export const transcripts = pgTable('transcripts', {
  videoId: uuid('video_id')
    .primaryKey()
    .references(() => videos.id, { onDelete: 'cascade' }),
  state: text('state', { enum: ['pending', 'running', 'ready', 'failed', 'none'] }).notNull(),
  driver: text('driver'),
  language: text('language'),
  summary: jsonb('summary')
    .$type<SummarySentence[]>()
    .notNull()
    .default(sql`'[]'::jsonb`),
  updatedAt: instant('updated_at').notNull().defaultNow(),
});

export const transcriptSegments = pgTable(
  'transcript_segments',
  {
    videoId: uuid('video_id')
      .notNull()
      .references(() => videos.id, { onDelete: 'cascade' }),
    index: integer('index').notNull(),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    startMs: integer('start_ms').notNull(),
    endMs: integer('end_ms').notNull(),
    text: text('text').notNull(),
    words: jsonb('words').$type<TranscriptWord[]>().notNull(),
    /** `simple`: no stemming, so that it works in every language and the highlights are exact. */
    search: tsvector('search').generatedAlwaysAs(sql`to_tsvector('simple', text)`),
  },
  (t) => [
    primaryKey({ columns: [t.videoId, t.index] }),
    index('transcript_segments_search_idx').using('gin', t.search),
  ],
);
