import type postgres from 'postgres';
import type { PublishedEvent } from './publish.ts';

export const LIVE_CHANNEL = 'playhead_live';

/** PostgreSQL takes less than 8,000 bytes in one notification. */
const MOST_BYTES = 7_500;

const waiting = new WeakMap<postgres.Sql, PublishedEvent[]>();

/** Tells all servers of an event that is committed. What comes while one notification is on its way goes together in the next. */
export function announce(sql: postgres.Sql, event: PublishedEvent): void {
  const events = waiting.get(sql);
  if (events) return void events.push(event);
  const first = [event];
  waiting.set(sql, first);
  // Nobody waits for it, and the table has it all: servers look there by themselves.
  void send(sql, first)
    .catch(() => undefined)
    .finally(() => waiting.delete(sql));
}

async function send(sql: postgres.Sql, events: PublishedEvent[]): Promise<void> {
  while (events.length > 0) await sql`select pg_notify(${LIVE_CHANNEL}, ${nextPayload(events)})`;
}

/** Takes as many events off the front as fit into one notification. */
function nextPayload(events: PublishedEvent[]): string {
  const taken: string[] = [];
  let bytes = 2;
  for (const event of events) {
    const text = JSON.stringify(event);
    bytes += Buffer.byteLength(text) + 1;
    if (taken.length > 0 && bytes > MOST_BYTES) break;
    taken.push(text);
  }
  events.splice(0, taken.length);
  return `[${taken.join(',')}]`;
}
