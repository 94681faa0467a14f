import type { Notification } from '#shared/notifications.ts';

/** Entries about one thread of a video, or about the video itself; the newest first. */
export interface InboxGroup {
  key: string;
  title: string;
  items: Notification[];
}

/**
 * Entries by video and thread, where the first of a group comes: pages that are loaded later add to groups that are there, and never
 * move them.
 */
export function groupInbox(items: readonly Notification[]): InboxGroup[] {
  const groups = new Map<string, InboxGroup>();
  for (const item of items) {
    const key = item.video ? `${item.video.id} ${item.threadId ?? ''}` : item.id;
    const group = groups.get(key) ?? { key, title: item.video?.title ?? item.title, items: [] };
    group.items.push(item);
    groups.set(key, group);
  }
  return [...groups.values()];
}
