import { oc } from '@orpc/contract';
import * as z from 'zod';
import { Instant, PositionMs, VideoId, VideoSlug } from './ids.ts';
import { InkStroke } from './ink.ts';
import { SummarySentence, TranscriptSegment } from './transcripts.ts';
import { TranscriptState } from './videos.ts';

/**
 * Where to play a video from now, best first: `renditions` (ladder), `recording` (the recorded segments, growing while it is
 * being recorded), `original` (an uploaded file as it came; check `canPlayType(contentType)`).
 */
export const PlaybackSource = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('renditions'),
    playlistUrl: z.string().describe('HLS master playlist.'),
  }),
  z.object({
    kind: z.literal('recording'),
    playlistUrl: z.string().describe('HLS media playlist; without an end mark while `isGrowing`.'),
    isGrowing: z.boolean(),
    take: z.int().describe('Counts up when a part was recorded over: load the playlist anew.'),
  }),
  z.object({
    kind: z.literal('original'),
    url: z.string(),
    contentType: z.string().describe('With a codecs parameter once it was probed.'),
  }),
]);
export type PlaybackSource = z.infer<typeof PlaybackSource>;

export const Playback = z.object({
  videoId: VideoId,
  sources: z.array(PlaybackSource).describe('Best first; empty while nothing can be played yet.'),
  /** Replacing the token in the path of any media URL by this one keeps it working. */
  mediaToken: z.string().describe('Token inside all media URLs (`/media/<token>/…`).'),
  expiresAt: Instant.describe('When the URLs end; ask again a minute before.'),
  posterUrl: z.string().nullable(),
  downloadUrl: z.string().nullable().describe('MP4 to download, once it is made.'),
  captions: z.object({ vttUrl: z.string(), srtUrl: z.string(), language: z.string() }).nullable(),
  durationMs: z.int().nullable(),
  isIncomplete: z
    .boolean()
    .describe(
      'Parts of the recording have not arrived from its author’s device; they are skipped until they do.',
    ),
  resumeAtMs: PositionMs.nullable().describe('Where I stopped last time.'),
});
export type Playback = z.infer<typeof Playback>;

export const WatchedRange = z
  .object({ startMs: PositionMs, endMs: PositionMs })
  .refine((r) => r.endMs > r.startMs, 'endMs must be after startMs.');

export const WatchReport = z.object({
  session: z.uuid().describe('One a page and video; its first report opens it and counts nothing.'),
  sequence: z
    .int()
    .min(0)
    .max(1_000_000_000)
    .describe('Counts up within the session; what came before is ignored.'),
  rate: z.number().min(0).max(100).describe('At which it was played; faster than 2 counts nothing.'),
  ranges: z.array(WatchedRange).max(100).describe('Played since the last report.'),
  read: z
    .array(WatchedRange)
    .max(100)
    .default([])
    .describe('Of which the words were in view in the transcript, long enough to be read.'),
  positionMs: PositionMs,
});
export type WatchReport = z.infer<typeof WatchReport>;

export const WatchCounted = z.object({
  watchedMs: z.int().describe('How much of the report counts; what was counted before is not left out.'),
  readMs: z.int(),
});
export type WatchCounted = z.infer<typeof WatchCounted>;

export const Viewer = z.object({
  userId: z.string(),
  name: z.string(),
  image: z.string().nullable(),
  isGuest: z.boolean().describe('Came by a share link.'),
  watchedMs: z
    .int()
    .describe(
      'Seconds uniquely watched, in ms: ranges merged on the server; looping or seeking adds nothing.',
    ),
  percent: z.int().min(0).max(100),
  lastWatchedAt: Instant.nullable(),
});
export type Viewer = z.infer<typeof Viewer>;

const bySlug = z.object({ slug: VideoSlug });

export const playbackContract = oc.tag('Playback').router({
  get: oc
    .route({
      method: 'GET',
      path: '/videos/{slug}/playback',
      summary: 'Signed, expiring URLs to play it from.',
    })
    .input(bySlug)
    .output(Playback),
  transcript: oc
    .route({ method: 'GET', path: '/videos/{slug}/transcript', summary: 'Transcript with word times.' })
    .input(bySlug)
    .output(
      z.object({
        state: TranscriptState,
        language: z.string().nullable(),
        driver: z.string().nullable().describe('What made it.'),
        segments: z.array(TranscriptSegment),
        summary: z
          .array(SummarySentence)
          .describe('Its most telling sentences, in order; none of what is short.'),
      }),
    ),
  strokes: oc
    .route({
      method: 'GET',
      path: '/videos/{slug}/strokes',
      summary: 'What was drawn over the picture while it was recorded, in time.',
    })
    .input(bySlug)
    .output(z.array(InkStroke)),
  reportWatched: oc
    .route({
      method: 'POST',
      path: '/videos/{slug}/watched',
      summary: 'Parts I have just played or read. No more counts than the server’s clock has seen pass.',
    })
    .input(bySlug.extend(WatchReport.shape))
    .output(WatchCounted),
  viewers: oc
    .route({
      method: 'GET',
      path: '/videos/{slug}/viewers',
      summary: 'Who of those who are asked has watched how much (for its author; others see themselves).',
    })
    .input(bySlug)
    .output(z.array(Viewer)),
});
