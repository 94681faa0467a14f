import type postgres from 'postgres';
import type { Logger } from 'pino';
import { LIVE_CHANNEL, type PublishedEvent } from './publish.ts';

export interface LiveFeed extends AsyncDisposable {
  /** Calls `listener` for each event of a workspace until the returned function is called. */
  subscribe(workspaceId: string, listener: (event: PublishedEvent) => void): () => void;
  /** Called after the connection to Postgres was lost and is back: events may have been missed. */
  onReconnect(listener: () => void): () => void;
}

/** One LISTEN connection a process, fanned out to all open pages. The driver reconnects by itself. */
export async function openLiveFeed(sql: postgres.Sql, log: Logger): Promise<LiveFeed> {
  const byWorkspace = new Map<string, Set<(event: PublishedEvent) => void>>();
  const reconnectListeners = new Set<() => void>();
  let isFirst = true;
  const { unlisten } = await sql.listen(
    LIVE_CHANNEL,
    (payload) => {
      const event = JSON.parse(payload) as PublishedEvent;
      for (const listener of byWorkspace.get(event.workspaceId) ?? []) listener(event);
    },
    () => {
      if (!isFirst) {
        log.warn('the live feed was interrupted and is back');
        for (const listener of reconnectListeners) listener();
      }
      isFirst = false;
    },
  );
  return {
    subscribe(workspaceId, listener) {
      const listeners = byWorkspace.get(workspaceId) ?? new Set();
      listeners.add(listener);
      byWorkspace.set(workspaceId, listeners);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) byWorkspace.delete(workspaceId);
      };
    },
    onReconnect(listener) {
      reconnectListeners.add(listener);
      return () => reconnectListeners.delete(listener);
    },
    async [Symbol.asyncDispose]() {
      await unlisten().catch(() => undefined);
    },
  };
}
