import { implement } from '@orpc/server';
import { signedIn, type ApiContext } from '#server/context.ts';
import { insightsContract } from '#shared/insights.ts';
import { getInsights } from './get-insights.ts';

const os = implement(insightsContract).$context<ApiContext>();

export const insightsRouter = os.router({
  get: os.get.handler(({ input, context }) => getInsights(signedIn(context), input)),
});
