import { oc } from '@orpc/contract';
import * as z from 'zod';
import { InkStroke } from './ink.ts';
import { Done, Instant, PositionMs, RecordingId, SpaceId, VideoId, VideoSlug } from './ids.ts';
import { VideoTitle } from './videos.ts';

/**
 * recording → finishing (stop was pressed, segments still missing) → finished.
 * recording → abandoned (no sign of life for ten minutes; closed with what arrived) → finished once the rest is uploaded,
 * or → recording again where the recorder turns out to be alive (the lid was closed).
 * Any but finished → discarded.
 */
export const RecordingState = z.enum(['recording', 'finishing', 'finished', 'abandoned', 'discarded']);
export type RecordingState = z.infer<typeof RecordingState>;

export const RecordingFormat = z
  .enum(['cmaf', 'webm', 'mp4'])
  .describe(
    '`cmaf`: init and media segments, playable as they are. `webm`, `mp4`: MediaRecorder chunks to be joined.',
  );
export type RecordingFormat = z.infer<typeof RecordingFormat>;

export const SegmentKind = z
  .enum(['init', 'media', 'chunk'])
  .describe('`init` and `media` belong to `cmaf`; `chunk` is a piece of a MediaRecorder file.');
export type SegmentKind = z.infer<typeof SegmentKind>;

export const Md5 = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .describe('MD5 of the bytes (RFC 1321) in lower-case hex; what S3 stores verify.');

export const SegmentRef = z.object({
  kind: SegmentKind,
  index: z.int().min(0).max(200_000).describe('Counts from 0 within its kind.'),
  initIndex: z.int().min(0).max(1000).default(0).describe('Which init segment a media segment needs.'),
});

export const SegmentDescription = SegmentRef.extend({
  sizeBytes: z
    .int()
    .min(1)
    .max(64 * 1024 * 1024),
  md5: Md5,
  startMs: PositionMs.default(0).describe('Where it starts on the source timeline.'),
  durationMs: z
    .number()
    .min(0)
    .max(600_000)
    .default(0)
    .describe('Length in milliseconds; may have a fraction.'),
});
export type SegmentDescription = z.infer<typeof SegmentDescription>;

export const PresignedPut = z.object({
  url: z.string().describe('Where to PUT; absolute, or a path on this server.'),
  headers: z
    .record(z.string(), z.string())
    .describe('Send exactly these (a browser sets Content-Length itself).'),
  expiresAt: Instant,
});
export type PresignedPut = z.infer<typeof PresignedPut>;

export const Recording = z.object({
  id: RecordingId,
  videoId: VideoId,
  slug: VideoSlug,
  url: z.string().describe('The link to share; it works from now on.'),
  state: RecordingState,
  format: RecordingFormat,
  startedAt: Instant,
  confirmed: z.array(SegmentRef).describe('What the server holds, verified at the store.'),
});
export type Recording = z.infer<typeof Recording>;

const byId = z.object({ id: RecordingId });

export const recordingsContract = oc.tag('Recordings').router({
  create: oc
    .route({
      method: 'POST',
      path: '/recordings',
      summary: 'Start a recording; the link exists from here on.',
    })
    .input(
      z.object({
        id: RecordingId.optional().describe(
          'Chosen by the recorder, so that a recording can begin before the server is reached. Asked again, it answers the same.',
        ),
        title: VideoTitle.optional().describe('Absent: made from the date.'),
        spaceId: SpaceId.optional(),
        newVersionOf: VideoSlug.nullable()
          .default(null)
          .describe('It becomes the next version of this video, with its title and space, once it is there.'),
        replyTo: VideoSlug.optional().describe(
          'It is to be a comment on this video: it is in no list, and is seen with the comment that it is sent with.',
        ),
        hasPicture: z.boolean().default(true).describe('False: a voice alone; its picture is a still.'),
        format: RecordingFormat.default('cmaf'),
        codecs: z
          .string()
          .max(200)
          .default('')
          .describe('RFC 6381 codecs string, such as `avc1.640028,mp4a.40.2`.'),
        width: z.int().min(0).max(16_384).optional(),
        height: z.int().min(0).max(16_384).optional(),
      }),
    )
    .output(Recording),
  get: oc
    .route({
      method: 'GET',
      path: '/recordings/{id}',
      summary: 'State of my recording and what has been confirmed.',
    })
    .input(byId)
    .output(Recording),
  describe: oc
    .route({
      method: 'PATCH',
      path: '/recordings/{id}',
      summary: 'Say what only the encoder knows: codecs and picture size.',
    })
    .input(
      byId.extend({
        format: RecordingFormat.optional(),
        codecs: z.string().max(200).optional(),
        width: z.int().min(1).max(16_384).optional(),
        height: z.int().min(1).max(16_384).optional(),
      }),
    )
    .output(Done),
  signSegments: oc
    .route({
      method: 'POST',
      path: '/recordings/{id}/sign',
      summary: 'Presigned PUTs for segments (up to 50), in the order asked.',
    })
    .input(byId.extend({ segments: z.array(SegmentDescription).min(1).max(50) }))
    .output(z.array(PresignedPut)),
  confirmSegment: oc
    .route({
      method: 'POST',
      path: '/recordings/{id}/segments',
      summary: 'Confirm an uploaded segment; the server verifies size and hash at the store. Idempotent.',
    })
    .input(byId.extend({ segment: SegmentDescription }))
    .output(Done),
  heartbeat: oc
    .route({
      method: 'POST',
      path: '/recordings/{id}/heartbeat',
      summary: 'Still alive. A recorder that still records opens what was closed after its silence.',
    })
    .input(byId.extend({ isRecording: z.boolean().default(false) }))
    .output(z.object({ state: RecordingState })),
  finish: oc
    .route({
      method: 'POST',
      path: '/recordings/{id}/finish',
      summary:
        'Stop was pressed: how many segments there are. Completes at once or when the last is confirmed. Idempotent.',
    })
    .input(
      byId.extend({
        mediaCount: z
          .int()
          .min(0)
          .max(200_000)
          .describe('How many media segments (or chunks) were made in all, withdrawn ones included.'),
        durationMs: PositionMs,
      }),
    )
    .output(Recording),
  withdraw: oc
    .route({
      method: 'POST',
      path: '/recordings/{id}/withdraw',
      summary: 'Media segments were recorded over: they leave the recording, uploaded or not. Idempotent.',
    })
    .input(
      byId.extend({
        from: z.int().min(0).max(200_000).describe('First index.'),
        to: z.int().min(0).max(200_000).describe('Last index.'),
        positionMs: PositionMs.describe('Where the recording goes on; what was drawn later goes too.'),
      }),
    )
    .output(Done),
  saveStrokes: oc
    .route({
      method: 'POST',
      path: '/recordings/{id}/strokes',
      summary: 'Keep what was drawn over the picture. A stroke of the same id is replaced.',
    })
    .input(byId.extend({ strokes: z.array(InkStroke).min(1).max(200) }))
    .output(Done),
  discard: oc
    .route({ method: 'POST', path: '/recordings/{id}/discard', summary: 'Throw the recording away.' })
    .input(byId)
    .output(Done),
});
