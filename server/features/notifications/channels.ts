import type { AppContext } from '#server/context.ts';
import { PermanentJobError } from '#server/queue/queue.ts';
import type { Channel } from '#shared/channels.ts';
import type { Bundle } from './bundle.ts';
import { bringBundle } from './channels/deliver-bundle.ts';
import { NotSentError, notSentOf } from './not-sent-error.ts';

export type { Channel };

/**
 * Hands a bundle over to whoever brings it. Throws `NotSentError` where it is certain that nothing left this house, which is tried
 * again; after any other error nobody knows whether it has arrived.
 */
export async function deliverBundle(ctx: AppContext, channel: Channel, bundle: Bundle): Promise<void> {
  try {
    await bringBundle(ctx, channel, bundle);
  } catch (error) {
    if (error instanceof PermanentJobError)
      throw new NotSentError(error.message, { isFinal: true, cause: error });
    throw notSentOf(error) ?? error;
  }
}
