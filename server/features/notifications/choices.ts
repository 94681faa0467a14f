import { and, eq, inArray } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import type { Queryable } from '#server/db/connect.ts';
import { spaceMembers, spaces } from '#server/features/spaces/tables.ts';
import { videos } from '#server/features/videos/tables.ts';
import { AppError } from '#shared/errors.ts';
import { SpaceId } from '#shared/ids.ts';
import type { NoticeLevel } from '#shared/notice-kinds.ts';
import type { NotificationChoices } from '#shared/notifications.ts';
import { canViewSpace } from '#shared/permissions.ts';
import { notificationChoices as choices, spaceNotificationLevels as levels } from './tables.ts';

export interface Choice {
  level: NoticeLevel;
  email: boolean;
  push: boolean;
}

const DEFAULT: Choice = { level: 'all', email: true, push: false };

/** What people have chosen; asked for one person and one video at a time, read for all of them at once. */
export async function loadChoices(
  db: Queryable,
  input: { workspaceId: string; userIds: readonly string[]; videoIds: readonly string[] },
): Promise<(userId: string, videoId: string | null) => Choice> {
  const userIds = [...new Set(input.userIds)];
  const videoIds = [...new Set(input.videoIds)];
  const [own, ofSpaces] = await Promise.all([
    db
      .select()
      .from(choices)
      .where(and(eq(choices.workspaceId, input.workspaceId), inArray(choices.userId, userIds))),
    videoIds.length === 0
      ? []
      : db
          .select({ videoId: videos.id, userId: levels.userId, level: levels.level })
          .from(videos)
          .innerJoin(levels, eq(levels.spaceId, videos.spaceId))
          .where(and(inArray(videos.id, videoIds), inArray(levels.userId, userIds))),
  ]);
  const byUser = new Map(own.map((row) => [row.userId, row]));
  const bySpace = new Map(ofSpaces.map((row) => [`${row.userId} ${row.videoId}`, row.level]));
  return (userId, videoId) => {
    const choice = byUser.get(userId) ?? DEFAULT;
    return { ...choice, level: bySpace.get(`${userId} ${videoId}`) ?? choice.level };
  };
}

/** What I want to hear of, and how. */
export async function getChoices(ctx: VerbContext, db: Queryable = ctx.db): Promise<NotificationChoices> {
  const { workspaceId, userId } = ctx.actor;
  const [[own = DEFAULT], ofSpaces] = await Promise.all([
    db
      .select()
      .from(choices)
      .where(and(eq(choices.workspaceId, workspaceId), eq(choices.userId, userId))),
    db
      .select({ spaceId: levels.spaceId, level: levels.level })
      .from(levels)
      .innerJoin(spaces, eq(spaces.id, levels.spaceId))
      .where(and(eq(levels.userId, userId), eq(spaces.workspaceId, workspaceId))),
  ]);
  return {
    level: own.level,
    email: own.email,
    push: own.push,
    spaces: ofSpaces.map(({ spaceId, level }) => ({ spaceId: SpaceId.parse(spaceId), level })),
  };
}

/** Changes what is given; the rest stays. */
export async function setChoices(
  ctx: VerbContext,
  input: { level?: NoticeLevel | undefined; email?: boolean | undefined; push?: boolean | undefined },
): Promise<NotificationChoices> {
  const { workspaceId, userId } = ctx.actor;
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  await ctx.db
    .insert(choices)
    .values({ workspaceId, userId, ...given })
    .onConflictDoUpdate({ target: [choices.workspaceId, choices.userId], set: { userId, ...given } });
  return getChoices(ctx);
}

/** Chooses for one space; null goes back to what holds everywhere. Throws `not_found` where I can't see it. */
export async function setSpaceLevel(
  ctx: VerbContext,
  { spaceId, level }: { spaceId: string; level: NoticeLevel | null },
): Promise<NotificationChoices> {
  const { workspaceId, userId } = ctx.actor;
  const [found] = await ctx.db
    .select({ visibility: spaces.visibility, memberId: spaceMembers.userId })
    .from(spaces)
    .leftJoin(spaceMembers, and(eq(spaceMembers.spaceId, spaces.id), eq(spaceMembers.userId, userId)))
    .where(and(eq(spaces.id, spaceId), eq(spaces.workspaceId, workspaceId)));
  const facts = found && { visibility: found.visibility, isMember: found.memberId !== null };
  if (!facts || !canViewSpace(ctx.actor, facts))
    throw new AppError('not_found', 'This space does not exist or is not shared with you.');
  if (level === null)
    await ctx.db.delete(levels).where(and(eq(levels.spaceId, spaceId), eq(levels.userId, userId)));
  else
    await ctx.db
      .insert(levels)
      .values({ spaceId, userId, level })
      .onConflictDoUpdate({ target: [levels.spaceId, levels.userId], set: { level } });
  return getChoices(ctx);
}
