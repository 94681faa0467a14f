import { getTableColumns, sql } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import { prepared } from '#server/db/prepared.ts';
import { announce } from '#server/events/announce.ts';
import { liveEvents } from '#server/events/tables.ts';
import { hasWebhooks } from '#server/features/webhooks/index.ts';
import type { LiveEvent } from '#shared/events.ts';
import type { CommentRow } from './access.ts';
import { comments } from './tables.ts';

type PlainComment = Pick<
  CommentRow,
  'id' | 'workspaceId' | 'videoId' | 'authorId' | 'atMs' | 'endMs' | 'quote' | 'label' | 'body' | 'createdAt'
>;

const { placeholder } = sql;
const given = (name: keyof PlainComment, type: string) =>
  sql`${sql.param(placeholder(name), comments[name])}::${sql.raw(type)}`;

const insertWithEvent = prepared((db) => {
  const created = db.$with('created', getTableColumns(comments)).as(
    sql`insert into ${comments}
          ("id", "workspace_id", "video_id", "author_id", "at_ms", "end_ms", "quote", "label", "body", "created_at")
        select ${given('id', 'uuid')}, ${given('workspaceId', 'uuid')}, ${given('videoId', 'uuid')},
          ${given('authorId', 'uuid')}, ${given('atMs', 'integer')}, ${given('endMs', 'integer')},
          ${given('quote', 'text')}, ${given('label', 'text')}, ${given('body', 'text')},
          ${given('createdAt', 'timestamptz')}
        where not ${hasWebhooks(given('workspaceId', 'uuid'), 'comment')}
        on conflict do nothing returning *`,
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
 * a comment of this id is there already, or webhooks must be told besides.
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
