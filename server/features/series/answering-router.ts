import { implement } from '@orpc/server';
import { signedIn, type ApiContext } from '#server/context.ts';
import { answeringContract } from '#shared/answering.ts';
import { blockersContract } from '#shared/blockers.ts';
import { changeBlocker, listBlockers } from './blockers.ts';
import { listDecisions } from './decisions.ts';
import { getEntryBefore } from './entry-before.ts';

const answering = implement(answeringContract).$context<ApiContext>();
const blockers = implement(blockersContract).$context<ApiContext>();

export const answeringRouter = answering.router({
  before: answering.before.handler(({ input, context }) => getEntryBefore(signedIn(context), input)),
  decisions: answering.decisions.handler(({ input, context }) => listDecisions(signedIn(context), input)),
});

export const blockersRouter = blockers.router({
  list: blockers.list.handler(({ input, context }) => listBlockers(signedIn(context), input)),
  change: blockers.change.handler(({ input, context }) => changeBlocker(signedIn(context), input)),
});
