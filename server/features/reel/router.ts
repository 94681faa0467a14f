import { implement } from '@orpc/server';
import { signedIn, type ApiContext } from '#server/context.ts';
import { reelContract } from '#shared/reel.ts';
import { finishCatchUp, getCatchUp, noteShown } from './catch-up.ts';
import { getEditionReel } from './edition-reel.ts';

const os = implement(reelContract).$context<ApiContext>();

export const reelRouter = os.router({
  edition: os.edition.handler(({ input, context }) => getEditionReel(signedIn(context), input)),
  catchUp: os.catchUp.handler(({ context }) => getCatchUp(signedIn(context))),
  caughtUp: os.caughtUp.handler(({ input, context }) => finishCatchUp(signedIn(context), input)),
  shown: os.shown.handler(({ input, context }) => noteShown(signedIn(context), input)),
});
