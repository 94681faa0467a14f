import { implement } from '@orpc/server';
import { signedIn, viewer, type ApiContext } from '#server/context.ts';
import { commentsContract } from '#shared/comments.ts';
import { commentHistory } from './comment-history.ts';
import { createComment } from './create-comment.ts';
import { getComment, listComments } from './list-comments.ts';
import { addReaction, listReactions, removeReaction } from './moment-reactions.ts';
import { reactToComment } from './react-to-comment.ts';
import { removeComment, restoreComment } from './remove-comment.ts';
import { reopenThread, resolveThread } from './resolve-thread.ts';
import { triageThread } from './triage-thread.ts';
import { updateComment } from './update-comment.ts';

const os = implement(commentsContract).$context<ApiContext>();

export const commentsRouter = os.router({
  list: os.list.handler(({ input, context }) => listComments(viewer(context), input)),
  get: os.get.handler(({ input, context }) => getComment(viewer(context), input)),
  create: os.create.handler(({ input, context }) => createComment(viewer(context), input)),
  update: os.update.handler(({ input, context }) => updateComment(viewer(context), input)),
  history: os.history.handler(({ input, context }) => commentHistory(viewer(context), input)),
  triage: os.triage.handler(({ input, context }) => triageThread(signedIn(context), input)),
  react: os.react.handler(({ input, context }) => reactToComment(viewer(context), input)),
  listReactions: os.listReactions.handler(({ input, context }) => listReactions(viewer(context), input)),
  addReaction: os.addReaction.handler(({ input, context }) => addReaction(viewer(context), input)),
  removeReaction: os.removeReaction.handler(({ input, context }) => removeReaction(viewer(context), input)),
  remove: os.remove.handler(({ input, context }) => removeComment(viewer(context), input)),
  restore: os.restore.handler(({ input, context }) => restoreComment(viewer(context), input)),
  resolve: os.resolve.handler(({ input, context }) => resolveThread(viewer(context), input)),
  reopen: os.reopen.handler(({ input, context }) => reopenThread(viewer(context), input)),
});
