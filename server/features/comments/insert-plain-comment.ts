import { sql } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import { prepared } from '#server/db/prepared.ts';
import { announce } from '#server/events/announce.ts';
import { liveEvents } from '#server/events/tables.ts';
import type { LiveEvent } from '#shared/events.ts';
import type { CommentRow } from './access.ts';
import { comments } from './tables.ts';

type PlainComment = Pick<
  CommentRow,
  'id' | 'workspaceId' | 'videoId' | 'authorId' | 'atMs' | 'endMs' | 'quote' | 'label' | 'body' | 'createdAt'
>;

const { placeholder } = sql;

const insertWithEvent = prepared((db) => {
  const created = db.$with('created').as(
    db
      .insert(comments)
      .values({
        id: placeholder('id'),
        workspaceId: placeholder('workspaceId'),
        videoId: placeholder('videoId'),
        authorId: placeholder('authorId'),
        atMs: placeholder('atMs'),
        endMs: placeholder('endMs'),
        quote: placeholder('quote'),
        label: placeholder('label'),
        body: placeholder('body'),
        createdAt: placeholder('createdAt'),
      })
      .onConflictDoNothing()
      .returning(),
  );
  const told = db.$with('told', { eventId: sql<number>`event_id`.mapWith(Number).as('event_id') }).as(
    sql`insert into ${liveEvents} ("workspace_id", "video_id", "event")
        select "workspace_id", "video_id", ${placeholder('event')}::jsonb from "created" returning "id" as "event_id"`,
  );
  return db
    .with(created, told)
    .select()
    .from(created)
    .innerJoin(told, sql`true`)
    .prepare('insert_comment');
});

/**
 * The usual comment is a row and an event: both in one statement, which is its own transaction, instead of four. Null where
 * a comment of this id is there already.
 */
export async function insertPlainComment(
  ctx: AppContext,
  comment: PlainComment,
  event: LiveEvent,
): Promise<CommentRow | null> {
  const { workspaceId, videoId } = comment;
  const [row] = await insertWithEvent(ctx.db).execute({ ...comment, event: JSON.stringify(event) });
  if (!row) return null;
  announce(ctx.connection.sql, { id: row.told.eventId, workspaceId, videoId, event });
  return row.created;
}
