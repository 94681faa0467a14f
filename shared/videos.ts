import { oc } from '@orpc/contract';
import * as z from 'zod';
import { FailureCode } from './failure-codes.ts';
import { Done, Instant, SpaceId, UserId, VideoId, VideoSlug } from './ids.ts';
import { PageInput, pageOf } from './pagination.ts';
import { Person } from './people.ts';
import { VersionChanges, VersionInfo, VideoVersion } from './versions.ts';

/**
 * recording → (stop) processing → ready | failed; uploading → processing → ready | failed.
 * `processing` is playable already: from the recorded segments, or from the original where the browser can decode it.
 */
export const VideoStatus = z
  .enum(['recording', 'uploading', 'processing', 'ready', 'failed'])
  .describe('Where the video is on its way.');
export type VideoStatus = z.infer<typeof VideoStatus>;

/** Frames a second as a fraction, such as 30000/1001. */
export const FrameRate = z.object({ numerator: z.int().min(1), denominator: z.int().min(1) });
export type FrameRate = z.infer<typeof FrameRate>;

export const VideoTitle = z.string().trim().min(1).max(200).describe('Title, 1–200 characters.');

export const TranscriptState = z
  .enum(['pending', 'running', 'ready', 'failed', 'none'])
  .describe('`none`: no speech to transcribe, or no transcriber is set up.');
export type TranscriptState = z.infer<typeof TranscriptState>;

export const RenditionInfo = z.object({
  name: z.string().describe('Such as `720p`.'),
  width: z.int(),
  height: z.int(),
  bitrate: z.int().describe('Average, in bits per second.'),
  codecs: z.string().describe('RFC 6381 codecs string.'),
  sizeBytes: z.int(),
});
export type RenditionInfo = z.infer<typeof RenditionInfo>;

export const AcknowledgementCounts = z.object({
  asked: z.int().describe('People who were asked and not let off.'),
  answered: z
    .int()
    .describe('Of these, who have answered as they were asked to; to watch is answered by evidence.'),
  toAcknowledge: z
    .int()
    .describe('Of those asked, who are asked to acknowledge; the others for something else.'),
  acknowledged: z.int().describe('Of these, who have acknowledged.'),
  nextDueAt: Instant.nullable().describe('The earliest due time still unanswered.'),
});

/** What a list shows of a video. */
export const VideoSummary = z.object({
  id: VideoId,
  slug: VideoSlug.describe('Of the link, which shows the current version; see `version.slug`.'),
  url: z.string().describe('The link to share.'),
  version: VersionInfo,
  title: z.string(),
  source: z.enum(['recording', 'upload']),
  status: VideoStatus,
  failure: z
    .object({ code: FailureCode, message: z.string().describe('What was wrong and what to do.') })
    .nullable()
    .describe('Set only where status is `failed`.'),
  author: Person,
  recordedBy: Person.nullable().describe('The guest who recorded it in answer to a request of the author.'),
  spaceId: SpaceId.nullable(),
  durationMs: z.int().nullable().describe('Length; null before it is known.'),
  width: z.int().nullable().describe('Of the picture as shown (rotation and pixel aspect applied).'),
  height: z.int().nullable(),
  posterUrl: z.string().nullable().describe('Signed and expiring.'),
  commentCount: z.int().describe('Comments and replies that are not deleted.'),
  openThreadCount: z.int().describe('Threads that are not resolved.'),
  acknowledgements: AcknowledgementCounts,
  myAcknowledgement: z
    .enum(['none', 'asked', 'acknowledged'])
    .describe('Whether I am asked for something, and have answered (`acknowledged`, whatever was asked).'),
  myDueAt: Instant.nullable().describe('When I am to have answered.'),
  createdAt: Instant,
});
export type VideoSummary = z.infer<typeof VideoSummary>;

export const Video = VideoSummary.extend({
  frameRate: FrameRate.nullable().describe('Of the picture as it is played; null before it is known.'),
  renditions: z.array(RenditionInfo),
  transcript: z.object({ state: TranscriptState, language: z.string().nullable() }),
  progress: z
    .object({
      step: z.enum(['waiting', 'probing', 'transcoding', 'finishing']),
      percent: z.number().min(0).max(100),
    })
    .nullable()
    .describe('Set while status is `processing`.'),
  canEdit: z.boolean().describe('May I rename, move, delete or retry it.'),
  deletedAt: Instant.nullable(),
});
export type Video = z.infer<typeof Video>;

export const videosContract = oc.tag('Videos').router({
  list: oc
    .route({ method: 'GET', path: '/videos', summary: 'Videos that I can see, newest first.' })
    .input(
      PageInput.extend({
        spaceId: SpaceId.optional().describe('Only this space.'),
        authorId: UserId.optional().describe('Only by this person.'),
        status: VideoStatus.optional(),
        title: z.string().trim().max(200).optional().describe('Only those whose title holds this.'),
        needsMyAcknowledgement: z.stringbool().optional().describe('Only those that wait for me.'),
      }),
    )
    .output(pageOf(VideoSummary)),
  get: oc
    .route({ method: 'GET', path: '/videos/{slug}', summary: 'One video.' })
    .input(z.object({ slug: VideoSlug }))
    .output(Video),
  update: oc
    .route({
      method: 'PATCH',
      path: '/videos/{slug}',
      summary: 'Rename a video or move it to another space.',
    })
    .input(
      z.object({
        slug: VideoSlug,
        title: VideoTitle.optional(),
        spaceId: SpaceId.nullable().optional().describe('null: on no shelf, visible to the workspace.'),
      }),
    )
    .output(Video),
  remove: oc
    .route({
      method: 'DELETE',
      path: '/videos/{slug}',
      summary: 'Delete a video with all its versions; it can be restored for 30 days.',
    })
    .input(z.object({ slug: VideoSlug }))
    .output(Done),
  restore: oc
    .route({ method: 'POST', path: '/videos/{slug}/restore', summary: 'Undo a deletion.' })
    .input(z.object({ slug: VideoSlug }))
    .output(Video),
  versions: oc
    .route({
      method: 'GET',
      path: '/videos/{slug}/versions',
      summary: 'The versions of a video, newest first.',
    })
    .input(z.object({ slug: VideoSlug }))
    .output(z.array(VideoVersion)),
  makeCurrent: oc
    .route({
      method: 'POST',
      path: '/videos/{slug}/current',
      summary: 'Make this version the one that the link shows.',
    })
    .input(z.object({ slug: VideoSlug }))
    .output(Video),
  removeVersion: oc
    .route({
      method: 'DELETE',
      path: '/videos/{slug}/version',
      summary:
        'Delete one version; the newest of the others takes its place. It can be restored for 30 days.',
    })
    .input(z.object({ slug: VideoSlug }))
    .output(Done),
  restoreVersion: oc
    .route({
      method: 'POST',
      path: '/videos/{slug}/version/restore',
      summary: 'Undo the deletion of one version.',
    })
    .input(z.object({ slug: VideoSlug }))
    .output(Video),
  changes: oc
    .route({
      method: 'GET',
      path: '/videos/{slug}/changes',
      summary: 'What is new on this version against the one before it.',
    })
    .input(z.object({ slug: VideoSlug }))
    .output(VersionChanges),
  retry: oc
    .route({ method: 'POST', path: '/videos/{slug}/retry', summary: 'Process a failed video once more.' })
    .input(z.object({ slug: VideoSlug }))
    .output(Video),
});
