import { oc } from '@orpc/contract';
import * as z from 'zod';
import { Done, Instant, UserId, VideoId } from './ids.ts';

/**
 * What is put on record. Entries are only ever added; a later one may take an earlier one back. `forgotten` is the tombstone of all up to
 * `details.upTo`, of which the last had `details.hash`.
 */
export const LedgerKind = z.enum([
  'asked',
  'ask_changed',
  'ask_withdrawn',
  'superseded',
  'acknowledged',
  'watched',
  'approved',
  'changes_requested',
  'decided',
  'acknowledgement_taken_back',
  'answer_taken_back',
  'will_follow_up',
  'declined',
  'handed_over',
  'guest_answered',
  'retention_set',
  'forgotten',
]);
export type LedgerKind = z.infer<typeof LedgerKind>;

const Party = z.object({ id: UserId, name: z.string().describe('As it was then.') });

/** One line of a workspace's ledger. */
export const LedgerRecord = z.object({
  sequence: z
    .int()
    .min(1)
    .describe('Counts from 1 in the workspace, without a gap; the oldest may have been forgotten.'),
  at: Instant,
  kind: LedgerKind,
  videoId: VideoId.nullable().describe('The very version; null with what is about the ledger itself.'),
  videoTitle: z.string().describe('As it was then.'),
  actor: Party.describe('Who did it.'),
  subject: Party.nullable().describe('Who was asked; null where that is the actor.'),
  details: z
    .record(z.string(), z.union([z.string(), z.int(), z.boolean(), z.null()]))
    .describe(
      'Such as version, note, dueAt, ask (its kind, where not to acknowledge), answer, isVerified, by (session, API key, share link, evidence …).',
    ),
  previousHash: z.string().describe('`hash` of the entry before; of the first one 64 zeros.'),
  hash: z.string().describe('SHA-256 over all of the above in hexadecimal (see `ledgerHash`).'),
});
export type LedgerRecord = z.infer<typeof LedgerRecord>;

const Retention = z.object({
  keepMonths: z.int().min(12).max(240).nullable().describe('Null: for ever.'),
});

export const ledgerContract = oc.tag('Ledger').router({
  list: oc
    .route({
      method: 'GET',
      path: '/ledger',
      summary: 'What was asked and answered in the workspace, in order; hash-chained and never changed.',
    })
    .input(
      z.object({
        after: z.coerce.number().int().min(0).default(0).describe('Entries behind this sequence number.'),
        limit: z.coerce.number().int().min(1).max(1000).default(500),
      }),
    )
    .output(
      z.object({
        records: z.array(LedgerRecord),
        last: z.int().describe('Sequence of the newest; 0: none.'),
      }),
    ),
  retention: oc
    .route({ method: 'GET', path: '/ledger/retention', summary: 'How long entries are kept.' })
    .output(Retention),
  setRetention: oc
    .route({
      method: 'PUT',
      path: '/ledger/retention',
      summary: 'Keep entries so long; older ones are deleted each night, and a tombstone says which.',
    })
    .input(Retention)
    .output(Done),
});
