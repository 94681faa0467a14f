import { oc } from '@orpc/contract';
import * as z from 'zod';
import { AnnotationObject } from './annotations.ts';
import { Done, Instant, LiveSessionId, ParticipantId, PositionMs, UserId, VideoSlug } from './ids.ts';
import { InkColour } from './ink.ts';
import { Person } from './people.ts';
import { MOST_LIVE_POINTS, MOST_PARTICIPANTS } from './together-limits.ts';

/** Where the leader is. Between two of these, followers reckon: a playing video goes on at `rate`. */
export const PlayState = z.object({
  isPlaying: z.boolean(),
  positionMs: PositionMs.describe('While paused, the start of the frame that is seen.'),
  rate: z.number().min(0.25).max(4),
  atMs: z
    .number()
    .min(0)
    .describe('When that was: ms since 1970 by the clock of the session, which `beHere` tells.'),
});
export type PlayState = z.infer<typeof PlayState>;

/** One open page in a session: somebody with two tabs is in it twice. */
export const Participant = z.object({
  id: ParticipantId,
  person: Person,
  colour: InkColour.describe('Of the laser and the ink.'),
  isFollowing: z.boolean().describe('False: looks around alone. Means nothing of who leads.'),
  joinedAt: Instant,
});
export type Participant = z.infer<typeof Participant>;

export const LiveSession = z.object({
  id: LiveSessionId,
  startedBy: UserId,
  leaderId: ParticipantId.describe('Whose play position counts.'),
  state: PlayState,
  participants: z.array(Participant).max(MOST_PARTICIPANTS).describe('Who is there, longest first.'),
});
export type LiveSession = z.infer<typeof LiveSession>;

const unit = z.number().min(0).max(1);

/** `[x, y, t]`: 0–1 of the picture, ms after the first point of the batch. */
export const LaserPoint = z.tuple([unit, unit, z.int().min(0).max(1000)]);
export type LaserPoint = z.infer<typeof LaserPoint>;

/** What is shown to the others at once and kept nowhere. */
export const LiveMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('laser'),
    points: z.array(LaserPoint).max(24).describe('None: the laser is off.'),
  }),
  z.object({
    type: z.literal('ink'),
    object: AnnotationObject.extend({
      tool: z.enum(['pen', 'arrow', 'box']),
      points: AnnotationObject.shape.points.max(MOST_LIVE_POINTS),
      text: z.literal(''),
    }).describe('The whole object so far; one with the same id takes the place of the one before.'),
  }),
  z.object({ type: z.literal('clear') }).describe('My ink is gone.'),
]);
export type LiveMessage = z.infer<typeof LiveMessage>;

/** What the stream of a session (`/events/together`) tells besides whole sessions. */
export interface HeardMessage {
  from: ParticipantId;
  message: LiveMessage | { type: 'state'; state: PlayState };
}

const bySlug = z.object({ slug: VideoSlug });
const byParticipant = z.object({ participantId: ParticipantId });
const Joined = z.object({ session: LiveSession, participantId: ParticipantId });
const ClockReading = z.object({
  nowMs: z.number().describe('The clock of the session: the database’s, so that all servers have the same.'),
});

export const togetherContract = oc.tag('Watching together').router({
  get: oc
    .route({
      method: 'GET',
      path: '/videos/{slug}/together',
      summary: 'The live session on a video; null: nobody watches together.',
    })
    .input(bySlug)
    .output(LiveSession.nullable()),
  start: oc
    .route({
      method: 'POST',
      path: '/videos/{slug}/together',
      summary: 'Start a live session and lead it; where one runs, join it.',
    })
    .input(bySlug.extend({ positionMs: PositionMs.default(0) }))
    .output(Joined),
  join: oc
    .route({
      method: 'POST',
      path: '/together/{sessionId}/participants',
      summary: 'Join a live session; who is silent for 20 s afterwards is out.',
    })
    .input(z.object({ sessionId: LiveSessionId }))
    .output(Joined),
  beHere: oc
    .route({
      method: 'PUT',
      path: '/together/participants/{participantId}',
      summary: 'Still here, following or not. To be said every five seconds.',
    })
    .input(byParticipant.extend({ isFollowing: z.boolean() }))
    .output(ClockReading),
  report: oc
    .route({
      method: 'PUT',
      path: '/together/participants/{participantId}/state',
      summary: 'Where I, who lead, am. `conflict` from whoever does not lead.',
    })
    .input(byParticipant.extend({ state: PlayState }))
    .output(ClockReading),
  send: oc
    .route({
      method: 'POST',
      path: '/together/participants/{participantId}/messages',
      summary: 'Show laser or ink to the others. Kept nowhere.',
    })
    .input(byParticipant.extend({ message: LiveMessage }))
    .output(Done),
  takeLead: oc
    .route({
      method: 'POST',
      path: '/together/participants/{participantId}/lead',
      summary: 'Lead from now on. `conflict` where somebody else than `from` leads by now.',
    })
    .input(byParticipant.extend({ from: ParticipantId }))
    .output(LiveSession),
  leave: oc
    .route({
      method: 'POST',
      path: '/together/participants/{participantId}/leave',
      summary: 'Leave. Who was there longest leads on; with the last one the session ends.',
    })
    .input(byParticipant)
    .output(Done),
  end: oc
    .route({
      method: 'POST',
      path: '/together/{sessionId}/end',
      summary: 'End a session for everybody: whoever started it may.',
    })
    .input(z.object({ sessionId: LiveSessionId }))
    .output(Done),
});
