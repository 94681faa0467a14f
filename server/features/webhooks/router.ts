import { implement } from '@orpc/server';
import { signedIn, type ApiContext } from '#server/context.ts';
import { webhooksContract } from '#shared/webhooks.ts';
import { createWebhook, listWebhooks, removeWebhook, testWebhook } from './webhooks.ts';

const os = implement(webhooksContract).$context<ApiContext>();

export const webhooksRouter = os.router({
  list: os.list.handler(({ context }) => listWebhooks(signedIn(context))),
  create: os.create.handler(({ input, context }) => createWebhook(signedIn(context), input)),
  test: os.test.handler(({ input, context }) => testWebhook(signedIn(context), input)),
  remove: os.remove.handler(({ input, context }) => removeWebhook(signedIn(context), input)),
});
