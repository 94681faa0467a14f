import { implement } from '@orpc/server';
import { signedIn, type ApiContext } from '#server/context.ts';
import { notificationsContract } from '#shared/notifications.ts';
import { markDone, markRead, snoozeInbox, undoInbox } from './change-inbox.ts';
import { getChoices, setChoices, setSpaceLevel } from './choices.ts';
import { listSent, listTroubled, retryDelivery } from './list-deliveries.ts';
import { countInbox, listInbox } from './list-inbox.ts';

const os = implement(notificationsContract).$context<ApiContext>();

export const notificationsRouter = os.router({
  list: os.list.handler(({ input, context }) => listInbox(signedIn(context), input)),
  counts: os.counts.handler(({ context }) => countInbox(signedIn(context))),
  markRead: os.markRead.handler(({ input, context }) => markRead(signedIn(context), input)),
  markDone: os.markDone.handler(({ input, context }) => markDone(signedIn(context), input)),
  undo: os.undo.handler(({ input, context }) => undoInbox(signedIn(context), input)),
  snooze: os.snooze.handler(({ input, context }) => snoozeInbox(signedIn(context), input)),
  preferences: os.preferences.handler(({ context }) => getChoices(signedIn(context))),
  setPreferences: os.setPreferences.handler(({ input, context }) => setChoices(signedIn(context), input)),
  setSpaceLevel: os.setSpaceLevel.handler(({ input, context }) => setSpaceLevel(signedIn(context), input)),
  sent: os.sent.handler(({ input, context }) => listSent(signedIn(context), input)),
  troubled: os.troubled.handler(({ input, context }) => listTroubled(signedIn(context), input)),
  retry: os.retry.handler(({ input, context }) => retryDelivery(signedIn(context), input)),
});
