import type postgres from 'postgres';
import type { Logger } from 'pino';
import { LIVE_CHANNEL } from './announce.ts';
import type { PublishedEvent } from './publish.ts';
import { SESSION_CHANNEL, type SessionNotice } from './sessions.ts';

export interface LiveFeed extends AsyncDisposable {
  /** Calls `listener` for each event of a workspace until the returned function is called. */
  subscribe(workspaceId: string, listener: (event: PublishedEvent) => void): () => void;
  /** The same for what is said in a live session. */
  subscribeToSession(sessionId: string, listener: (notice: SessionNotice) => void): () => void;
  /** Called after the connection to Postgres was lost and is back: events may have been missed. */
  onReconnect(listener: () => void): () => void;
}

/** How often a server looks for events that nobody announced: whoever wrote them ended right after the commit. */
const LOOK_EVERY_MS = 2_000;
/** Those of the last moment are most likely being announced. */
const YOUNG_MS = 500;
/** Transactions end within this time, looked back at. */
const LOOK_BACK_MS = 10_000;

/** One LISTEN connection a process, fanned out to all open pages. The driver reconnects by itself. */
export async function openLiveFeed(sql: postgres.Sql, log: Logger): Promise<LiveFeed> {
  const byWorkspace = new Listeners<PublishedEvent>();
  const bySession = new Listeners<SessionNotice>();
  const reconnectListeners = new Set<() => void>();
  const heard = new Heard();
  const hear = (event: PublishedEvent) => {
    if (heard.add(event.id)) byWorkspace.tell(event.workspaceId, event);
  };
  let isFirst = true;
  const events = await sql.listen(
    LIVE_CHANNEL,
    (payload) => {
      for (const event of JSON.parse(payload) as PublishedEvent[]) hear(event);
    },
    () => {
      if (!isFirst) {
        log.warn('the live feed was interrupted and is back');
        for (const listener of reconnectListeners) listener();
      }
      isFirst = false;
    },
  );
  const openedAt = Date.now();
  const look = async () => {
    if (byWorkspace.isEmpty) return;
    for (const event of await unannounced(sql, Math.min(LOOK_BACK_MS, Date.now() - openedAt), heard))
      hear(event);
  };
  const timer = setInterval(() => {
    // The next look finds it.
    look().catch(() => undefined);
  }, LOOK_EVERY_MS);
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
      clearInterval(timer);
      await Promise.all([events, sessions].map(({ unlisten }) => unlisten().catch(() => undefined)));
    },
  };
}

/** Ids of what was heard lately, so that nothing is told twice. */
class Heard {
  readonly #ids = new Map<number, number>();

  /** False where it was heard before. */
  add(id: number): boolean {
    if (this.#ids.has(id)) return false;
    this.#ids.set(id, Date.now());
    return true;
  }

  /** The ids of the time that is looked back at; older ones are forgotten. */
  recent(): number[] {
    const old = Date.now() - 2 * LOOK_BACK_MS;
    for (const [id, at] of this.#ids) {
      if (at > old) break;
      this.#ids.delete(id);
    }
    return [...this.#ids.keys()];
  }
}

async function unannounced(sql: postgres.Sql, backMs: number, heard: Heard): Promise<PublishedEvent[]> {
  return sql<PublishedEvent[]>`
    select id::float8 as id, workspace_id as "workspaceId", video_id as "videoId", event
    from live_events
    where created_at > now() - ${backMs} * interval '1 millisecond'
      and created_at < now() - ${YOUNG_MS} * interval '1 millisecond'
      and id <> all (${heard.recent()}::bigint[])
    order by id`;
}

class Listeners<T> {
  readonly #byKey = new Map<string, Set<(item: T) => void>>();

  get isEmpty(): boolean {
    return this.#byKey.size === 0;
  }

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
