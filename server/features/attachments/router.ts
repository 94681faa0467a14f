import { implement } from '@orpc/server';
import { viewer, type ApiContext } from '#server/context.ts';
import { attachmentsContract } from '#shared/attachments.ts';
import { completeAttachment } from './complete-attachment.ts';
import { createAttachment } from './create-attachment.ts';
import { getAttachment } from './get-attachment.ts';
import { removeAttachment } from './remove-attachment.ts';

const os = implement(attachmentsContract).$context<ApiContext>();

export const attachmentsRouter = os.router({
  create: os.create.handler(({ input, context }) => createAttachment(viewer(context), input)),
  complete: os.complete.handler(({ input, context }) => completeAttachment(viewer(context), input)),
  get: os.get.handler(({ input, context }) => getAttachment(viewer(context), input)),
  remove: os.remove.handler(({ input, context }) => removeAttachment(viewer(context), input)),
});
