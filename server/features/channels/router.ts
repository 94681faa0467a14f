import { implement } from '@orpc/server';
import { signedIn, type ApiContext } from '#server/context.ts';
import { channelsContract } from '#shared/channels.ts';
import { addDevice, removeDevice, testDevice } from './devices.ts';
import { getMyChannels, updateMyChannels } from './my-channels.ts';

const os = implement(channelsContract).$context<ApiContext>();

export const channelsRouter = os.router({
  mine: os.mine.handler(({ context }) => getMyChannels(signedIn(context))),
  update: os.update.handler(({ input, context }) => updateMyChannels(signedIn(context), input)),
  addDevice: os.addDevice.handler(({ input, context }) => addDevice(signedIn(context), input)),
  removeDevice: os.removeDevice.handler(({ input, context }) => removeDevice(signedIn(context), input)),
  testDevice: os.testDevice.handler(({ input, context }) => testDevice(signedIn(context), input)),
});
