import { implement } from '@orpc/server';
import { signedIn, type ApiContext } from '#server/context.ts';
import { editionsContract } from '#shared/editions.ts';
import { getDiscussion } from './discussion/get-discussion.ts';
import { removeEntryComment, restoreEntryComment } from './discussion/remove-entry-comment.ts';
import { createEntryComment, updateEntryComment } from './discussion/write-entry-comment.ts';
import { exportEdition } from './roll-up/export-edition.ts';
import { getRollUp } from './roll-up/read-roll-up.ts';

const os = implement(editionsContract).$context<ApiContext>();

export const editionsRouter = os.router({
  rollUp: os.rollUp.handler(({ input, context }) => getRollUp(signedIn(context), input)),
  exported: os.exported.handler(({ input, context }) => exportEdition(signedIn(context), input)),
  comments: os.comments.handler(({ input, context }) => getDiscussion(signedIn(context), input)),
  comment: os.comment.handler(({ input, context }) => createEntryComment(signedIn(context), input)),
  updateComment: os.updateComment.handler(({ input, context }) =>
    updateEntryComment(signedIn(context), input),
  ),
  removeComment: os.removeComment.handler(({ input, context }) =>
    removeEntryComment(signedIn(context), input),
  ),
  restoreComment: os.restoreComment.handler(({ input, context }) =>
    restoreEntryComment(signedIn(context), input),
  ),
});
