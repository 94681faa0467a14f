import { oc } from '@orpc/contract';
import * as z from 'zod';
import {
  CommentId,
  DeliveryId,
  Done,
  Instant,
  NotificationId,
  SpaceId,
  VideoId,
  VideoSlug,
  WorkspaceId,
} from './ids.ts';
import { DELIVERY_STATES, NOTICE_KINDS, NOTICE_LEVELS } from './notice-kinds.ts';
import { PageInput, pageOf } from './pagination.ts';
import { Person } from './people.ts';

const NoticeKind = z.enum(NOTICE_KINDS);
const NoticeLevel = z
  .enum(NOTICE_LEVELS)
  .describe(
    '`all`; `asks`: only what is asked of me; `muted`: nothing, but that asks still lie in the inbox.',
  );
const Channel = z.enum(['email', 'push']);
const DeliveryState = z
  .enum(DELIVERY_STATES)
  .describe(
    '`uncertain`: who sent it ended in mid-transfer, so that it may have arrived; it is not sent again by itself.',
  );

/** An entry of my inbox. */
export const Notification = z.object({
  id: NotificationId,
  kind: NoticeKind,
  isAsk: z.boolean().describe('Something is asked of me.'),
  title: z.string(),
  text: z.string().nullable().describe('What was written, as plain text.'),
  why: z.string().describe('Why I got this.'),
  actor: Person.nullable(),
  video: z.object({ id: VideoId, slug: VideoSlug, title: z.string() }).nullable(),
  threadId: CommentId.nullable(),
  url: z.string().describe('Where to read and answer it.'),
  dueAt: Instant.nullable(),
  urgentReason: z.string().nullable(),
  createdAt: Instant,
  visibleAt: Instant.describe('The inbox is in this order: in my working hours, or when I let it come back.'),
  readAt: Instant.nullable(),
  doneAt: Instant.nullable(),
  snoozedUntil: Instant.nullable(),
  trouble: z
    .enum(['failed', 'uncertain'])
    .nullable()
    .describe('It could not be sent to me by e-mail or push, or may not have arrived.'),
});
export type Notification = z.infer<typeof Notification>;

export const InboxView = z.enum(['unread', 'all', 'snoozed', 'done']);
export type InboxView = z.infer<typeof InboxView>;

export const InboxCounts = z.object({
  workspaceId: WorkspaceId,
  unread: z.int().describe('At most 1000.'),
  openAsks: z.int().describe('Asks in the inbox, read or not; at most 1000.'),
  nextAt: Instant.nullable().describe('When the next entry comes in sight by itself.'),
});
export type InboxCounts = z.infer<typeof InboxCounts>;

export const NotificationChoices = z.object({
  level: NoticeLevel,
  spaces: z.array(z.object({ spaceId: SpaceId, level: NoticeLevel })).describe('Where I chose otherwise.'),
});
export type NotificationChoices = z.infer<typeof NotificationChoices>;

/** What was, or is going to be, sent to me in one message. */
export const SentMessage = z.object({
  id: DeliveryId,
  channel: Channel,
  state: DeliveryState,
  sendAt: Instant.describe('When it goes, or went.'),
  sentAt: Instant.nullable(),
  error: z.string().nullable(),
  items: z.array(z.object({ title: z.string(), why: z.string() })),
});
export type SentMessage = z.infer<typeof SentMessage>;

/** What did not reach somebody; without what it says, which is theirs. */
export const TroubledDelivery = z.object({
  id: DeliveryId,
  recipient: Person,
  channel: Channel,
  state: DeliveryState,
  count: z.int().describe('Notices in it.'),
  attempts: z.int(),
  error: z.string().nullable(),
  sendAt: Instant,
});
export type TroubledDelivery = z.infer<typeof TroubledDelivery>;

const ids = z.object({ ids: z.array(NotificationId).min(1).max(500) });

export const notificationsContract = oc.tag('Notifications').router({
  list: oc
    .route({ method: 'GET', path: '/inbox', summary: 'My inbox, newest first; asks by their due time.' })
    .input(
      PageInput.extend({
        view: InboxView.default('all'),
        part: z
          .enum(['asks', 'updates'])
          .default('updates')
          .describe('Asks lie apart from the rest. Snoozed and done ones are in `updates` together.'),
      }),
    )
    .output(pageOf(Notification)),
  counts: oc
    .route({ method: 'GET', path: '/inbox/counts', summary: 'How much is unread in my inbox.' })
    .output(InboxCounts),
  markRead: oc
    .route({ method: 'POST', path: '/inbox/read', summary: 'Mark entries of mine as read, or as unread.' })
    .input(ids.extend({ isRead: z.boolean().default(true) }))
    .output(Done),
  markDone: oc
    .route({ method: 'POST', path: '/inbox/done', summary: 'Put entries of mine away.' })
    .input(ids)
    .output(Done),
  undo: oc
    .route({ method: 'POST', path: '/inbox/undo', summary: 'Take entries back that were done or snoozed.' })
    .input(ids)
    .output(Done),
  snooze: oc
    .route({ method: 'POST', path: '/inbox/snooze', summary: 'Let entries come back, unread, at a time.' })
    .input(ids.extend({ until: Instant.describe('Later than now.') }))
    .output(Done),
  preferences: oc
    .route({ method: 'GET', path: '/inbox/preferences', summary: 'What I want to hear of, and how.' })
    .output(NotificationChoices),
  setPreferences: oc
    .route({
      method: 'PATCH',
      path: '/inbox/preferences',
      summary: 'Change what I want to hear of, and how.',
    })
    .input(
      z.object({
        level: NoticeLevel,
      }),
    )
    .output(NotificationChoices),
  setSpaceLevel: oc
    .route({
      method: 'PUT',
      path: '/spaces/{spaceId}/notifications',
      summary: 'What I want to hear of from one space; null: as everywhere.',
    })
    .input(z.object({ spaceId: SpaceId, level: NoticeLevel.nullable() }))
    .output(NotificationChoices),
  sent: oc
    .route({ method: 'GET', path: '/inbox/sent', summary: 'What was sent to me: when, how and why.' })
    .input(PageInput)
    .output(pageOf(SentMessage)),
  troubled: oc
    .route({ method: 'GET', path: '/deliveries/troubled', summary: 'What failed to reach members, and why.' })
    .input(PageInput)
    .output(pageOf(TroubledDelivery)),
  retry: oc
    .route({
      method: 'POST',
      path: '/deliveries/{id}/retry',
      summary: 'Send it once more; what is uncertain may then arrive twice.',
    })
    .input(z.object({ id: DeliveryId }))
    .output(Done),
});
