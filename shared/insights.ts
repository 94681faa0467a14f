import { oc } from '@orpc/contract';
import * as z from 'zod';
import { VideoSlug } from './ids.ts';
import { Person } from './people.ts';

/** Of fewer people nothing is shown in sum: one could be told from the others. */
export const LEAST_PEOPLE = 5;

const PerBucket = z.array(z.int());

export const Insights = z.object({
  durationMs: z.int().nullable(),
  viewers: z
    .int()
    .nullable()
    .describe('Who has watched anything; null where single people could be told from it.'),
  guests: z.int().nullable().describe('Of them, those who came by a share link.'),
  bucketMs: z.int().describe('How long one stretch of the lists below is.'),
  heat: PerBucket.nullable().describe(
    'People who have watched at least half of a stretch; null: fewer than five.',
  ),
  dropOff: PerBucket.nullable().describe('People who have watched anything in a stretch or behind it.'),
  rewatchedMs: PerBucket.nullable().describe('Played again by those who had seen it, in ms.'),
  commentsPerMinute: PerBucket.describe('Comments that are pinned to each minute.'),
  timeToAnswerMs: z
    .int()
    .nullable()
    .describe('Median from asked to answered; null: fewer than five answers.'),
  answers: z.int(),
  people: z
    .array(
      z.object({
        person: Person,
        watchedMs: z.int(),
        percent: z.int().min(0).max(100),
        readMs: z.int().describe('Of the transcript, as time of the video.'),
        answer: z.enum(['open', 'acknowledged', 'declined']),
      }),
    )
    .describe('Those who are asked for an acknowledgement, and nobody else.'),
});
export type Insights = z.infer<typeof Insights>;

export const insightsContract = oc.tag('Insights').router({
  get: oc
    .route({
      method: 'GET',
      path: '/videos/{slug}/insights',
      summary: 'How a video is watched (author and admins): in sum, and of those who were asked.',
    })
    .input(z.object({ slug: VideoSlug }))
    .output(Insights),
});
