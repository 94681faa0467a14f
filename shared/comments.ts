import { oc } from '@orpc/contract';
import * as z from 'zod';
import { CommentId, Done, Instant, PositionMs, VideoId, VideoSlug } from './ids.ts';
import { Person } from './people.ts';

export const CommentBody = z.string().trim().min(1).max(10_000).describe('Plain text, 1–10,000 characters.');

export const Comment = z.object({
  id: CommentId,
  videoId: VideoId,
  parentId: CommentId.nullable().describe('Set on a reply; replies have no replies.'),
  author: Person,
  atMs: PositionMs.nullable().describe('Where it is anchored; null on a reply or a comment on the whole.'),
  body: z.string(),
  createdAt: Instant,
  editedAt: Instant.nullable(),
  resolvedAt: Instant.nullable().describe('Threads only.'),
  resolvedBy: Person.nullable(),
  revision: z.int().describe('Counts up with each edit; send it back to edit.'),
  canEdit: z.boolean().describe('May I edit it (its author).'),
  canRemove: z.boolean().describe('May I delete it (its author, admins).'),
});
export type Comment = z.infer<typeof Comment>;

const byId = z.object({ id: CommentId });

export const commentsContract = oc.tag('Comments').router({
  list: oc
    .route({
      method: 'GET',
      path: '/videos/{slug}/comments',
      summary: 'All comments of a video in order of time.',
    })
    .input(z.object({ slug: VideoSlug }))
    .output(z.array(Comment)),
  create: oc
    .route({
      method: 'POST',
      path: '/videos/{slug}/comments',
      summary: 'Comment at a time, or reply to a thread.',
    })
    .input(
      z.object({
        slug: VideoSlug,
        id: CommentId.optional().describe('Chosen by the client: sending it twice makes one comment.'),
        body: CommentBody,
        atMs: PositionMs.nullable().default(null),
        parentId: CommentId.nullable().default(null),
      }),
    )
    .output(Comment),
  update: oc
    .route({
      method: 'PATCH',
      path: '/comments/{id}',
      summary: 'Edit my comment; conflict where `revision` is not the latest.',
    })
    .input(byId.extend({ body: CommentBody, revision: z.int().min(1) }))
    .output(Comment),
  remove: oc
    .route({ method: 'DELETE', path: '/comments/{id}', summary: 'Delete a comment; can be restored.' })
    .input(byId)
    .output(Done),
  restore: oc
    .route({ method: 'POST', path: '/comments/{id}/restore', summary: 'Undo a deletion.' })
    .input(byId)
    .output(Comment),
  resolve: oc
    .route({ method: 'POST', path: '/comments/{id}/resolve', summary: 'Resolve a thread.' })
    .input(byId)
    .output(Comment),
  reopen: oc
    .route({ method: 'POST', path: '/comments/{id}/reopen', summary: 'Reopen a resolved thread.' })
    .input(byId)
    .output(Comment),
});
