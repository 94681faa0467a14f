import { and, eq, isNull, or, sql, type SQL } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { spaces } from '#server/features/spaces/tables.ts';
import { WebhookId } from '#shared/ids.ts';
import type { WebhookEvent } from '#shared/webhooks.ts';
import { webhooks } from './tables.ts';

export interface WebhookMessage {
  workspaceId: string;
  /** Of the video that it is about. */
  spaceId: string | null;
  kind: WebhookEvent;
  /** One or two sentences, as plain text. */
  text: string;
  /** Where to look at it: absolute. */
  url: string;
}

/** A condition: the workspace has a webhook for such events. For who writes an event without a transaction of its own. */
export function hasWebhooks(workspaceId: SQL, kind: WebhookEvent): SQL {
  return sql`exists (select 1 from ${webhooks}
    where ${webhooks.workspaceId} = ${workspaceId} and ${kind} = any(${webhooks.events}))`;
}

/**
 * Posts an event to the webhooks that want it, in the transaction of the event. What happens in a private space goes to the
 * webhooks of that space alone.
 */
export async function enqueueWebhooks(
  tx: Transaction,
  ctx: AppContext,
  { workspaceId, spaceId, kind, text, url }: WebhookMessage,
): Promise<void> {
  const isForEverybody =
    spaceId === null
      ? sql`true`
      : sql`exists (select 1 from ${spaces} where ${spaces.id} = ${spaceId} and ${spaces.visibility} = 'open')`;
  const ofAll = and(isNull(webhooks.spaceId), isForEverybody);
  const rows = await tx
    .select({ id: webhooks.id })
    .from(webhooks)
    .where(
      and(
        eq(webhooks.workspaceId, workspaceId),
        sql`${kind} = any(${webhooks.events})`,
        spaceId === null ? ofAll : or(ofAll, eq(webhooks.spaceId, spaceId)),
      ),
    );
  for (const { id } of rows)
    await ctx.queue.enqueue(tx, 'post-webhook', { webhookId: WebhookId.parse(id), text, url });
}
