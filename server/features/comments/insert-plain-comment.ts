import { eq, getTableColumns, sql, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { ViewerContext } from '#server/context.ts';
import { prepared } from '#server/db/prepared.ts';
import { announce } from '#server/events/announce.ts';
import { liveEvents } from '#server/events/tables.ts';
import { hasWebhooks } from '#server/features/webhooks/index.ts';
import { behindLink, viewableVideos } from '#server/features/videos/index.ts';
import { videos } from '#server/features/videos/tables.ts';
import { baseSlug, versionIn } from '#shared/version-slugs.ts';
import type { CommentRow } from './access.ts';
import { commentEvent } from './publish-comment.ts';
import { comments } from './tables.ts';

type PlainComment = { slug: string } & Pick<
  CommentRow,
  'id' | 'atMs' | 'endMs' | 'quote' | 'label' | 'body' | 'createdAt'
>;

const { placeholder } = sql;

/** What is written, by its column. */
const VALUES: [PgColumn, SQL][] = [
  [comments.id, sql`${placeholder('id')}::uuid`],
  [comments.workspaceId, sql`${videos.workspaceId}`],
  [comments.videoId, sql`${videos.id}`],
  [comments.authorId, sql`${placeholder('userId')}`],
  [comments.atMs, sql`${placeholder('atMs')}::int`],
  [comments.endMs, sql`${placeholder('endMs')}::int`],
  [comments.quote, sql`${placeholder('quote')}`],
  [comments.label, sql`${placeholder('label')}`],
  [comments.body, sql`${placeholder('body')}`],
  [comments.createdAt, sql`${placeholder('createdAt')}::timestamptz`],
];
const columns = sql.join(
  VALUES.map(([column]) => sql.identifier(column.name)),
  sql`, `,
);
const values = sql.join(
  VALUES.map(([, value]) => value),
  sql`, `,
);

const insertWithEvent = prepared((db) => {
  const isVisible = viewableVideos({
    workspaceId: placeholder('workspaceId'),
    userId: placeholder('userId'),
  });
  const isMeant = sql`${behindLink(placeholder('base'))} and case when ${placeholder('version')}::int is null
    then ${videos.isCurrent} else ${videos.version} = ${placeholder('version')}::int end`;
  const created = db.$with('created', getTableColumns(comments)).as(sql`
    insert into ${comments} (${columns}) select ${values} from ${videos}
    where ${isMeant} and ${isVisible} and ${videos.authorId} = ${placeholder('userId')} and not ${hasWebhooks(sql`${placeholder('workspaceId')}::uuid`, 'comment')} and not coalesce(
      ${videos.status} = 'ready' and ${placeholder('lastMs')}::int > ${videos.durationMs}, false)
    on conflict do nothing returning *`);
  const told = db.$with('told', { eventId: sql<number>`event_id`.mapWith(Number).as('event_id') }).as(
    sql`insert into ${liveEvents} ("workspace_id", "video_id", "event")
        select "workspace_id", "video_id", ${placeholder('event')}::jsonb || jsonb_build_object('videoId', "video_id")
        from "created" returning "id" as "event_id"`,
  );
  return db
    .with(created, told)
    .select({ row: created._.selectedFields, eventId: told.eventId, version: videos.version })
    .from(created)
    .innerJoin(told, sql`true`)
    .innerJoin(videos, eq(videos.id, created.videoId))
    .prepare('insert_comment');
});

/**
 * The usual comment of a member on their own video: that they may, its row and its event in one statement, which is its own
 * transaction, instead of five. Null where it can't be: its video is not there for them, not theirs (its author is told of it) or
 * ends before, webhooks must be told besides, or a comment of this id is there already.
 */
export async function insertPlainComment(
  ctx: ViewerContext,
  { slug, ...comment }: PlainComment,
): Promise<{ row: CommentRow; version: number } | null> {
  const { workspaceId, userId } = ctx.actor;
  const eventOf = (videoId: string) => commentEvent({ id: comment.id, videoId }, slug);
  const [created] = await insertWithEvent(ctx.db).execute({
    ...comment,
    workspaceId,
    userId,
    base: baseSlug(slug),
    version: versionIn(slug),
    createdAt: comment.createdAt.toISOString(),
    lastMs: comment.endMs ?? comment.atMs,
    event: JSON.stringify(eventOf(comment.id)),
  });
  if (!created) return null;
  const { row, eventId, version } = created;
  const { videoId } = row;
  announce(ctx.connection.sql, { id: eventId, workspaceId, videoId, event: eventOf(videoId) });
  return { row, version };
}
