import { implement } from '@orpc/server';
import { viewer, type ApiContext } from '#server/context.ts';
import { commentsContract } from '#shared/comments.ts';
import { createComment } from './create-comment.ts';
import { listComments } from './list-comments.ts';
import { removeComment, restoreComment } from './remove-comment.ts';
import { reopenThread, resolveThread } from './resolve-thread.ts';
import { updateComment } from './update-comment.ts';

const os = implement(commentsContract).$context<ApiContext>();

export const commentsRouter = os.router({
  list: os.list.handler(({ input, context }) => listComments(viewer(context), input)),
  create: os.create.handler(({ input, context }) => createComment(viewer(context), input)),
  update: os.update.handler(({ input, context }) => updateComment(viewer(context), input)),
  remove: os.remove.handler(({ input, context }) => removeComment(viewer(context), input)),
  restore: os.restore.handler(({ input, context }) => restoreComment(viewer(context), input)),
  resolve: os.resolve.handler(({ input, context }) => resolveThread(viewer(context), input)),
  reopen: os.reopen.handler(({ input, context }) => reopenThread(viewer(context), input)),
});
