import type { NoticeKind } from '#shared/notice-kinds.ts';

export type { NoticeKind };

/** One thing that is told to some people. It reaches each of them once, however often it is said with the same key. */
export interface Notice {
  kind: NoticeKind;
  workspaceId: string;
  recipientIds: readonly string[];
  /** Who did it; null where nobody did (a reminder). */
  actorId: string | null;
  videoId: string | null;
  /** The comment that the thread begins with. */
  threadId: string | null;
  /** Same key, same person: once. Such as `asked:<request id>`. */
  key: string;
  /** One line, such as “Olive asks you to acknowledge “Launch film””. */
  title: string;
  /** What was written, as plain text. */
  text: string | null;
  /** Where to answer: absolute. */
  url: string;
  dueAt: Date | null;
  /** Not to be bundled, nor to wait for working hours; null for nearly everything. */
  urgentReason: string | null;
}

export interface BundleItem extends Omit<Notice, 'recipientIds' | 'workspaceId' | 'key' | 'actorId'> {
  notificationId: string;
  actorName: string | null;
  videoTitle: string | null;
  at: Date;
}

/** What goes to one person by one channel in one message. */
export interface Bundle {
  /** Stays the same when it is tried again: the Message-ID of a mail, the tag of a push. */
  deliveryId: string;
  recipient: { id: string; name: string; email: string; timeZone: string };
  workspace: { id: string; name: string };
  /** `ask`: one direct ask. `updates`: what is not urgent, bundled. `report`: to who asked, or to a manager. */
  kind: 'ask' | 'urgent' | 'updates' | 'reminder' | 'report';
  /** At least one, oldest first. */
  items: BundleItem[];
}
