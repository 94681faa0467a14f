import { oc } from '@orpc/contract';
import * as z from 'zod';
import { AcknowledgementRequestId, Done, Instant, UserId, VideoSlug } from './ids.ts';
import { Person } from './people.ts';

/** One person's line in the ledger of a video. */
export const LedgerEntry = z.object({
  requestId: AcknowledgementRequestId,
  recipient: Person,
  requestedBy: Person,
  note: z.string().nullable(),
  dueAt: Instant.nullable(),
  requestedAt: Instant,
  acknowledgedAt: Instant.nullable().describe('The explicit statement; never derived from watching.'),
  answerNote: z.string().nullable().describe('What they said with their answer.'),
  followUpAt: Instant.nullable().describe('They will answer by then.'),
  declinedAt: Instant.nullable().describe('They said that they can’t.'),
  isOverdue: z.boolean().describe('Unanswered, and past the due time (or the one they gave themselves).'),
  watchedMs: z.int().nullable().describe('Evidence: ms uniquely watched. Null where I may not see it.'),
  watchedPercent: z.int().min(0).max(100).nullable(),
  staleVersion: z
    .int()
    .nullable()
    .describe('They acknowledged this version; what has changed since is asked for.'),
  canWithdraw: z.boolean(),
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;

export const Ledger = z.object({
  entries: z.array(LedgerEntry).describe('Missing ones first, then by due time and name.'),
  mine: LedgerEntry.nullable().describe('What I am asked.'),
  canAsk: z.boolean().describe('May I ask for acknowledgements on this video.'),
});
export type Ledger = z.infer<typeof Ledger>;

const AnswerNote = z.string().trim().max(1000);

/** What somebody who is asked can say. Each ends the ask but `will_follow_up`. */
export const AskAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('acknowledged'), note: AnswerNote.nullable().default(null) }),
  z.object({
    kind: z.literal('will_follow_up'),
    by: Instant.describe('Later than now.'),
    note: AnswerNote.nullable().default(null),
  }),
  z.object({ kind: z.literal('cannot'), note: AnswerNote.min(1).describe('Why.') }),
  z.object({
    kind: z.literal('not_me'),
    toId: UserId.describe('Who is asked instead; they must be able to see the video.'),
    note: AnswerNote.nullable().default(null),
  }),
]);
export type AskAnswer = z.infer<typeof AskAnswer>;

/** A due time of each recipient's own. */
export const DueInWork = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('workingHours'),
    hours: z.int().min(1).max(200).describe('Of their working time, from now.'),
  }),
  z.object({ kind: z.literal('endOfWorkingDay').describe('Of the day that they are in, else the next.') }),
]);
export type DueInWork = z.infer<typeof DueInWork>;

const bySlug = z.object({ slug: VideoSlug });

export const acknowledgementsContract = oc.tag('Acknowledgements').router({
  ledger: oc
    .route({
      method: 'GET',
      path: '/videos/{slug}/acknowledgements',
      summary: 'Who was asked, who has acknowledged, who is missing.',
    })
    .input(bySlug)
    .output(Ledger),
  ask: oc
    .route({
      method: 'POST',
      path: '/videos/{slug}/acknowledgements',
      summary: 'Ask people to acknowledge; who was asked already gets the new note and due time.',
    })
    .input(
      bySlug.extend({
        recipientIds: z.array(UserId).min(1).max(500),
        note: z.string().trim().max(500).nullable().default(null),
        dueAt: Instant.nullable().default(null).describe('One instant for all; or `due`.'),
        due: DueInWork.nullable().default(null),
        urgentReason: z
          .string()
          .trim()
          .min(1)
          .max(200)
          .nullable()
          .default(null)
          .describe('Why it may not wait for their working hours; they read it. Three a day.'),
      }),
    )
    .output(Ledger),
  acknowledge: oc
    .route({
      method: 'POST',
      path: '/videos/{slug}/acknowledge',
      summary: 'Acknowledge: I have received this. Idempotent.',
    })
    .input(bySlug)
    .output(Ledger),
  answer: oc
    .route({
      method: 'POST',
      path: '/videos/{slug}/answer',
      summary: 'Answer what I am asked: acknowledge with a word, follow up later, can’t, or hand it over.',
    })
    .input(bySlug.extend({ answer: AskAnswer }))
    .output(Ledger),
  takeBack: oc
    .route({
      method: 'POST',
      path: '/videos/{slug}/acknowledge/undo',
      summary: 'Take my acknowledgement back (within a minute).',
    })
    .input(bySlug)
    .output(Ledger),
  withdraw: oc
    .route({
      method: 'DELETE',
      path: '/acknowledgements/{requestId}',
      summary: 'Withdraw an ask that is not answered yet.',
    })
    .input(z.object({ requestId: AcknowledgementRequestId }))
    .output(Done),
});
