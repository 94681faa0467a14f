import { sql } from 'drizzle-orm';
import { index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '#server/db/columns.ts';
import { users } from '#server/features/accounts/tables.ts';
import { comments } from '#server/features/comments/tables.ts';
import { videos } from '#server/features/videos/tables.ts';
import { workspaces } from '#server/features/workspaces/tables.ts';

/** Files of comments; see `shared/attachments.ts` for what happens to them. */
export const commentAttachments = pgTable(
  'comment_attachments',
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
    /** Null until the comment is sent. */
    commentId: uuid('comment_id').references(() => comments.id, { onDelete: 'cascade' }),
    /** Its place among the files of the comment. */
    position: integer('position').notNull().default(0),
    uploaderId: uuid('uploader_id')
      .notNull()
      .references(() => users.id),
    state: text('state').$type<'pending' | 'ready'>().notNull().default('pending'),
    key: text('key').notNull(),
    fileName: text('file_name').notNull(),
    /** By its bytes; null while pending. */
    contentType: text('content_type'),
    sizeBytes: integer('size_bytes').notNull(),
    md5: text('md5').notNull(),
    width: integer('width'),
    height: integer('height'),
    createdAt: instant('created_at').notNull().defaultNow(),
    /** Out of sight from then on; the sweep takes bytes and row. */
    removedAt: instant('removed_at'),
  },
  (t) => [
    index('comment_attachments_comment_idx').on(t.commentId, t.position),
    index('comment_attachments_uploader_idx')
      .on(t.uploaderId)
      .where(sql`comment_id is null`),
    index('comment_attachments_video_idx').on(t.videoId),
  ],
);
