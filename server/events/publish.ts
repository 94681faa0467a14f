import { sql } from 'drizzle-orm';
import type { Transaction } from '#server/db/connect.ts';
import type { LiveEvent } from '#shared/events.ts';
import { liveEvents } from './tables.ts';

export const LIVE_CHANNEL = 'playhead_live';

/** What travels over NOTIFY: the stored row. */
export interface PublishedEvent {
  id: number;
  workspaceId: string;
  /** Only those who may view this video hear it; null: everybody in the workspace. */
  videoId: string | null;
  event: LiveEvent;
}

/** Publishes in the transaction of the change: open pages hear of it when, and only when, it commits. */
export async function publish(tx: Transaction, workspaceId: string, event: LiveEvent): Promise<void> {
  const videoId = 'videoId' in event ? event.videoId : null;
  const [row] = await tx
    .insert(liveEvents)
    .values({ workspaceId, videoId, event })
    .returning({ id: liveEvents.id });
  if (!row) throw new Error('insert into live_events returned no row');
  const published: PublishedEvent = { id: row.id, workspaceId, videoId, event };
  await tx.execute(sql`select pg_notify(${LIVE_CHANNEL}, ${JSON.stringify(published)})`);
}
