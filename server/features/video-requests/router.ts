import { implement } from '@orpc/server';
import { asRespondent, signedIn, type ApiContext } from '#server/context.ts';
import { videoRequestsContract } from '#shared/video-requests.ts';
import { answerRequest } from './answer-request.ts';
import { askedOf } from './asked-guest.ts';
import { changeDue, renewLink, revokeLink, withdrawRequest } from './change-request.ts';
import { createRequest } from './create-request.ts';
import { discardTake, playTake, sendAnswer } from './guest-answer.ts';
import { getRequest, listMine, listSent } from './list-requests.ts';
import { openRequest, previewRequest } from './open-request.ts';

const os = implement(videoRequestsContract).$context<ApiContext>();

export const videoRequestsRouter = os.router({
  mine: os.mine.handler(({ context }) => listMine(signedIn(context))),
  sent: os.sent.handler(({ context }) => listSent(signedIn(context))),
  get: os.get.handler(({ input, context }) => getRequest(signedIn(context), input)),
  create: os.create.handler(({ input, context }) => createRequest(signedIn(context), input)),
  changeDue: os.changeDue.handler(({ input, context }) => changeDue(signedIn(context), input)),
  withdraw: os.withdraw.handler(({ input, context }) => withdrawRequest(signedIn(context), input)),
  renewLink: os.renewLink.handler(({ input, context }) => renewLink(signedIn(context), input)),
  revokeLink: os.revokeLink.handler(({ input, context }) => revokeLink(signedIn(context), input)),
  answer: os.answer.handler(({ input, context }) => answerRequest(signedIn(context), input)),
  preview: os.preview.handler(({ input, context }) => previewRequest(context, input)),
  open: os.open.handler(({ input, context }) => openRequest(context, input)),
  asked: os.asked.handler(({ context }) => askedOf(asRespondent(context))),
  playTake: os.playTake.handler(({ input, context }) => playTake(asRespondent(context), input)),
  send: os.send.handler(({ input, context }) => sendAnswer(asRespondent(context), input)),
  discardTake: os.discardTake.handler(({ input, context }) => discardTake(asRespondent(context), input)),
});
