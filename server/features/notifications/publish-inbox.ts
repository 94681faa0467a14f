import type { Transaction } from '#server/db/connect.ts';
import { publish } from '#server/events/publish.ts';
import { UserId } from '#shared/ids.ts';

/** More would not fit into one notification of PostgreSQL: all pages look then. */
const MOST_NAMED = 100;

/** Tells the open pages of these people that their inboxes have changed. */
export async function publishInbox(
  tx: Transaction,
  workspaceId: string,
  userIds: readonly string[],
): Promise<void> {
  const named = userIds.length > MOST_NAMED ? null : userIds.map((id) => UserId.parse(id));
  await publish(tx, workspaceId, { type: 'inbox.changed', userIds: named });
}
