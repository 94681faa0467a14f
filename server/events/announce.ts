import type postgres from 'postgres';
import type { PublishedEvent } from './publish.ts';

export const LIVE_CHANNEL = 'playhead_live';

/** So long an event waits for others, to go with them in one notification. */
const GATHER_MS = 3;
/** PostgreSQL takes less than 8,000 bytes in one notification. */
const MOST_BYTES = 7_500;

const waiting = new WeakMap<postgres.Sql, PublishedEvent[]>();

/** Tells all servers of an event that is committed. What comes within a moment, or while one notification is on its way, goes together. */
export function announce(sql: postgres.Sql, event: PublishedEvent): void {
  const events = waiting.get(sql);
  if (events) return void events.push(event);
  const first = [event];
  waiting.set(sql, first);
  void send(sql, first);
}

/** Never throws: nobody waits for it, and servers find in the table what they were not told. */
async function send(sql: postgres.Sql, events: PublishedEvent[]): Promise<void> {
  try {
    while (events.length > 0) {
      await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
      await sql`select pg_notify(${LIVE_CHANNEL}, ${nextPayload(events)})`;
    }
  } catch {
    // See above.
  } finally {
    // At once, so that nothing is added to a list that nobody sends any more.
    waiting.delete(sql);
  }
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
