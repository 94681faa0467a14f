import { eq } from 'drizzle-orm';
import type { Transaction } from '#server/db/connect.ts';
import { publish } from '#server/events/publish.ts';
import { members } from '#server/features/workspaces/tables.ts';
import { UserId } from '#shared/ids.ts';

/** A person's time is the same in all their workspaces: each hears of a change. */
export async function publishTime(tx: Transaction, userId: string): Promise<void> {
  const rows = await tx
    .select({ workspaceId: members.organizationId })
    .from(members)
    .where(eq(members.userId, userId));
  for (const { workspaceId } of rows)
    await publish(tx, workspaceId, { type: 'time.changed', userId: UserId.parse(userId) });
}
