import { oc } from '@orpc/contract';
import * as z from 'zod';
import { MOST_OPTIONS } from './ask-limits.ts';
import { AcknowledgementRequestId, Done, GroupId, Instant, SpaceId, UserId, VideoSlug } from './ids.ts';
import { Person } from './people.ts';

/** What somebody is asked to do. `watch` is answered by evidence alone, never by saying so. */
export const AskKind = z
  .enum(['watch', 'acknowledge', 'approve', 'decide'])
  .describe('`watch` is answered by itself once 90 % were uniquely watched; the others by a statement.');
export type AskKind = z.infer<typeof AskKind>;

export const AskOption = z.string().trim().min(1).max(120);

/** A due time of each recipient's own. */
export const DueInWork = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('workingHours'),
    hours: z.int().min(1).max(200).describe('Of their working time, from now.'),
  }),
  z.object({ kind: z.literal('endOfWorkingDay').describe('Of the day that they are in, else the next.') }),
]);
export type DueInWork = z.infer<typeof DueInWork>;

/** One person's line in the ledger of a video. */
export const LedgerEntry = z.object({
  requestId: AcknowledgementRequestId,
  kind: AskKind,
  options: z.array(z.string()).describe('To choose from, where a decision is asked; else empty.'),
  recipient: Person,
  requestedBy: Person,
  note: z.string().nullable(),
  dueAt: Instant.nullable(),
  requestedAt: Instant,
  answeredAt: Instant.nullable().describe('When it was answered as its kind asks for.'),
  answer: z.string().nullable().describe('`approved`, `changes_requested`, or the option that was chosen.'),
  acknowledgedAt: Instant.nullable().describe(
    'The explicit “I have received this”, of kind `acknowledge` alone; never derived from watching.',
  ),
  answerNote: z.string().nullable().describe('What they said with their answer.'),
  followUpAt: Instant.nullable().describe('They will answer by then.'),
  declinedAt: Instant.nullable().describe('They said that they can’t.'),
  isOverdue: z.boolean().describe('Unanswered, and past the due time (or the one they gave themselves).'),
  watchedMs: z.int().nullable().describe('Evidence: ms uniquely watched. Null where I may not see it.'),
  watchedPercent: z.int().min(0).max(100).nullable(),
  hasReadSummary: z
    .boolean()
    .nullable()
    .describe(
      'Evidence: each sentence of the summary was in view long enough. Null: there is none, or not for me.',
    ),
  readMs: z
    .int()
    .nullable()
    .describe('Evidence: ms of the video whose transcript was in view long enough to be read.'),
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
  defaultDue: DueInWork.optional().describe('What its space suggests for new asks, where I may ask.'),
});
export type Ledger = z.infer<typeof Ledger>;

const AnswerNote = z.string().trim().max(1000);
const OptionalNote = AnswerNote.nullable().default(null);

/** What somebody who is asked can say. Each ends the ask but `will_follow_up`. */
export const AskAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('acknowledged').describe('Of `acknowledge` alone.'), note: OptionalNote }),
  z.object({ kind: z.literal('approved').describe('Of `approve` alone.'), note: OptionalNote }),
  z.object({
    kind: z.literal('changes_requested').describe('Of `approve` alone.'),
    note: AnswerNote.min(1).describe('Which changes.'),
  }),
  z.object({
    kind: z.literal('decided').describe('Of `decide` alone.'),
    option: AskOption.describe('One of the options.'),
    note: OptionalNote,
  }),
  z.object({
    kind: z.literal('will_follow_up'),
    by: Instant.describe('Later than now.'),
    note: OptionalNote,
  }),
  z.object({ kind: z.literal('cannot'), note: AnswerNote.min(1).describe('Why.') }),
  z.object({
    kind: z.literal('not_me'),
    toId: UserId.describe('Who is asked instead; they must be able to see the video.'),
    note: OptionalNote,
  }),
]);
export type AskAnswer = z.infer<typeof AskAnswer>;

const Note = z.string().trim().max(500).nullable();
/** What is asked, and until when; the same for members and for guests. */
export const AskWhat = z.object({
  kind: AskKind.default('acknowledge'),
  options: z
    .array(AskOption)
    .max(MOST_OPTIONS)
    .default([])
    .describe('2–6 different ones with `decide`, else none.'),
  note: Note.default(null),
  dueAt: Instant.nullable().default(null).describe('One instant for all; or `due`.'),
  due: DueInWork.nullable().default(null),
});
export type AskWhat = z.infer<typeof AskWhat>;

const RequestIds = z
  .array(AcknowledgementRequestId)
  .min(1)
  .max(5000)
  .nullable()
  .default(null)
  .describe('These; null: all that are open on the video.');

/** Why one of several could not be acknowledged with the others. */
export const RefusedAsk = z.object({
  requestId: AcknowledgementRequestId,
  why: z
    .enum(['not_opened', 'not_acknowledge', 'answered', 'not_found'])
    .describe('`not_opened`: nothing of the video was played. `not_acknowledge`: something else is asked.'),
});
export type RefusedAsk = z.infer<typeof RefusedAsk>;

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
      summary:
        'Ask people, groups or spaces to watch, acknowledge, approve or decide; who was asked already gets the new note and due time.',
    })
    .input(
      bySlug.extend({
        recipientIds: z.array(UserId).max(5000).default([]),
        groupIds: z.array(GroupId).max(50).default([]),
        spaceIds: z.array(SpaceId).max(50).default([]).describe('All in a space that I can see.'),
        ...AskWhat.shape,
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
  change: oc
    .route({
      method: 'PATCH',
      path: '/videos/{slug}/acknowledgements',
      summary: 'Change the note or extend the due time of what is still open.',
    })
    .input(
      bySlug.extend({
        requestIds: RequestIds,
        note: Note.optional().describe('Absent: as it was.'),
        dueAt: Instant.nullable().default(null).describe('One instant for all; or `due`; or neither.'),
        due: DueInWork.nullable().default(null).describe('From now, or from when they are due if later.'),
      }),
    )
    .output(Ledger),
  withdrawOpen: oc
    .route({
      method: 'POST',
      path: '/videos/{slug}/acknowledgements/withdraw',
      summary: 'Withdraw several asks that are not answered yet.',
    })
    .input(bySlug.extend({ requestIds: RequestIds }))
    .output(Ledger),
  acknowledgeMany: oc
    .route({
      method: 'POST',
      path: '/acknowledgements/acknowledge',
      summary: 'Acknowledge several at once, of which each was opened; says which were refused and why.',
    })
    .input(z.object({ requestIds: z.array(AcknowledgementRequestId).min(1).max(100) }))
    .output(z.object({ acknowledged: z.array(AcknowledgementRequestId), refused: z.array(RefusedAsk) })),
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
      summary:
        'Answer what I am asked: acknowledge with a word, approve, decide, follow up later, can’t, or hand it over.',
    })
    .input(bySlug.extend({ answer: AskAnswer }))
    .output(Ledger),
  takeBack: oc
    .route({
      method: 'POST',
      path: '/videos/{slug}/acknowledge/undo',
      summary: 'Take my answer back (within a minute).',
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
