import { implement } from '@orpc/server';
import { signedIn, type ApiContext } from '#server/context.ts';
import { groupsContract } from '#shared/groups.ts';
import { createGroup, listGroups, removeGroup, updateGroup } from './groups.ts';

const os = implement(groupsContract).$context<ApiContext>();

export const groupsRouter = os.router({
  list: os.list.handler(({ context }) => listGroups(signedIn(context))),
  create: os.create.handler(({ input, context }) => createGroup(signedIn(context), input)),
  update: os.update.handler(({ input, context }) => updateGroup(signedIn(context), input)),
  remove: os.remove.handler(({ input, context }) => removeGroup(signedIn(context), input)),
});
