import { oc } from '@orpc/contract';
import * as z from 'zod';
import { BlockerId, EditionId, Instant, UserId } from './ids.ts';
import { Person } from './people.ts';

const BlockerText = z.string().trim().min(1).max(500);

/** What is in the way, as it is given with an answer. */
export const BlockerItem = z.object({
  id: BlockerId,
  promptId: z.uuid().describe('A prompt whose blockers are carried over.'),
  text: BlockerText,
  ownerId: UserId.nullable().default(null).describe('Who clears it: somebody who can see the series.'),
});
export type BlockerItem = z.infer<typeof BlockerItem>;

/** It goes from edition to edition until somebody closes it. */
export const Blocker = z.object({
  id: BlockerId,
  promptId: z.uuid(),
  text: z.string(),
  raisedBy: Person,
  raisedIn: EditionId,
  raisedDay: z.iso.date().describe('Of the edition in which it was raised.'),
  editionsSince: z.int().min(0).describe('For how many editions it is carried; 0: raised in this one.'),
  owner: Person.nullable(),
  closedAt: Instant.nullable(),
  closedBy: Person.nullable(),
  canChange: z.boolean().describe('Who raised it, who owns it, and who manages the series.'),
});
export type Blocker = z.infer<typeof Blocker>;

export const blockersContract = oc.tag('Update series').router({
  list: oc
    .route({
      method: 'GET',
      path: '/editions/{id}/blockers',
      summary: 'What was in the way at an edition: raised in it or before, and not closed before it opened.',
    })
    .input(z.object({ id: EditionId }))
    .output(z.array(Blocker).describe('Open ones first, oldest first.')),
  change: oc
    .route({
      method: 'PATCH',
      path: '/blockers/{id}',
      summary: 'Close a blocker, open it again, or name who clears it; they are told once.',
    })
    .input(
      z.object({ id: BlockerId, isClosed: z.boolean().optional(), ownerId: UserId.nullable().optional() }),
    )
    .output(Blocker),
});
