import { implement } from '@orpc/server';
import { signedIn, type ApiContext } from '#server/context.ts';
import { apiKeysContract } from '#shared/people.ts';
import { createApiKey, listApiKeys, revokeApiKey } from './api-keys.ts';

const os = implement(apiKeysContract).$context<ApiContext>();

export const apiKeysRouter = os.router({
  list: os.list.handler(({ context }) => listApiKeys(signedIn(context))),
  create: os.create.handler(({ input, context }) => createApiKey(signedIn(context), input)),
  revoke: os.revoke.handler(({ input, context }) => revokeApiKey(signedIn(context), input)),
});
