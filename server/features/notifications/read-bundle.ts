import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { AppContext } from '#server/context.ts';
import type { Queryable } from '#server/db/connect.ts';
import { users } from '#server/features/accounts/tables.ts';
import { acknowledgementRequests as requests } from '#server/features/acknowledgements/tables.ts';
import { spaceMembers, spaces } from '#server/features/spaces/tables.ts';
import { videos } from '#server/features/videos/tables.ts';
import { members, workspaces } from '#server/features/workspaces/tables.ts';
import { instantOf } from '#server/time/wall-time.ts';
import { timeZoneAt, type WorkSchedule } from '#server/time/work-schedule.ts';
import { isAskKind, type NoticeKind } from '#shared/notice-kinds.ts';
import type { Bundle } from './bundle.ts';
import { loadChoices } from './choices.ts';
import { deliveryItems, notifications, type deliveries } from './tables.ts';

export type DeliveryRow = typeof deliveries.$inferSelect;

const actors = alias(users, 'actors');

/** What is to be sent, or why nothing is any more. */
export type Reading = { state: 'ready'; bundle: Bundle } | { state: 'answered' | 'silenced' };

/** Of update series: what is sent too late is not sent at all. */
const PASSING = new Set<NoticeKind>(['entry_opened', 'entry_reminder', 'edition_closed']);
const STANDING = new Set<NoticeKind>([
  'new_version',
  'entry_opened',
  'entry_reminder',
  'video_requested',
  'video_request_reminder',
]);

/**
 * Looks once more, right before a delivery is sent: what was answered, read or put away meanwhile is left out, and so is what its
 * recipient wants to hear no more of, or what they may not see any more.
 */
export async function readBundle(
  db: Queryable,
  ctx: AppContext,
  delivery: DeliveryRow,
  schedule: WorkSchedule,
): Promise<Reading> {
  const { workspaceId, recipientId, channel } = delivery;
  const isOpen = sql<boolean>`exists (
    select 1 from ${requests} where ${requests.videoId} = ${notifications.videoId}
      and ${requests.recipientId} = ${notifications.recipientId} and ${requests.withdrawnAt} is null
      and ${requests.acknowledgedAt} is null and ${requests.declinedAt} is null)`;
  // As in `viewersAmong` of videos; what is about no video is not hidden.
  const mayView = sql<boolean>`${videos.id} is null or ${videos.spaceId} is null or ${videos.authorId} = ${recipientId}
    or exists (select 1 from ${spaces} where ${spaces.id} = ${videos.spaceId} and ${spaces.visibility} = 'open')
    or exists (select 1 from ${spaceMembers} where ${spaceMembers.spaceId} = ${videos.spaceId}
               and ${spaceMembers.userId} = ${recipientId})`;
  const [[to], rows] = await Promise.all([
    db
      .select({ user: users, workspace: workspaces })
      .from(users)
      .innerJoin(members, and(eq(members.userId, users.id), eq(members.organizationId, workspaceId)))
      .innerJoin(workspaces, eq(workspaces.id, members.organizationId))
      .where(eq(users.id, recipientId)),
    db
      .select({
        notice: notifications,
        actorName: actors.name,
        videoTitle: videos.title,
        isGone: sql<boolean>`${videos.deletedAt} is not null or not (${mayView})`,
        isOpen,
      })
      .from(deliveryItems)
      .innerJoin(notifications, eq(notifications.id, deliveryItems.notificationId))
      .leftJoin(actors, eq(actors.id, notifications.actorId))
      .leftJoin(videos, eq(videos.id, notifications.videoId))
      .where(and(eq(deliveryItems.deliveryId, delivery.id), isNull(notifications.doneAt)))
      .orderBy(asc(notifications.id)),
  ]);
  if (!to) return { state: 'silenced' };
  const lateMs = ctx.clock.now().getTime() - delivery.sendAt.getTime();
  const open = rows.filter(({ notice: { kind, readAt }, isGone, isOpen: isAsked }) => {
    if (isGone || (PASSING.has(kind) && lateMs >= ctx.config.series.lateMs)) return false;
    // An ask stands until it is answered; what is no row of an ask, until it is put away.
    return isAskKind(kind) ? STANDING.has(kind) || isAsked : readAt === null;
  });
  if (open.length === 0) return { state: 'answered' };
  const choiceOf = await loadChoices(db, {
    workspaceId,
    userIds: [recipientId],
    videoIds: open.flatMap(({ notice }) => notice.videoId ?? []),
  });
  const wanted = open.filter(({ notice }) => {
    const choice = choiceOf(recipientId, notice.videoId);
    return (
      choice.isOn(channel, delivery.kind) &&
      (choice.level === 'all' || (choice.level === 'asks' && isAskKind(notice.kind)))
    );
  });
  if (wanted.length === 0) return { state: 'silenced' };
  const { id, name, email } = to.user;
  const timeZone = timeZoneAt(schedule, instantOf(ctx.clock.now()));
  return {
    state: 'ready',
    bundle: {
      deliveryId: delivery.id,
      recipient: { id, name, email, timeZone },
      workspace: { id: to.workspace.id, name: to.workspace.name },
      kind: delivery.kind,
      items: wanted.map(({ notice, actorName, videoTitle }) => ({
        notificationId: notice.id,
        kind: notice.kind,
        videoId: notice.videoId,
        threadId: notice.threadId,
        title: notice.title,
        text: notice.text,
        url: notice.url,
        dueAt: notice.dueAt,
        urgentReason: notice.urgentReason,
        actorName,
        videoTitle,
        at: notice.createdAt,
      })),
    },
  };
}
