import { implement } from '@orpc/server';
import { signedIn, viewer, type ApiContext } from '#server/context.ts';
import { acknowledgementsContract } from '#shared/acknowledgements.ts';
import { acknowledgeMany } from './acknowledge-many.ts';
import { acknowledgeVideo, takeBackAcknowledgement } from './acknowledge-video.ts';
import { answerAsk } from './answer-ask.ts';
import { askForAcknowledgement } from './ask-for-acknowledgement.ts';
import { changeAsks, withdrawAsks } from './change-asks.ts';
import { readLedger } from './read-ledger.ts';
import { withdrawRequest } from './withdraw-request.ts';

const os = implement(acknowledgementsContract).$context<ApiContext>();

export const acknowledgementsRouter = os.router({
  ledger: os.ledger.handler(({ input, context }) => readLedger(viewer(context), input)),
  ask: os.ask.handler(({ input, context }) => askForAcknowledgement(signedIn(context), input)),
  acknowledge: os.acknowledge.handler(({ input, context }) => acknowledgeVideo(signedIn(context), input)),
  answer: os.answer.handler(({ input, context }) => answerAsk(signedIn(context), input)),
  takeBack: os.takeBack.handler(({ input, context }) => takeBackAcknowledgement(signedIn(context), input)),
  change: os.change.handler(({ input, context }) => changeAsks(signedIn(context), input)),
  withdrawOpen: os.withdrawOpen.handler(({ input, context }) => withdrawAsks(signedIn(context), input)),
  acknowledgeMany: os.acknowledgeMany.handler(({ input, context }) =>
    acknowledgeMany(signedIn(context), input),
  ),
  withdraw: os.withdraw.handler(({ input, context }) => withdrawRequest(signedIn(context), input)),
});
