import type { AppContext } from '#server/context.ts';
import { findWebhook, postMessage, recordResult } from '#server/features/webhooks/index.ts';
import type { JobRun } from '#server/queue/queue.ts';

/** Posts an event to a chat. What can't be delivered is shown in the list of webhooks, never dropped in silence. */
export async function postWebhook(ctx: AppContext, job: JobRun<'post-webhook'>): Promise<void> {
  const { webhookId, ...message } = job.payload;
  const row = await findWebhook(ctx, webhookId);
  if (!row) return;
  const result = await postMessage(ctx, row, message, job.signal);
  const isLost = result.kind === 'failed' && (result.isForGood || job.isLastTry);
  await recordResult(ctx, webhookId, result, isLost);
  // The address is a secret: it stays out of the log.
  if (isLost) ctx.log.warn({ webhookId, reason: result.problem }, 'an event was not delivered to a webhook');
  else if (result.kind === 'failed') throw new Error(result.problem);
}
