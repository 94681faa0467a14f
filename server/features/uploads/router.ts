import { implement } from '@orpc/server';
import { recording, type ApiContext } from '#server/context.ts';
import { uploadsContract } from '#shared/uploads.ts';
import { abortUpload, completeUpload, listUploadedParts, signParts, startUpload } from './upload-file.ts';

const os = implement(uploadsContract).$context<ApiContext>();

export const uploadsRouter = os.router({
  create: os.create.handler(({ input, context }) => startUpload(recording(context), input)),
  signParts: os.signParts.handler(({ input, context }) => signParts(recording(context), input)),
  listParts: os.listParts.handler(({ input, context }) => listUploadedParts(recording(context), input)),
  complete: os.complete.handler(({ input, context }) => completeUpload(recording(context), input)),
  abort: os.abort.handler(({ input, context }) => abortUpload(recording(context), input)),
});
