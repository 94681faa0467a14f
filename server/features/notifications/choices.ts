import { and, eq, sql } from 'drizzle-orm';
import { anyOf } from '#server/db/any-of.ts';
import { loadChannels } from '#server/features/channels/index.ts';
import type { Channel } from '#shared/channels.ts';
import type { Bundle } from './bundle.ts';
import { CATEGORY_OF } from './mails/bundle-content.ts';
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
  /** Whether they want this kind of message by this channel. */
  isOn: (channel: Channel, kind: Bundle['kind']) => boolean;
}

const DEFAULT_LEVEL: NoticeLevel = 'all';

/** What people have chosen; asked for one person and one video at a time, read for all of them at once. */
export async function loadChoices(
  db: Queryable,
  input: { workspaceId: string; userIds: readonly string[]; videoIds: readonly string[] },
): Promise<(userId: string, videoId: string | null) => Choice> {
  const userIds = [...new Set(input.userIds)];
  const videoIds = [...new Set(input.videoIds)];
  const chosen = await db
    .select({ userId: choices.userId, level: choices.level, videoId: sql<string | null>`null::uuid` })
    .from(choices)
    .where(and(eq(choices.workspaceId, input.workspaceId), anyOf(choices.userId, userIds)))
    .unionAll(
      db
        .select({ userId: levels.userId, level: levels.level, videoId: sql<string | null>`${videos.id}` })
        .from(videos)
        .innerJoin(levels, eq(levels.spaceId, videos.spaceId))
        .where(and(anyOf(videos.id, videoIds), anyOf(levels.userId, userIds))),
    );
  const isOn = await loadChannels(db, userIds);
  const levelOf = new Map(chosen.map((row) => [`${row.userId} ${row.videoId ?? ''}`, row.level]));
  return (userId, videoId) => {
    const level = levelOf.get(`${userId} ${videoId ?? ''}`) ?? levelOf.get(`${userId} `) ?? DEFAULT_LEVEL;
    return { level, isOn: (channel, kind) => isOn(userId, channel, CATEGORY_OF[kind]) };
  };
}

/** What I want to hear of, and how. */
export async function getChoices(ctx: VerbContext, db: Queryable = ctx.db): Promise<NotificationChoices> {
  const { workspaceId, userId } = ctx.actor;
  const [[own], ofSpaces] = await Promise.all([
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
    level: own?.level ?? DEFAULT_LEVEL,
    spaces: ofSpaces.map(({ spaceId, level }) => ({ spaceId: SpaceId.parse(spaceId), level })),
  };
}

/** What holds where nothing else is chosen for a space. */
export async function setChoices(
  ctx: VerbContext,
  { level }: { level: NoticeLevel },
): Promise<NotificationChoices> {
  const { workspaceId, userId } = ctx.actor;
  await ctx.db
    .insert(choices)
    .values({ workspaceId, userId, level })
    .onConflictDoUpdate({ target: [choices.workspaceId, choices.userId], set: { level } });
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
