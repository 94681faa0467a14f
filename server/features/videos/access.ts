import { and, eq, inArray, isNull, or, sql, type Placeholder, type SQL } from 'drizzle-orm';
import type { ViewerContext } from '#server/context.ts';
import type { Queryable } from '#server/db/connect.ts';
import { prepared } from '#server/db/prepared.ts';
import { users } from '#server/features/accounts/tables.ts';
import { spaceMembers, spaces } from '#server/features/spaces/tables.ts';
import { members } from '#server/features/workspaces/tables.ts';
import { AppError } from '#shared/errors.ts';
import { canEditVideo, canViewVideo } from '#shared/permissions.ts';
import { baseSlug, versionIn } from '#shared/version-slugs.ts';
import { findCommentOfReply } from './replies.ts';
import { currentOf } from './version-stack.ts';
import { videos } from './tables.ts';

export type VideoRow = typeof videos.$inferSelect;

type Viewer = Record<'workspaceId' | 'userId', string | Placeholder>;

/** The current versions of videos that somebody can see. */
export function visibleVideos(viewer: Viewer): SQL | undefined {
  return and(eq(videos.isCurrent, true), viewableVideos(viewer));
}

/** `canViewVideo` of `shared/permissions.ts` as a condition on `videos`, with the workspace, without replies and the deleted. */
export function viewableVideos(actor: Viewer): SQL | undefined {
  return and(
    eq(videos.workspaceId, actor.workspaceId),
    isNull(videos.deletedAt),
    eq(videos.kind, 'video'),
    sql`(${videos.spaceId} is null or ${actor.userId} in (${videos.authorId}, ${videos.firstAuthorId})
      or exists (select 1 from ${spaces} where ${spaces.id} = ${videos.spaceId} and ${spaces.visibility} = 'open')
      or exists (select 1 from ${spaceMembers} where ${spaceMembers.spaceId} = ${videos.spaceId}
                 and ${spaceMembers.userId} = ${actor.userId}))`,
  );
}

/** Whose hands it came from, who alone goes on with a recording or an upload: the guest who recorded it, else its author. */
export function recordedBy(userId: string): SQL {
  return sql`coalesce(${videos.recordedBy}, ${videos.authorId}) = ${userId}`;
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
/** All versions behind a link. */
export function behindLink(slug: string | Placeholder): SQL {
  return sql`coalesce(${videos.versionOf}, ${videos.id}) = (select link.id from ${videos} link where link.slug = ${slug})`;
}

/** The current version behind a link. */
const videoByLink = prepared((db) =>
  withSpace(db)
    .where(and(behindLink(sql.placeholder('slug')), eq(videos.isCurrent, true)))
    .prepare('video_by_link'),
);
/** Exactly one version: those after the first have its number in their slug. */
const videoByVersion = prepared((db) =>
  withSpace(db)
    .where(
      or(
        eq(videos.slug, sql.placeholder('slug')),
        and(eq(videos.slug, sql.placeholder('base')), eq(videos.version, sql.placeholder('version'))),
      ),
    )
    .prepare('video_by_version'),
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
    'slug' in by ? await findBySlug(db, userId, by.slug) : await videoById(db).execute({ userId, id: by.id });
  const isThere =
    found?.video.workspaceId === actor.workspaceId &&
    (options.includeDeleted === true || found.video.deletedAt === null);
  if (!isThere) throw notShared();
  if (found.video.kind === 'take') throw notShared();
  if (found.video.kind === 'reply') {
    if (!options.includeReplies) throw notShared();
    await assertReplyIsShown(ctx, found.video, db);
    return found.video;
  }
  const space = found.visibility ? { visibility: found.visibility, isMember: found.memberId !== null } : null;
  if (!canViewVideo(actor, { ...found.video, space })) throw notShared();
  // What is still being made is not for guests.
  if (actor.kind === 'guest' && !found.video.isCurrent) {
    const current = await currentOf(db, found.video);
    if (current === null || current.version < found.video.version) throw notShared();
  }
  return found.video;
}

function findBySlug(db: Queryable, userId: string, slug: string) {
  const version = versionIn(slug);
  if (version === null) return videoByLink(db).execute({ userId, slug });
  return videoByVersion(db).execute({ userId, slug, base: baseSlug(slug), version });
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
        sql`(${video.spaceId}::uuid is null or ${users.id} in (${video.authorId}, ${video.firstAuthorId}::uuid)
          or exists (select 1 from ${spaces} where ${spaces.id} = ${video.spaceId} and ${spaces.visibility} = 'open')
          or exists (select 1 from ${spaceMembers} where ${spaceMembers.spaceId} = ${video.spaceId}
                     and ${spaceMembers.userId} = ${users.id}))`,
      ),
    );
}
