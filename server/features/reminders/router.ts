import { implement } from '@orpc/server';
import { signedIn, type ApiContext } from '#server/context.ts';
import { remindersContract } from '#shared/reminders.ts';
import { remindersOfVideo } from './reminders-of-video.ts';
import { chooseManager, getMyManager, getPolicy, updatePolicy } from './settings.ts';

const os = implement(remindersContract).$context<ApiContext>();

export const remindersRouter = os.router({
  ofVideo: os.ofVideo.handler(({ input, context }) => remindersOfVideo(signedIn(context), input)),
  policy: os.policy.handler(({ context }) => getPolicy(signedIn(context))),
  updatePolicy: os.updatePolicy.handler(({ input, context }) => updatePolicy(signedIn(context), input)),
  myManager: os.myManager.handler(({ context }) => getMyManager(signedIn(context))),
  chooseManager: os.chooseManager.handler(({ input, context }) => chooseManager(signedIn(context), input)),
});
