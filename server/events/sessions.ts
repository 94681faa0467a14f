import { sql } from 'drizzle-orm';
import type { Queryable } from '#server/db/connect.ts';
import type { HeardMessage } from '#shared/together.ts';
import { AppError } from '#shared/errors.ts';

/** What is said in live sessions. Unlike events it is stored nowhere: who misses it has missed it. */
export const SESSION_CHANNEL = 'playhead_session';

/** NOTIFY takes less than 8000 bytes (https://www.postgresql.org/docs/18/sql-notify.html). */
const MOST_BYTES = 7900;

/** `changed`: who is there, who leads, or that it has ended; to be read anew. */
export type SessionNotice = { sessionId: string } & (
  | { kind: 'changed' }
  | ({ kind: 'message' } & HeardMessage)
);

/** Tells the pages of a session, on all servers; in a transaction when, and only when, it commits. */
export async function tellSession(db: Queryable, notice: SessionNotice): Promise<void> {
  const payload = JSON.stringify(notice);
  if (Buffer.byteLength(payload) > MOST_BYTES)
    throw new AppError('payload_too_large', `message: larger than ${MOST_BYTES} bytes. Send fewer points.`);
  await db.execute(sql`select pg_notify(${SESSION_CHANNEL}, ${payload})`);
}
