import { sql } from 'drizzle-orm';
import {
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
  type AnyPgColumn,
} from 'drizzle-orm/pg-core';
import type { UnitBox } from '#shared/annotation-geometry.ts';
import type { Annotation } from '#shared/annotations.ts';
import type { CommentLabel, ReactionEmoji } from '#shared/comments.ts';
import { instant } from '#server/db/columns.ts';
import { users } from '#server/features/accounts/tables.ts';
import { videos } from '#server/features/videos/tables.ts';
import { workspaces } from '#server/features/workspaces/tables.ts';

export const comments = pgTable(
  'comments',
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
    authorId: uuid('author_id')
      .notNull()
      .references(() => users.id),
    parentId: uuid('parent_id').references((): AnyPgColumn => comments.id, { onDelete: 'cascade' }),
    /** Starts of the first and the last frame of what it is about; see `shared/frames.ts`. */
    atMs: integer('at_ms'),
    endMs: integer('end_ms'),
    quote: text('quote'),
    /** The part of the picture that it is about, each 0–1 of it. */
    region: jsonb('region').$type<UnitBox>(),
    /** What was recorded as its answer; null once that was purged. */
    replyVideoId: uuid('reply_video_id')
      .unique()
      .references(() => videos.id, { onDelete: 'set null' }),
    /** Of its frame with its ink, once a worker has rendered it. */
    stillKey: text('still_key'),
    ink: jsonb('ink').$type<Annotation>().notNull().default([]),
    label: text('label').$type<CommentLabel>(),
    assigneeId: uuid('assignee_id').references(() => users.id),
    dueAt: instant('due_at'),
    body: text('body').notNull(),
    revision: integer('revision').notNull().default(1),
    createdAt: instant('created_at').notNull().defaultNow(),
    editedAt: instant('edited_at'),
    resolvedAt: instant('resolved_at'),
    resolvedBy: uuid('resolved_by').references(() => users.id),
    deletedAt: instant('deleted_at'),
  },
  (t) => [index('comments_video_idx').on(t.videoId, t.createdAt)],
);

/** What a comment said before each of its edits. */
export const commentVersions = pgTable(
  'comment_versions',
  {
    commentId: uuid('comment_id')
      .notNull()
      .references(() => comments.id, { onDelete: 'cascade' }),
    revision: integer('revision').notNull(),
    body: text('body').notNull(),
    writtenAt: instant('written_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.commentId, t.revision] })],
);

export const commentReactions = pgTable(
  'comment_reactions',
  {
    commentId: uuid('comment_id')
      .notNull()
      .references(() => comments.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    emoji: text('emoji').$type<ReactionEmoji>().notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.commentId, t.userId, t.emoji] })],
);

/** Reactions to moments of a video, without a comment. */
export const momentReactions = pgTable(
  'moment_reactions',
  {
    id: uuid('id')
      .primaryKey()
      .default(sql`uuidv7()`),
    videoId: uuid('video_id')
      .notNull()
      .references(() => videos.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    emoji: text('emoji').$type<ReactionEmoji>().notNull(),
    atMs: integer('at_ms').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [index('moment_reactions_video_idx').on(t.videoId, t.atMs)],
);
