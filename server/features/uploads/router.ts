import { implement } from '@orpc/server';
import { signedIn, type ApiContext } from '#server/context.ts';
import { uploadsContract } from '#shared/uploads.ts';
import { abortUpload, completeUpload, listUploadedParts, signParts, startUpload } from './upload-file.ts';

const os = implement(uploadsContract).$context<ApiContext>();

export const uploadsRouter = os.router({
  create: os.create.handler(({ input, context }) => startUpload(signedIn(context), input)),
  signParts: os.signParts.handler(({ input, context }) => signParts(signedIn(context), input)),
  listParts: os.listParts.handler(({ input, context }) => listUploadedParts(signedIn(context), input)),
  complete: os.complete.handler(({ input, context }) => completeUpload(signedIn(context), input)),
  abort: os.abort.handler(({ input, context }) => abortUpload(signedIn(context), input)),
});
