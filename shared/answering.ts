import { oc } from '@orpc/contract';
import * as z from 'zod';
import { Decision } from './decisions.ts';
import { EditionId, VideoSlug } from './ids.ts';
import { Prompt, PromptAnswer } from './series.ts';

/** What I answered the last time. */
export const EntryBefore = z.object({
  day: z.iso.date(),
  video: VideoSlug.nullable(),
  prompts: z.array(Prompt).describe('As they were then.'),
  answers: z.array(PromptAnswer),
});
export type EntryBefore = z.infer<typeof EntryBefore>;

/** What somebody who answers an edition has beside the prompts. */
export const answeringContract = oc.tag('Update series').router({
  before: oc
    .route({
      method: 'GET',
      path: '/editions/{id}/before',
      summary: 'My latest answer in an edition of the series before this one; null: there is none.',
    })
    .input(z.object({ id: EditionId }))
    .output(EntryBefore.nullable()),
  decisions: oc
    .route({
      method: 'GET',
      path: '/decisions',
      summary: 'What was decided on videos that I can see, newest first; to link with an answer.',
    })
    .input(
      z.object({
        q: z.string().trim().max(100).default('').describe('In the title, or what was chosen.'),
        limit: z.coerce.number().int().min(1).max(50).default(20),
      }),
    )
    .output(z.array(Decision)),
});
