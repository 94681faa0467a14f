import type postgres from 'postgres';
import type { Logger } from 'pino';
import { LIVE_CHANNEL, type PublishedEvent } from './publish.ts';
import { SESSION_CHANNEL, type SessionNotice } from './sessions.ts';

export interface LiveFeed extends AsyncDisposable {
  /** Calls `listener` for each event of a workspace until the returned function is called. */
  subscribe(workspaceId: string, listener: (event: PublishedEvent) => void): () => void;
  /** The same for what is said in a live session. */
  subscribeToSession(sessionId: string, listener: (notice: SessionNotice) => void): () => void;
  /** Called after the connection to Postgres was lost and is back: events may have been missed. */
  onReconnect(listener: () => void): () => void;
}

/** One LISTEN connection a process, fanned out to all open pages. The driver reconnects by itself. */
export async function openLiveFeed(sql: postgres.Sql, log: Logger): Promise<LiveFeed> {
  const byWorkspace = new Listeners<PublishedEvent>();
  const bySession = new Listeners<SessionNotice>();
  const reconnectListeners = new Set<() => void>();
  let isFirst = true;
  const events = await sql.listen(
    LIVE_CHANNEL,
    (payload) => {
      const event = JSON.parse(payload) as PublishedEvent;
      byWorkspace.tell(event.workspaceId, event);
    },
    () => {
      if (!isFirst) {
        log.warn('the live feed was interrupted and is back');
        for (const listener of reconnectListeners) listener();
      }
      isFirst = false;
    },
  );
  const sessions = await sql.listen(SESSION_CHANNEL, (payload) => {
    const notice = JSON.parse(payload) as SessionNotice;
    bySession.tell(notice.sessionId, notice);
  });
  return {
    subscribe: (workspaceId, listener) => byWorkspace.add(workspaceId, listener),
    subscribeToSession: (sessionId, listener) => bySession.add(sessionId, listener),
    onReconnect(listener) {
      reconnectListeners.add(listener);
      return () => reconnectListeners.delete(listener);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([events, sessions].map(({ unlisten }) => unlisten().catch(() => undefined)));
    },
  };
}

class Listeners<T> {
  readonly #byKey = new Map<string, Set<(item: T) => void>>();

  add(key: string, listener: (item: T) => void): () => void {
    const listeners = this.#byKey.get(key) ?? new Set();
    listeners.add(listener);
    this.#byKey.set(key, listeners);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#byKey.delete(key);
    };
  }

  tell(key: string, item: T): void {
    for (const listener of this.#byKey.get(key) ?? []) listener(item);
  }
}
