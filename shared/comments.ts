import { oc } from '@orpc/contract';
import * as z from 'zod';
import { Annotation } from './annotations.ts';
import { Attachment, AttachmentIds } from './attachments.ts';
import { CommentId, Done, Instant, PositionMs, RecordingId, UserId, VideoId, VideoSlug } from './ids.ts';
import { Person } from './people.ts';
import { VideoStatus } from './videos.ts';

export const CommentBody = z
  .string()
  .trim()
  .max(10_000)
  .describe('Markdown, up to 10,000 characters; may be empty where files, a drawing or a recording say it.');

export const CommentLabel = z
  .enum(['must_fix', 'question', 'nit', 'praise'])
  .describe('How a thread is meant.');
export type CommentLabel = z.infer<typeof CommentLabel>;

/** A deleted comment can be restored for this long. */
export const COMMENT_RESTORABLE_MS = 30 * 24 * 3600_000;

/** What can be answered with one click; anything else is a reply. */
export const ReactionEmoji = z.enum(['👍', '❤️', '🎉', '😄', '👀', '🤔']);
export type ReactionEmoji = z.infer<typeof ReactionEmoji>;

export const CommentReaction = z.object({
  emoji: ReactionEmoji,
  people: z.array(Person).describe('Who gave it, first one first.'),
});
export type CommentReaction = z.infer<typeof CommentReaction>;

export const Quote = z
  .string()
  .trim()
  .min(1)
  .max(2000)
  .describe('Words of the transcript, as they were then.');

/** A part of the picture, in coordinates 0–1 of it. */
export const Region = z
  .object({
    x: z.number().min(0).max(1),
    y: z.number().min(0).max(1),
    width: z.number().gt(0).max(1),
    height: z.number().gt(0).max(1),
  })
  .refine(({ x, y, width, height }) => x + width <= 1.000_001 && y + height <= 1.000_001, {
    error: 'A region lies inside of the picture.',
  });
export type Region = z.infer<typeof Region>;

/** What was recorded as a comment: a video of its own, in no list, seen by who sees the comment. */
export const RecordedReply = z.object({
  slug: VideoSlug.describe('For `GET /videos/{slug}/playback`.'),
  hasPicture: z.boolean().describe('False: a voice alone.'),
  status: VideoStatus,
  durationMs: z.int().nullable(),
  aspectRatio: z.number().nullable().describe('Width ÷ height of its picture.'),
  posterUrl: z.string().nullable().describe('Signed and expiring.'),
  transcript: z.string().nullable().describe('What is said in it; null before it is known.'),
});
export type RecordedReply = z.infer<typeof RecordedReply>;

export const Comment = z.object({
  id: CommentId,
  videoId: VideoId,
  version: z.int().min(1).describe('The number of the version of the video that it was written on.'),
  parentId: CommentId.nullable().describe('Set on a reply; replies have no replies.'),
  author: Person,
  atMs: PositionMs.nullable().describe('Start of its frame; null on a reply or a comment on the whole.'),
  endMs: PositionMs.nullable().describe('Start of the last frame of its range; null on a single frame.'),
  quote: Quote.nullable(),
  region: Region.nullable().describe('The part of its frame that it is about.'),
  ink: Annotation.describe('What is drawn over its frame or range.'),
  stillUrl: z.string().nullable().describe('Its frame with the ink as a JPEG; signed and expiring.'),
  body: z.string(),
  reply: RecordedReply.nullable().describe('What was recorded as this comment.'),
  attachments: z.array(Attachment),
  label: CommentLabel.nullable().describe('Threads only.'),
  assignee: Person.nullable().describe('Who is to see to it. Threads only.'),
  dueAt: Instant.nullable().describe('Until when. Threads only.'),
  mentions: z.array(UserId).describe('People who are named in it.'),
  mentionsMe: z.boolean().describe('I am named in it, or a space that I am in.'),
  reactions: z.array(CommentReaction),
  createdAt: Instant,
  editedAt: Instant.nullable(),
  resolvedAt: Instant.nullable().describe('Threads only.'),
  resolvedBy: Person.nullable(),
  revision: z.int().describe('Counts up with each edit; send it back to edit.'),
  canEdit: z.boolean().describe('May I edit it (its author).'),
  canRemove: z.boolean().describe('May I delete it (its author, admins).'),
});
export type Comment = z.infer<typeof Comment>;

export const CommentVersion = z.object({ revision: z.int(), body: z.string(), writtenAt: Instant });
export type CommentVersion = z.infer<typeof CommentVersion>;

/** Where a thread is pinned. */
const anchor = {
  atMs: PositionMs.nullable().default(null),
  endMs: PositionMs.nullable().default(null),
  quote: Quote.nullable().default(null),
  region: Region.nullable().default(null),
};

/** How a thread is worked on. */
const triage = {
  label: CommentLabel.nullable(),
  assigneeId: UserId.nullable(),
  dueAt: Instant.nullable(),
};

/** A reaction to a moment of the video, on its bar. */
export const MomentReaction = z.object({
  id: z.uuid(),
  emoji: ReactionEmoji,
  atMs: PositionMs,
  person: Person,
  isMine: z.boolean(),
});
export type MomentReaction = z.infer<typeof MomentReaction>;

const byId = z.object({ id: CommentId });

export const commentsContract = oc.tag('Comments').router({
  list: oc
    .route({
      method: 'GET',
      path: '/videos/{slug}/comments',
      summary:
        'All comments of a version in order of time, and the threads of versions before it that are open.',
    })
    .input(z.object({ slug: VideoSlug }))
    .output(z.array(Comment)),
  get: oc
    .route({ method: 'GET', path: '/comments/{id}', summary: 'One comment; not found where it was deleted.' })
    .input(byId)
    .output(Comment),
  create: oc
    .route({
      method: 'POST',
      path: '/videos/{slug}/comments',
      summary: 'Comment at a frame or a range, or reply to a thread.',
    })
    .input(
      z.object({
        slug: VideoSlug,
        id: CommentId.optional().describe('Chosen by the client: sending it twice makes one comment.'),
        body: CommentBody,
        ...anchor,
        ink: Annotation.default([]),
        attachmentIds: AttachmentIds.default([]),
        label: CommentLabel.nullable().default(null),
        assigneeId: UserId.nullable().default(null),
        dueAt: Instant.nullable().default(null),
        parentId: CommentId.nullable().default(null),
        recordingId: RecordingId.nullable()
          .default(null)
          .describe('My recording that was made with `replyTo`: it becomes this comment.'),
      }),
    )
    .output(Comment),
  update: oc
    .route({
      method: 'PATCH',
      path: '/comments/{id}',
      summary: 'Edit my comment, its ink and its files; conflict where `revision` is not the latest.',
    })
    .input(
      byId.extend({
        body: CommentBody,
        ink: Annotation.optional(),
        attachmentIds: AttachmentIds.optional().describe('All that it has afterwards; absent: they stay.'),
        revision: z.int().min(1),
      }),
    )
    .output(Comment),
  history: oc
    .route({
      method: 'GET',
      path: '/comments/{id}/history',
      summary: 'What it said before, newest first, with what it says now.',
    })
    .input(byId)
    .output(z.array(CommentVersion)),
  triage: oc
    .route({
      method: 'PATCH',
      path: '/comments/{id}/triage',
      summary: 'Label, assign or date a thread; what is left out stays.',
    })
    .input(byId.extend(z.object(triage).partial().shape))
    .output(Comment),
  react: oc
    .route({
      method: 'PUT',
      path: '/comments/{id}/reactions/{emoji}',
      summary: 'Give a reaction, or take it back.',
    })
    .input(byId.extend({ emoji: ReactionEmoji, isOn: z.boolean() }))
    .output(Comment),
  listReactions: oc
    .route({
      method: 'GET',
      path: '/videos/{slug}/reactions',
      summary: 'Reactions to moments of a video, in order of time.',
    })
    .input(z.object({ slug: VideoSlug }))
    .output(z.array(MomentReaction)),
  addReaction: oc
    .route({ method: 'POST', path: '/videos/{slug}/reactions', summary: 'React to a moment of a video.' })
    .input(
      z.object({
        slug: VideoSlug,
        id: z.uuid().optional().describe('Chosen by the client: sending it twice makes one reaction.'),
        emoji: ReactionEmoji,
        atMs: PositionMs,
      }),
    )
    .output(Done),
  removeReaction: oc
    .route({ method: 'DELETE', path: '/reactions/{id}', summary: 'Take back my reaction to a moment.' })
    .input(z.object({ id: z.uuid() }))
    .output(Done),
  remove: oc
    .route({
      method: 'DELETE',
      path: '/comments/{id}',
      summary: 'Delete a comment; can be restored for 30 days.',
    })
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
