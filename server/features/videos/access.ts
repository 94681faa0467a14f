import { and, eq, inArray, isNull, sql, type SQL } from 'drizzle-orm';
import type { MemberActor, ViewerContext } from '#server/context.ts';
import type { Queryable } from '#server/db/connect.ts';
import { prepared } from '#server/db/prepared.ts';
import { users } from '#server/features/accounts/tables.ts';
import { spaceMembers, spaces } from '#server/features/spaces/tables.ts';
import { members } from '#server/features/workspaces/tables.ts';
import { AppError } from '#shared/errors.ts';
import { canEditVideo, canViewVideo } from '#shared/permissions.ts';
import { findCommentOfReply } from './replies.ts';
import { videos } from './tables.ts';

export type VideoRow = typeof videos.$inferSelect;

/** `canViewVideo` of `shared/permissions.ts` as a condition on `videos`, with the workspace, without replies and the deleted. */
export function visibleVideos(actor: MemberActor): SQL | undefined {
  return and(
    eq(videos.workspaceId, actor.workspaceId),
    isNull(videos.deletedAt),
    eq(videos.kind, 'video'),
    sql`(${videos.spaceId} is null or ${videos.authorId} = ${actor.userId}
      or exists (select 1 from ${spaces} where ${spaces.id} = ${videos.spaceId} and ${spaces.visibility} = 'open')
      or exists (select 1 from ${spaceMembers} where ${spaceMembers.spaceId} = ${videos.spaceId}
                 and ${spaceMembers.userId} = ${actor.userId}))`,
  );
}

/** A video with what `canViewVideo` asks about its space. */
const withSpace = (db: Queryable) =>
  db
    .select({ video: videos, visibility: spaces.visibility, memberId: spaceMembers.userId })
    .from(videos)
    .leftJoin(spaces, eq(spaces.id, videos.spaceId))
    .leftJoin(
      spaceMembers,
      and(eq(spaceMembers.spaceId, videos.spaceId), eq(spaceMembers.userId, sql.placeholder('userId'))),
    );
const videoBySlug = prepared((db) =>
  withSpace(db)
    .where(eq(videos.slug, sql.placeholder('slug')))
    .prepare('video_by_slug'),
);
const videoById = prepared((db) =>
  withSpace(db)
    .where(eq(videos.id, sql.placeholder('id')))
    .prepare('video_by_id'),
);

/**
 * The video, where the actor may view it; otherwise `not_found`, so that nobody learns what exists. A recorded reply is found
 * only where `includeReplies` says so: what can be done with videos can't be done with it.
 */
export async function findViewableVideo(
  ctx: ViewerContext,
  by: { slug: string } | { id: string },
  options: { includeDeleted?: boolean; includeReplies?: boolean; db?: Queryable } = {},
): Promise<VideoRow> {
  const { actor } = ctx;
  const db = options.db ?? ctx.db;
  const { userId } = actor;
  const [found] =
    'slug' in by
      ? await videoBySlug(db).execute({ userId, slug: by.slug })
      : await videoById(db).execute({ userId, id: by.id });
  const isThere =
    found?.video.workspaceId === actor.workspaceId &&
    (options.includeDeleted === true || found.video.deletedAt === null);
  if (!isThere) throw notShared();
  if (found.video.kind === 'reply') {
    if (!options.includeReplies) throw notShared();
    await assertReplyIsShown(ctx, found.video, db);
    return found.video;
  }
  const space = found.visibility ? { visibility: found.visibility, isMember: found.memberId !== null } : null;
  if (!canViewVideo(actor, { ...found.video, space })) throw notShared();
  return found.video;
}

/** A recorded reply is seen by who sees the video that it is about; before it is sent, by its author alone. */
async function assertReplyIsShown(ctx: ViewerContext, reply: VideoRow, db: Queryable): Promise<void> {
  await findViewableVideo(ctx, { id: reply.parentId ?? '' }, { db });
  const isMine = ctx.actor.kind === 'member' && reply.authorId === ctx.actor.userId;
  if (!isMine && (await findCommentOfReply(db, reply.id)) === null) throw notShared();
}

function notShared(): AppError {
  return new AppError('not_found', 'This video does not exist, was deleted, or is not shared with you.');
}

/** Throws `forbidden` unless the actor may rename, move, delete or retry it. */
export function assertCanEdit(ctx: ViewerContext, video: VideoRow): void {
  if (!canEditVideo(ctx.actor, video)) {
    throw new AppError('forbidden', 'Only the author of the video or an admin can do that.');
  }
}

/** Of these people, those who are members and can view the video. */
export async function viewersAmong(
  db: Queryable,
  video: VideoRow,
  ids: string[],
): Promise<{ id: string; email: string; name: string }[]> {
  if (ids.length === 0) return [];
  return db
    .select({ id: users.id, email: users.email, name: users.name })
    .from(users)
    .innerJoin(members, and(eq(members.userId, users.id), eq(members.organizationId, video.workspaceId)))
    .where(
      and(
        inArray(users.id, ids),
        sql`(${video.spaceId}::uuid is null or ${users.id} = ${video.authorId}
          or exists (select 1 from ${spaces} where ${spaces.id} = ${video.spaceId} and ${spaces.visibility} = 'open')
          or exists (select 1 from ${spaceMembers} where ${spaceMembers.spaceId} = ${video.spaceId}
                     and ${spaceMembers.userId} = ${users.id}))`,
      ),
    );
}
