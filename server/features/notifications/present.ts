import { personOf } from '#server/features/accounts/index.ts';
import type { users } from '#server/features/accounts/tables.ts';
import type { videos } from '#server/features/videos/tables.ts';
import { CommentId, NotificationId, VideoId, VideoSlug } from '#shared/ids.ts';
import { isAskKind, whyOf } from '#shared/notice-kinds.ts';
import type { Notification } from '#shared/notifications.ts';
import type { notifications } from './tables.ts';

const iso = (date: Date | null) => date?.toISOString() ?? null;

export function presentNotification(
  {
    notice,
    actor,
    video,
  }: {
    notice: typeof notifications.$inferSelect;
    actor: typeof users.$inferSelect | null;
    video: typeof videos.$inferSelect | null;
  },
  trouble: Notification['trouble'],
): Notification {
  const { kind, title, text, url, urgentReason, threadId } = notice;
  return {
    id: NotificationId.parse(notice.id),
    kind,
    isAsk: isAskKind(kind),
    title,
    text,
    why: whyOf(kind, { actorName: actor?.name ?? null, urgentReason }),
    actor: actor && personOf(actor),
    video: video && { id: VideoId.parse(video.id), slug: VideoSlug.parse(video.slug), title: video.title },
    threadId: threadId === null ? null : CommentId.parse(threadId),
    url,
    dueAt: iso(notice.dueAt),
    urgentReason,
    createdAt: notice.createdAt.toISOString(),
    visibleAt: notice.visibleAt.toISOString(),
    readAt: iso(notice.readAt),
    doneAt: iso(notice.doneAt),
    snoozedUntil: iso(notice.snoozedUntil),
    trouble,
  };
}
