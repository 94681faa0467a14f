import { afterCommit, type Transaction } from '#server/db/connect.ts';
import type { LiveEvent } from '#shared/events.ts';
import { announce } from './announce.ts';
import { liveEvents } from './tables.ts';

/** The stored row, as it travels between processes. */
export interface PublishedEvent {
  id: number;
  workspaceId: string;
  /** Only those who may view this video hear it; null: everybody in the workspace. */
  videoId: string | null;
  event: LiveEvent;
}

/**
 * Publishes in the transaction of the change: open pages hear of it when, and only when, it commits. NOTIFY itself comes right
 * after the commit: inside, it would let one transaction at a time wait for the disk, as PostgreSQL sends notifications in the
 * order of commits. What is lost in between, such as by a crash, servers find in the table (see `openLiveFeed`).
 */
export async function publish(tx: Transaction, workspaceId: string, event: LiveEvent): Promise<void> {
  const videoId = 'videoId' in event ? event.videoId : null;
  const [row] = await tx
    .insert(liveEvents)
    .values({ workspaceId, videoId, event })
    .returning({ id: liveEvents.id });
  if (!row) throw new Error('insert into live_events returned no row');
  const { id } = row;
  afterCommit(tx, (sql) => announce(sql, { id, workspaceId, videoId, event }));
}

/** Several at once, by one statement. */
export async function publishAll(
  tx: Transaction,
  events: readonly { workspaceId: string; event: LiveEvent }[],
): Promise<void> {
  if (events.length === 0) return;
  const rows = await tx
    .insert(liveEvents)
    .values(
      events.map(({ workspaceId, event }) => ({
        workspaceId,
        videoId: 'videoId' in event ? event.videoId : null,
        event,
      })),
    )
    .returning();
  afterCommit(tx, (sql) => {
    for (const { id, workspaceId, videoId, event } of rows)
      announce(sql, { id, workspaceId, videoId, event });
  });
}
