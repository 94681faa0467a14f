import { implement } from '@orpc/server';
import { signedIn, viewer, type ApiContext } from '#server/context.ts';
import { togetherContract } from '#shared/together.ts';
import { beHere } from './be-here.ts';
import { endSession, leaveSession } from './leave-session.ts';
import { reportState } from './report-state.ts';
import { sendMessage } from './send-message.ts';
import { getSession, joinSession, startSession } from './start-session.ts';
import { takeLead } from './take-lead.ts';

const os = implement(togetherContract).$context<ApiContext>();

export const togetherRouter = os.router({
  get: os.get.handler(({ input, context }) => getSession(viewer(context), input)),
  start: os.start.handler(({ input, context }) => startSession(signedIn(context), input)),
  join: os.join.handler(({ input, context }) => joinSession(viewer(context), input)),
  beHere: os.beHere.handler(({ input, context }) => beHere(viewer(context), input)),
  report: os.report.handler(({ input, context }) => reportState(viewer(context), input)),
  send: os.send.handler(({ input, context }) => sendMessage(viewer(context), input)),
  takeLead: os.takeLead.handler(({ input, context }) => takeLead(viewer(context), input)),
  leave: os.leave.handler(({ input, context }) => leaveSession(viewer(context), input)),
  end: os.end.handler(({ input, context }) => endSession(signedIn(context), input)),
});
