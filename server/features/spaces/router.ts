import { implement } from '@orpc/server';
import { signedIn, type ApiContext } from '#server/context.ts';
import { spacesContract } from '#shared/spaces.ts';
import { createSpace, getSpace, listSpaces, removeSpace, updateSpace } from './spaces.ts';

const os = implement(spacesContract).$context<ApiContext>();

export const spacesRouter = os.router({
  list: os.list.handler(({ context }) => listSpaces(signedIn(context))),
  get: os.get.handler(({ input, context }) => getSpace(signedIn(context), input)),
  create: os.create.handler(({ input, context }) => createSpace(signedIn(context), input)),
  update: os.update.handler(({ input, context }) => updateSpace(signedIn(context), input)),
  remove: os.remove.handler(({ input, context }) => removeSpace(signedIn(context), input)),
});
