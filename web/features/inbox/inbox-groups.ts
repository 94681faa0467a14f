import type { Notification } from '#shared/notifications.ts';

/** Entries about one video, those of a thread together. */
export interface InboxGroup {
  key: string;
  title: string;
  items: Notification[];
}

/**
 * Entries by video, and by thread within, each where the first of it comes: pages that are loaded later add to what is there, and never
 * change its order.
 */
export function groupInbox(items: readonly Notification[]): InboxGroup[] {
  const byVideo = Map.groupBy(items, (item) => item.video?.id ?? item.id);
  return [...byVideo].map(([key, group]) => {
    const [first] = group;
    const byThread = Map.groupBy(group, ({ threadId }) => threadId);
    return { key, title: first?.video?.title ?? first?.title ?? '', items: [...byThread.values()].flat() };
  });
}
