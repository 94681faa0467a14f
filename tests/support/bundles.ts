import { randomUUID } from 'node:crypto';
import type { Bundle, BundleItem } from '#server/features/notifications/index.ts';

/** One thing that somebody is told; an ask unless told otherwise. */
export function buildItem(more: Partial<BundleItem> = {}): BundleItem {
  return {
    notificationId: randomUUID(),
    kind: 'asked',
    videoId: '00000000-0000-4000-8000-000000000010',
    threadId: null,
    title: 'Olive Owner asks you to acknowledge “Launch film”',
    text: 'Please look at the ending.',
    url: 'http://localhost/v/abcdefghijkl',
    dueAt: new Date('2026-03-03T10:00:00Z'),
    urgentReason: null,
    actorName: 'Olive Owner',
    videoTitle: 'Launch film',
    at: new Date('2026-03-02T10:00:00Z'),
    ...more,
  };
}

export function buildBundle(kind: Bundle['kind'], items: BundleItem[], more: Partial<Bundle> = {}): Bundle {
  return {
    deliveryId: randomUUID(),
    recipient: {
      id: '00000000-0000-4000-8000-000000000001',
      name: 'Mia Member',
      email: 'mia@example.com',
      timeZone: 'Europe/Berlin',
    },
    workspace: { id: '00000000-0000-4000-8000-000000000002', name: 'Studio' },
    kind,
    items,
    ...more,
  };
}
