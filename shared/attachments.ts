import { oc } from '@orpc/contract';
import * as z from 'zod';
import { MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS } from './attachment-limits.ts';
import { AttachmentId, Done, VideoSlug } from './ids.ts';
import { Md5, PresignedPut } from './recordings.ts';

/**
 * pending (an upload was asked for) → ready (the store has its bytes, and we know what they are) → sent (a comment has it).
 * ready → removed by its uploader; sent → removed by an edit of the comment, or with the comment. What is never sent is
 * swept after a week.
 */
export const Attachment = z.object({
  id: AttachmentId,
  fileName: z.string().describe('Cleaned: no folders, nothing invisible, at most 200 characters.'),
  contentType: z
    .string()
    .describe('By its bytes, whatever its name says; `application/octet-stream` for what is only saved.'),
  sizeBytes: z.int(),
  width: z.int().nullable().describe('Of an image, upright, in pixels; null otherwise.'),
  height: z.int().nullable(),
  viewUrl: z
    .string()
    .nullable()
    .describe('Images (PNG, JPEG, GIF, WebP, AVIF) and PDFs, to be looked at; signed and expiring.'),
  downloadUrl: z.string().describe('Saves it under its name; signed and expiring.'),
});
export type Attachment = z.infer<typeof Attachment>;

export const AttachmentIds = z
  .array(AttachmentId)
  .max(MAX_ATTACHMENTS, `A comment has at most ${MAX_ATTACHMENTS} files.`)
  .describe('Files that were uploaded before, in the order in which they are shown.');

const byId = z.object({ id: AttachmentId });

export const attachmentsContract = oc.tag('Comments').router({
  create: oc
    .route({
      method: 'POST',
      path: '/videos/{slug}/attachments',
      summary: 'Ask for the upload of a file that is to go with a comment: PUT it, then complete it.',
    })
    .input(
      z.object({
        slug: VideoSlug,
        fileName: z.string().max(1000),
        sizeBytes: z
          .int()
          .min(1, 'The file is empty.')
          .max(MAX_ATTACHMENT_BYTES, `A file may have ${MAX_ATTACHMENT_BYTES / 1024 ** 2} MB at most.`),
        md5: Md5,
      }),
    )
    .output(z.object({ id: AttachmentId, put: PresignedPut })),
  complete: oc
    .route({
      method: 'POST',
      path: '/attachments/{id}/complete',
      summary:
        'The file was uploaded: the server verifies size and hash, and finds out what it is. Idempotent.',
    })
    .input(byId)
    .output(Attachment),
  get: oc
    .route({
      method: 'GET',
      path: '/attachments/{id}',
      summary: 'A file that I have uploaded, or of a comment that I can see; with fresh URLs.',
    })
    .input(byId)
    .output(Attachment),
  remove: oc
    .route({
      method: 'DELETE',
      path: '/attachments/{id}',
      summary: 'Remove a file that I have uploaded and not sent.',
    })
    .input(byId)
    .output(Done),
});
