import { oc } from '@orpc/contract';
import * as z from 'zod';
import { DueInWork } from './acknowledgements.ts';
import { Done, Instant, RecordingId, UserId, VideoRequestId, VideoSlug } from './ids.ts';
import { Email, Person, PersonName } from './people.ts';
import { Playback } from './playback.ts';
import { VideoStatus } from './videos.ts';

/**
 * Video requests: “please record an answer to this”, once, to members or to one guest by a link. Whoever has the token of the link
 * opens it (`open`) and becomes a guest of this request alone; from then on requests carry the header `x-video-request: <id>`, and
 * the cookie that `open` has set proves who it is. States of who is asked: asked ⇄ overdue → answered | declined, and back to another
 * answer, until the request is withdrawn.
 */
const Title = z.string().trim().min(1).max(200).describe('What is asked, in one line.');
const Note = z.string().trim().max(4000);
const Thanks = z.string().trim().max(1000).describe('What a guest reads once their answer is sent.');
const Word = z.string().trim().max(1000).nullable().default(null);

export const VideoRequestState = z.enum(['asked', 'overdue', 'answered', 'declined', 'withdrawn']);
export type VideoRequestState = z.infer<typeof VideoRequestState>;

/** A video as it plays in a request. */
export const RequestVideo = z.object({
  slug: VideoSlug,
  title: z.string(),
  status: VideoStatus,
  durationMs: z.int().nullable(),
  hasPicture: z.boolean(),
  aspectRatio: z.number().nullable(),
  posterUrl: z.string().nullable().describe('Signed and expiring.'),
});
export type RequestVideo = z.infer<typeof RequestVideo>;

/** One who is asked, with their answer. */
export const RequestLine = z.object({
  id: z.uuid(),
  person: Person.nullable().describe('Null: the guest of the link, while nobody has answered by it.'),
  isGuest: z.boolean(),
  state: VideoRequestState,
  dueAt: Instant.nullable(),
  answeredAt: Instant.nullable(),
  word: z.string().nullable().describe('What they said with it, such as why they can’t.'),
  email: z.string().nullable().describe('Of a guest, as they gave it; for who asked alone.'),
  video: RequestVideo.nullable().describe('The answer. Null also where it was deleted.'),
});
export type RequestLine = z.infer<typeof RequestLine>;

export const VideoRequest = z.object({
  id: VideoRequestId,
  title: z.string(),
  note: z.string().nullable(),
  thanks: z.string(),
  about: z
    .object({ slug: VideoSlug, title: z.string(), posterUrl: z.string().nullable() })
    .nullable()
    .describe('The video that is to be answered; null where there is none, or I can’t see it.'),
  from: Person,
  createdAt: Instant,
  withdrawnAt: Instant.nullable(),
  lines: z.array(RequestLine).describe('For who asked: everybody. For who is asked: theirs alone.'),
  link: z
    .object({ state: z.enum(['open', 'expired', 'revoked']), expiresAt: Instant })
    .nullable()
    .describe('Of a guest; for who asked alone.'),
  isMine: z.boolean().describe('I have sent it, or may act for who has.'),
});
export type VideoRequest = z.infer<typeof VideoRequest>;

/** What a guest has recorded and not sent yet. */
export const RequestTake = z.object({
  slug: VideoSlug,
  recordingId: RecordingId.nullable().describe('Null: an uploaded file.'),
  isWhole: z.boolean().describe('All of it has arrived: it can be sent.'),
  durationMs: z.int().nullable(),
});
export type RequestTake = z.infer<typeof RequestTake>;

/** The request as its guest sees it. */
export const AskedGuest = z.object({
  id: VideoRequestId,
  workspaceName: z.string(),
  guest: Person,
  title: z.string(),
  note: z.string().nullable(),
  thanks: z.string(),
  from: z.string().describe('The name of who asks.'),
  about: z.object({ title: z.string(), posterUrl: z.string().nullable() }).nullable(),
  dueAt: Instant.nullable(),
  state: z
    .enum(['asked', 'overdue', 'answered', 'declined', 'taken'])
    .describe('`taken`: somebody else has answered by this link.'),
  answer: VideoSlug.nullable().describe('What I have sent.'),
  take: RequestTake.nullable().describe('The latest of what I have recorded and not sent.'),
  maxRecordingMinutes: z.int(),
});
export type AskedGuest = z.infer<typeof AskedGuest>;

const byId = z.object({ id: VideoRequestId });
const byToken = z.object({
  token: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .describe('The secret part of the link, 256 random bits, after `/r/`.'),
});
const Due = {
  dueAt: Instant.nullable().default(null).describe('The same instant for everybody; or give `due`.'),
  due: DueInWork.nullable()
    .default(null)
    .describe('In each one’s working time; of a guest, in that of who asks.'),
};
const Answer = {
  video: VideoSlug.nullable().default(null).describe('A video of mine; null: I can’t.'),
  word: Word,
  replaces: VideoSlug.nullable()
    .default(null)
    .describe('The answer that I have given before; `conflict` where another one has come meanwhile.'),
};

export const videoRequestsContract = oc.tag('Video requests').router({
  mine: oc
    .route({
      method: 'GET',
      path: '/me/video-requests',
      summary: 'What I am asked to record, open ones first.',
    })
    .output(z.array(VideoRequest)),
  sent: oc
    .route({
      method: 'GET',
      path: '/video-requests',
      summary: 'What I have asked others to record, newest first.',
    })
    .output(z.array(VideoRequest)),
  get: oc
    .route({ method: 'GET', path: '/video-requests/{id}', summary: 'One request with its answers.' })
    .input(byId)
    .output(VideoRequest),
  create: oc
    .route({
      method: 'POST',
      path: '/video-requests',
      summary: 'Ask members, or a guest by a link, for a video.',
    })
    .input(
      z.object({
        title: Title,
        note: Note.nullable().default(null),
        thanks: Thanks.default(''),
        about: VideoSlug.nullable().default(null),
        recipientIds: z.array(UserId).max(50).default([]),
        hasGuestLink: z.boolean().default(false).describe('For one person without an account.'),
        linkDays: z.int().min(1).max(365).default(30).describe('How long the link can be opened.'),
        ...Due,
      }),
    )
    .output(
      z.object({
        request: VideoRequest,
        url: z.string().nullable().describe('The link to send to the guest; shown this once.'),
      }),
    ),
  changeDue: oc
    .route({
      method: 'PATCH',
      path: '/video-requests/{id}',
      summary: 'Another due time for those who have not answered.',
    })
    .input(byId.extend(Due))
    .output(VideoRequest),
  withdraw: oc
    .route({
      method: 'POST',
      path: '/video-requests/{id}/withdraw',
      summary: 'Ask nobody any more. What was answered stays, and changes no more.',
    })
    .input(byId)
    .output(VideoRequest),
  renewLink: oc
    .route({
      method: 'POST',
      path: '/video-requests/{id}/link',
      summary: 'A new link for the guest; the one before ends. It is shown this once.',
    })
    .input(byId.extend({ linkDays: z.int().min(1).max(365).default(30) }))
    .output(z.object({ request: VideoRequest, url: z.string() })),
  revokeLink: oc
    .route({
      method: 'DELETE',
      path: '/video-requests/{id}/link',
      summary: 'End the link of the guest, and all that it gave.',
    })
    .input(byId)
    .output(VideoRequest),
  answer: oc
    .route({
      method: 'PUT',
      path: '/video-requests/{id}/answer',
      summary: 'Answer with a video of mine, or say that I can’t; until it is withdrawn it can be changed.',
    })
    .input(byId.extend(Answer))
    .output(VideoRequest),
  preview: oc
    .route({ method: 'POST', path: '/requested/preview', summary: 'Who asks, for a visitor of a link.' })
    .input(byToken)
    .output(
      z.object({
        workspaceName: z.string(),
        from: z.string(),
        title: z.string(),
        guest: Person.nullable().describe('Who this browser came as before.'),
      }),
    ),
  open: oc
    .route({
      method: 'POST',
      path: '/requested/open',
      summary: 'Come in as the guest of a request; a browser that was here before stays the same guest.',
    })
    .input(
      byToken.extend({
        name: PersonName.optional().describe('Needed the first time.'),
        email: Email.nullable().default(null),
      }),
    )
    .output(AskedGuest),
  asked: oc
    .route({ method: 'GET', path: '/requested', summary: 'The request, for its guest.' })
    .output(AskedGuest),
  playTake: oc
    .route({
      method: 'GET',
      path: '/requested/takes/{slug}',
      summary: 'Where a guest plays what they have recorded.',
    })
    .input(z.object({ slug: VideoSlug }))
    .output(Playback),
  send: oc
    .route({
      method: 'PUT',
      path: '/requested/answer',
      summary: 'The guest’s answer: what they have recorded, or that they can’t.',
    })
    .input(z.object(Answer))
    .output(AskedGuest),
  discardTake: oc
    .route({
      method: 'DELETE',
      path: '/requested/takes/{slug}',
      summary: 'Throw away what a guest has recorded and not sent.',
    })
    .input(z.object({ slug: VideoSlug }))
    .output(Done),
});
