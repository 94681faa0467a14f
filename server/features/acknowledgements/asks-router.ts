import { implement } from '@orpc/server';
import { signedIn, type ApiContext } from '#server/context.ts';
import { asksContract } from '#shared/asks.ts';
import { listMade } from './made.ts';
import { askMatrix } from './matrix.ts';
import { countOwed, listOwed } from './owed.ts';
import { responseTimes } from './response-times.ts';
import { teamLoad } from './team-load.ts';

const os = implement(asksContract).$context<ApiContext>();

export const asksRouter = os.router({
  count: os.count.handler(({ context }) => countOwed(signedIn(context))),
  mine: os.mine.handler(({ context }) => listOwed(signedIn(context))),
  made: os.made.handler(({ context }) => listMade(signedIn(context))),
  matrix: os.matrix.handler(({ input, context }) => askMatrix(signedIn(context), input)),
  load: os.load.handler(({ context }) => teamLoad(signedIn(context))),
  responseTimes: os.responseTimes.handler(({ context }) => responseTimes(signedIn(context))),
});
