import { oc } from '@orpc/contract';
import * as z from 'zod';
import { CommentBody } from './comments.ts';
import { Done, EditionId, Instant, PositionMs, UserId, VideoSlug } from './ids.ts';
import { Person } from './people.ts';
import { Prompt } from './series.ts';

export const RollUpQuote = z.object({
  person: Person,
  text: z.string().describe('One sentence, word by word as it was written or said.'),
  video: VideoSlug.nullable().describe('Where it was said; null: it was written.'),
  atMs: PositionMs.nullable().describe('When its first word is said.'),
});
export type RollUpQuote = z.infer<typeof RollUpQuote>;

export const RollUpCount = z.object({
  value: z.string().describe('A light, an option or a number.'),
  people: z.array(Person),
});
export type RollUpCount = z.infer<typeof RollUpCount>;

export const RollUpSection = z.object({
  prompt: Prompt.nullable().describe('Null: what was said in videos without chapters.'),
  counts: z.array(RollUpCount).describe('What was picked, most first; numbers in their order.'),
  quotes: z.array(RollUpQuote).describe('The most telling sentences, by person in the order of the answers.'),
  people: z.int().describe('How many have said or written something.'),
});
export type RollUpSection = z.infer<typeof RollUpSection>;

export const RollUp = z.object({
  sections: z
    .array(RollUpSection)
    .describe('In the order of the prompts; those without an answer are left out.'),
  transcribing: z.int().describe('Videos of it whose words are not known yet; ask again later.'),
  left: z.int().describe('How many answers beyond the most that it takes are not in it.'),
});
export type RollUp = z.infer<typeof RollUp>;

export const EntryComment = z.object({
  id: z.uuid(),
  personId: UserId.describe('Whose answer it is about.'),
  promptId: z.uuid(),
  author: Person,
  body: z.string().describe('Markdown.'),
  createdAt: Instant,
  editedAt: Instant.nullable(),
  revision: z.int().describe('Counts up with each edit; send it back to edit.'),
  canEdit: z.boolean(),
  canRemove: z.boolean(),
});
export type EntryComment = z.infer<typeof EntryComment>;

export const SpokenAnswer = z.object({
  personId: UserId,
  slug: VideoSlug.describe('Of exactly the version that was given.'),
  moments: z
    .array(z.object({ atMs: PositionMs.nullable(), comments: z.int() }))
    .describe('Threads on it, with how many comments each has.'),
});
export type SpokenAnswer = z.infer<typeof SpokenAnswer>;

export const EditionDiscussion = z.object({
  comments: z.array(EntryComment).describe('About written answers, oldest first.'),
  spoken: z.array(SpokenAnswer).describe('Videos that I can see. What is said about them is at the video.'),
});
export type EditionDiscussion = z.infer<typeof EditionDiscussion>;

const Body = CommentBody.min(1);
const ofEdition = z.object({ id: EditionId });
const ofComment = z.object({ id: z.uuid() });

export const editionsContract = oc.tag('Editions').router({
  rollUp: oc
    .route({
      method: 'GET',
      path: '/editions/{id}/roll-up',
      summary: 'What was said in short: sentences of the answers, with the second at which each is said.',
    })
    .input(ofEdition)
    .output(RollUp),
  exported: oc
    .route({
      method: 'GET',
      path: '/editions/{id}/export.md',
      summary: 'An edition as Markdown: roll-up, all answers with links, who is missing.',
      outputStructure: 'detailed',
    })
    .input(ofEdition)
    .output(
      z.object({
        headers: z.record(z.string(), z.string()),
        body: z.file().describe('`text/markdown`.'),
      }),
    ),
  comments: oc
    .route({
      method: 'GET',
      path: '/editions/{id}/comments',
      summary: 'What was said about the answers of an edition.',
    })
    .input(ofEdition)
    .output(EditionDiscussion),
  comment: oc
    .route({
      method: 'POST',
      path: '/editions/{id}/comments',
      summary: 'Write about somebody’s answer to a prompt. On a video, comment on the video.',
    })
    .input(
      ofEdition.extend({
        commentId: z.uuid().optional().describe('Chosen by the client: sending it twice makes one comment.'),
        personId: UserId,
        promptId: z.uuid(),
        body: Body,
      }),
    )
    .output(EntryComment),
  updateComment: oc
    .route({
      method: 'PATCH',
      path: '/entry-comments/{id}',
      summary: 'Edit my comment; conflict where `revision` is not the latest.',
    })
    .input(ofComment.extend({ body: Body, revision: z.int().min(1) }))
    .output(EntryComment),
  removeComment: oc
    .route({
      method: 'DELETE',
      path: '/entry-comments/{id}',
      summary: 'Delete a comment on an answer; can be restored for 30 days.',
    })
    .input(ofComment)
    .output(Done),
  restoreComment: oc
    .route({ method: 'POST', path: '/entry-comments/{id}/restore', summary: 'Undo a deletion.' })
    .input(ofComment)
    .output(EntryComment),
});
