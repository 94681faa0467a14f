import { implement } from '@orpc/server';
import { signedIn, type ApiContext } from '#server/context.ts';
import { commentsContract } from '#shared/comments.ts';
import { createComment } from './create-comment.ts';
import { listComments } from './list-comments.ts';
import { removeComment, restoreComment } from './remove-comment.ts';
import { reopenThread, resolveThread } from './resolve-thread.ts';
import { updateComment } from './update-comment.ts';

const os = implement(commentsContract).$context<ApiContext>();

export const commentsRouter = os.router({
  list: os.list.handler(({ input, context }) => listComments(signedIn(context), input)),
  create: os.create.handler(({ input, context }) => createComment(signedIn(context), input)),
  update: os.update.handler(({ input, context }) => updateComment(signedIn(context), input)),
  remove: os.remove.handler(({ input, context }) => removeComment(signedIn(context), input)),
  restore: os.restore.handler(({ input, context }) => restoreComment(signedIn(context), input)),
  resolve: os.resolve.handler(({ input, context }) => resolveThread(signedIn(context), input)),
  reopen: os.reopen.handler(({ input, context }) => reopenThread(signedIn(context), input)),
});
