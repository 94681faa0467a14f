import { oc } from '@orpc/contract';
import * as z from 'zod';
import { AskKind } from './acknowledgements.ts';
import { AcknowledgementRequestId, Done, Instant, PositionMs, SeriesId, VideoSlug } from './ids.ts';
import { Person } from './people.ts';
import { Playback } from './playback.ts';
import { Edition, PromptAnswer } from './series.ts';

export const EntryId = z.uuid().brand<'EntryId'>().describe('What one person answered in one edition.');
export type EntryId = z.infer<typeof EntryId>;

/** The video of an answer, with all that is needed to play it: nothing else is asked before it begins. */
export const ReelVideo = z.object({
  slug: VideoSlug.describe('Of exactly the version that was given as the answer.'),
  durationMs: z.int().nullable(),
  silences: z
    .array(z.tuple([PositionMs, PositionMs]))
    .describe(
      '`[startMs, endMs]` where nobody says anything, in order; empty until the video was processed.',
    ),
  sentenceEnds: z.array(PositionMs).describe('Where a sentence of the transcript ends, in order.'),
  playback: Playback,
});
export type ReelVideo = z.infer<typeof ReelVideo>;

/** What somebody wants of me about the video of an entry, and has not got. */
export const ReelAsk = z.object({
  requestId: AcknowledgementRequestId,
  kind: AskKind,
  note: z.string().nullable(),
  requestedBy: Person,
  dueAt: Instant.nullable(),
});
export type ReelAsk = z.infer<typeof ReelAsk>;

export const ReelEntry = z.object({
  id: EntryId,
  editionId: Edition.shape.id,
  person: Person,
  answeredAt: Instant,
  isMine: z.boolean(),
  isSeen: z
    .boolean()
    .describe(
      'I have watched 90 % of its video, silences left out; or it was shown to me, where it is text.',
    ),
  answers: z.array(PromptAnswer).describe('With what they listed as being in the way, and still is.'),
  video: ReelVideo.nullable().describe('Null also where its video is not shared with me.'),
  asks: z.array(ReelAsk).describe('Open ones to me, soonest due first.'),
  mentions: z
    .array(z.uuid())
    .describe('Prompts in whose written answer I am named, or which list what is mine to clear.'),
});
export type ReelEntry = z.infer<typeof ReelEntry>;

export const ReelEdition = Edition.pick({ id: true, seriesId: true, title: true, day: true, prompts: true });
export type ReelEdition = z.infer<typeof ReelEdition>;

export const Reel = z.object({
  editions: z.array(ReelEdition).describe('In the order in which they are played.'),
  entries: z.array(ReelEntry).describe('By edition, then in the order in which they came.'),
  left: z.int().describe('How many more there are than one reel takes.'),
});
export type Reel = z.infer<typeof Reel>;

export const CatchUp = Reel.extend({
  since: Instant.describe('My last visit; before the first, a fortnight ago.'),
  until: Instant.describe('What came later is not in it: give it back when it was played.'),
});
export type CatchUp = z.infer<typeof CatchUp>;

export const reelContract = oc.tag('Reel').router({
  edition: oc
    .route({
      method: 'GET',
      path: '/series/{id}/reel',
      summary: 'All answers of an edition, ready to be played one after the other.',
    })
    .input(
      z.object({ id: SeriesId, day: Edition.shape.day.optional().describe('Absent: of the newest one.') }),
    )
    .output(Reel),
  catchUp: oc
    .route({
      method: 'GET',
      path: '/me/catch-up',
      summary: 'What came in my series since my last visit and I have not seen.',
    })
    .output(CatchUp),
  caughtUp: oc
    .route({ method: 'PUT', path: '/me/catch-up', summary: 'I am up to date until then.' })
    .input(z.object({ until: Instant }))
    .output(Done),
  shown: oc
    .route({ method: 'POST', path: '/me/shown-entries', summary: 'These written answers were shown to me.' })
    .input(z.object({ entryIds: z.array(EntryId).min(1).max(200) }))
    .output(Done),
});
