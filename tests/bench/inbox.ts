import postgres from 'postgres';
import { boundFigure, type Figure } from './figure.ts';
import { serverEnvironment } from './comments.ts';
import { startBenchInstallation } from './installation.ts';

const ENTRIES = 100_000;
const ASKS = 300;
const ROUNDS = 200;
const WARM_UP = 30;
/** Of a page, as the inbox asks for them. */
const LIMIT = 50;

/** My inbox with 100,000 entries, all unread, by the API: a page of the list, one far behind, the asks, and the number on the bell. */
export async function* inbox(): AsyncGenerator<Figure> {
  await using installation = await startBenchInstallation();
  const { api } = installation;
  const sql = postgres(serverEnvironment(installation)['DATABASE_URL'] ?? '', { max: 1 });
  await api.recordings.create({ title: 'A video' });
  await sql`
    insert into notifications (workspace_id, recipient_id, kind, video_id, thread_id, key, title, text, url, due_at, created_at, visible_at)
    select m.workspace_id, m.user_id, case when n <= ${ASKS} then 'asked' else 'replied' end, v.id, gen_random_uuid(), 'bench ' || n,
      'Somebody replied on “A video”', 'What they wrote, at its usual length, number ' || n, 'http://localhost/v/x',
      case when n <= ${ASKS} then now() + n * interval '1 hour' end, now() - n * interval '1 minute', now() - n * interval '1 minute'
    from members m, videos v, generate_series(1, ${ENTRIES}) n`;
  await sql`
    insert into deliveries (workspace_id, recipient_id, channel, kind, slot, send_at, created_at, state)
    select workspace_id, recipient_id, 'email', 'updates', id::text, created_at, created_at, 'sent' from notifications`;
  await sql`
    insert into delivery_items (delivery_id, notification_id) select d.id, n.id from deliveries d join notifications n on n.id::text = d.slot`;
  await sql`vacuum analyze notifications, deliveries, delivery_items`;
  // What was just written is not to be paid for by who reads.
  await sql`checkpoint`;
  await sql.end();
  let cursor: string | undefined;
  for (let page = 0; page < 200; page++)
    cursor =
      (await api.notifications.list({ limit: LIMIT, ...(cursor ? { cursor } : {}) })).nextCursor ?? undefined;
  const far = cursor ?? '';
  yield await p95('a page of the list', () => api.notifications.list({ limit: LIMIT }));
  yield await p95('the 201st page', () => api.notifications.list({ limit: LIMIT, cursor: far }));
  yield await p95('what is unread', () => api.notifications.list({ limit: LIMIT, view: 'unread' }));
  yield await p95('what is asked', () => api.notifications.list({ limit: LIMIT, part: 'asks' }));
  yield await p95('the number on the bell', () => api.notifications.counts());
}

async function p95(name: string, call: () => Promise<unknown>): Promise<Figure> {
  for (let round = 0; round < WARM_UP; round++) await call();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const from = performance.now();
    await call();
    times.push(performance.now() - from);
  }
  const sorted = times.toSorted((a, b) => a - b);
  return boundFigure(
    `inbox of ${ENTRIES} notifications: ${name}, p95`,
    sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN,
    'ms',
    50,
  );
}
