import { oc } from '@orpc/contract';
import * as z from 'zod';
import { Done, SpaceId, VideoId, VideoSlug } from './ids.ts';
import { Md5, PresignedPut } from './recordings.ts';
import { VideoTitle } from './videos.ts';

export const UploadTicket = z.object({
  videoId: VideoId,
  slug: VideoSlug,
  url: z.string().describe('The link to share.'),
  partSizeBytes: z.int().describe('Every part but the last has exactly this size; parts count from 1.'),
  partCount: z.int(),
});
export type UploadTicket = z.infer<typeof UploadTicket>;

const ref = z.object({ videoId: VideoId });

export const uploadsContract = oc.tag('Uploads').router({
  create: oc
    .route({ method: 'POST', path: '/uploads', summary: 'Start uploading a file in parts.' })
    .input(
      z.object({
        fileName: z.string().min(1).max(255),
        sizeBytes: z
          .int()
          .min(0)
          .describe('0 is refused with a clear failure, like every other file that is no video.'),
        contentType: z.string().max(120).default('application/octet-stream'),
        title: VideoTitle.optional().describe('Absent: the name of the file without its ending.'),
        spaceId: SpaceId.optional(),
        newVersionOf: VideoSlug.nullable()
          .default(null)
          .describe('It becomes the next version of this video, with its title and space, once it is there.'),
      }),
    )
    .output(UploadTicket),
  signParts: oc
    .route({
      method: 'POST',
      path: '/uploads/{videoId}/sign',
      summary: 'Presigned PUTs for parts, in the order asked.',
    })
    .input(
      ref.extend({
        partNumbers: z.array(z.int().min(1).max(10_000)).min(1).max(50),
        md5s: z
          .array(Md5)
          .max(50)
          .optional()
          .describe('Of each part, in the same order: the store refuses any other bytes.'),
      }),
    )
    .output(z.array(PresignedPut)),
  listParts: oc
    .route({
      method: 'GET',
      path: '/uploads/{videoId}/parts',
      summary: 'What has arrived, to go on from there.',
    })
    .input(ref)
    .output(
      UploadTicket.extend({
        parts: z.array(z.object({ partNumber: z.int(), sizeBytes: z.int(), etag: z.string() })),
      }),
    ),
  complete: oc
    .route({
      method: 'POST',
      path: '/uploads/{videoId}/complete',
      summary: 'All parts are there: join them and process. Idempotent.',
    })
    .input(ref)
    .output(z.object({ slug: VideoSlug, url: z.string() })),
  abort: oc
    .route({
      method: 'POST',
      path: '/uploads/{videoId}/abort',
      summary: 'Cancel an upload and remove what arrived.',
    })
    .input(ref)
    .output(Done),
});
