/** Why somebody is told. */
export const NOTICE_KINDS = [
  'asked',
  'ask_changed',
  'ask_reminder',
  'ask_answered',
  'owner_report',
  'manager_report',
  'mentioned',
  'replied',
  'commented',
  'assigned',
  'new_version',
  'guest_answered',
  'entry_opened',
  'entry_reminder',
  'edition_closed',
  'blocker_assigned',
  'video_requested',
  'video_request_reminder',
  'video_request_answered',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Asks to somebody: nobody can silence them in their inbox. */
export const ASK_KINDS = [
  'asked',
  'ask_changed',
  'ask_reminder',
  'new_version',
  'entry_opened',
  'entry_reminder',
  'video_requested',
  'video_request_reminder',
] as const;

export const isAskKind = (kind: NoticeKind): boolean => ASK_KINDS.some((ask) => ask === kind);

/**
 * How much somebody wants to hear: `all`; `asks`: only what is asked of them; `muted`: nothing, but that asks still lie in the inbox.
 */
export const NOTICE_LEVELS = ['all', 'asks', 'muted'] as const;
export type NoticeLevel = (typeof NOTICE_LEVELS)[number];

export const DELIVERY_STATES = [
  'waiting',
  'sending',
  'sent',
  'failed',
  'uncertain',
  'silenced',
  'answered',
] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** “Why did I get this”, as a sentence to its recipient. */
export function whyOf(
  kind: NoticeKind,
  { actorName, urgentReason }: { actorName: string | null; urgentReason: string | null },
): string {
  const who = actorName ?? 'somebody';
  const urgent = urgentReason === null ? '' : ` It is urgent, ${who} says: ${urgentReason}`;
  return `You get this because ${BECAUSE[kind](who)}.${urgent}`;
}

const BECAUSE: Record<NoticeKind, (who: string) => string> = {
  asked: (who) => `${who} asks you for an answer`,
  ask_changed: (who) => `${who} changed what you are asked`,
  ask_reminder: () => 'you are asked for an answer and have not given one yet',
  ask_answered: () => 'you asked for this answer',
  owner_report: () => 'you asked others for answers, and some are missing',
  manager_report: () => 'somebody in your team has not answered, and you chose to hear of it',
  mentioned: () => 'you, or a space that you are in, are mentioned',
  replied: () => 'you wrote in this thread, or it is about your video or your update',
  commented: () => 'the video is yours',
  assigned: (who) => `${who} assigned this thread to you`,
  new_version: () => 'you were asked about the version before',
  guest_answered: () => 'the video is yours, or you sent the link',
  entry_opened: () => 'you take part in this series',
  entry_reminder: () => 'you take part in this series, and your update is missing',
  edition_closed: () => 'you take part in this series, or receive it',
  blocker_assigned: (who) => `${who} counts on you to clear this blocker`,
  video_requested: (who) => `${who} asks you for a video`,
  video_request_reminder: () => 'you are asked for a video and have not answered yet',
  video_request_answered: () => 'you asked for this video',
};
