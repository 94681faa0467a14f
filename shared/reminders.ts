import { oc } from '@orpc/contract';
import * as z from 'zod';
import { AcknowledgementRequestId, Instant, UserId, VideoSlug } from './ids.ts';
import { TimeZone } from './people-time.ts';

/** Before an admin has said anything. */
export const DEFAULT_REMINDERS = 2;

export const ReminderPolicy = z.object({
  most: z.int().min(0).max(5).describe('Reminders of one ask, at most; then who asked is told.'),
});
export type ReminderPolicy = z.infer<typeof ReminderPolicy>;

export const MyManager = z.object({
  managerId: UserId.nullable().describe(
    'Whom I let hear of what I have left unanswered, last of all; null: nobody.',
  ),
});
export type MyManager = z.infer<typeof MyManager>;

/** What was and will be done so that an open ask is answered. */
export const AskReminders = z.object({
  requestId: AcknowledgementRequestId,
  reminded: z.int().describe('How often they were reminded.'),
  lastAt: Instant.nullable(),
  next: z
    .object({
      kind: z.enum(['remind', 'report_owner', 'report_manager']),
      at: Instant.describe('At the earliest.'),
    })
    .nullable()
    .describe('Null where nothing more comes.'),
  timeZone: TimeZone.describe('Of who is asked, just now.'),
});
export type AskReminders = z.infer<typeof AskReminders>;

export const remindersContract = oc.tag('Reminders').router({
  ofVideo: oc
    .route({
      method: 'GET',
      path: '/videos/{slug}/reminders',
      summary: 'Of each open ask: reminders so far, and the next one (author and admins).',
    })
    .input(z.object({ slug: VideoSlug }))
    .output(z.array(AskReminders)),
  policy: oc
    .route({ method: 'GET', path: '/workspace/reminders', summary: 'How often people are reminded here.' })
    .output(ReminderPolicy),
  updatePolicy: oc
    .route({
      method: 'PATCH',
      path: '/workspace/reminders',
      summary: 'Change how often people are reminded.',
    })
    .input(ReminderPolicy)
    .output(ReminderPolicy),
  myManager: oc
    .route({ method: 'GET', path: '/me/manager', summary: 'Whom I have chosen as my manager.' })
    .output(MyManager),
  chooseManager: oc
    .route({ method: 'PUT', path: '/me/manager', summary: 'Choose my manager, or nobody.' })
    .input(MyManager)
    .output(MyManager),
});
