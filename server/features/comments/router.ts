import { implement } from '@orpc/server';
import { signedIn, type ApiContext } from '#server/context.ts';
import { commentsContract } from '#shared/comments.ts';
import { commentHistory } from './comment-history.ts';
import { createComment } from './create-comment.ts';
import { listComments } from './list-comments.ts';
import { addReaction, listReactions, removeReaction } from './moment-reactions.ts';
import { reactToComment } from './react-to-comment.ts';
import { removeComment, restoreComment } from './remove-comment.ts';
import { reopenThread, resolveThread } from './resolve-thread.ts';
import { triageThread } from './triage-thread.ts';
import { updateComment } from './update-comment.ts';

const os = implement(commentsContract).$context<ApiContext>();

export const commentsRouter = os.router({
  list: os.list.handler(({ input, context }) => listComments(signedIn(context), input)),
  create: os.create.handler(({ input, context }) => createComment(signedIn(context), input)),
  update: os.update.handler(({ input, context }) => updateComment(signedIn(context), input)),
  history: os.history.handler(({ input, context }) => commentHistory(signedIn(context), input)),
  triage: os.triage.handler(({ input, context }) => triageThread(signedIn(context), input)),
  react: os.react.handler(({ input, context }) => reactToComment(signedIn(context), input)),
  listReactions: os.listReactions.handler(({ input, context }) => listReactions(signedIn(context), input)),
  addReaction: os.addReaction.handler(({ input, context }) => addReaction(signedIn(context), input)),
  removeReaction: os.removeReaction.handler(({ input, context }) => removeReaction(signedIn(context), input)),
  remove: os.remove.handler(({ input, context }) => removeComment(signedIn(context), input)),
  restore: os.restore.handler(({ input, context }) => restoreComment(signedIn(context), input)),
  resolve: os.resolve.handler(({ input, context }) => resolveThread(signedIn(context), input)),
  reopen: os.reopen.handler(({ input, context }) => reopenThread(signedIn(context), input)),
});
