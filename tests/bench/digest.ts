import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { pino } from 'pino';
import { loadConfig } from '#server/config.ts';
import { createContext } from '#server/context.ts';
import { sendDigests } from '#server/features/digests/index.ts';
import { serverEnvironment } from './comments.ts';
import { boundFigure, median, type Figure } from './figure.ts';
import { startBenchInstallation } from './installation.ts';

const VIDEOS = 500;
const ROUNDS = 5;
/** Monday, 2 November 2026, 10:00 UTC: in working hours of who has chosen nothing. */
const MONDAY = Date.parse('2026-11-02T10:00:00Z');
const WEEK_MS = 7 * 86_400_000;

/** One person's digest of a week with 500 videos, 5,000 comments and 500 asks, from the question whether it is due to the queued mail. */
export async function* digest(): AsyncGenerator<Figure> {
  await using installation = await startBenchInstallation();
  const env = serverEnvironment(installation);
  const databaseUrl = env['DATABASE_URL'] ?? '';
  const sql = postgres(databaseUrl, { max: 1 });
  await fill(sql);
  let now = MONDAY;
  await using ctx = await createContext(
    loadConfig({ ...env, PUBLIC_URL: 'https://playhead.example', LOG_LEVEL: 'silent' }),
    {
      role: 'server',
      databaseUrl,
      overrides: { log: pino({ level: 'silent' }), clock: { now: () => new Date(now) } },
    },
  );
  const took: number[] = [];
  for (let round = 0; round <= ROUNDS; round++, now += WEEK_MS) {
    await sql`update videos set created_at = ${new Date(now - WEEK_MS / 2).toISOString()}`;
    const startedAt = performance.now();
    const sent = await sendDigests(ctx);
    took.push(performance.now() - startedAt);
    if (sent !== 1) throw new Error(`${sent} digests were sent, not one`);
  }
  const [mail] = await sql<{ subject: string; size: number }[]>`
    select data->>'subject' as subject, octet_length(data->>'html') as size
    from pgboss.job where name = 'send-mail' order by created_on desc limit 1`;
  await sql.end();
  if (!mail?.subject.includes(`${VIDEOS} new videos`)) throw new Error(`it says ${mail?.subject}`);
  yield boundFigure(`digest of a week with ${VIDEOS} videos, the first`, took[0] ?? Number.NaN, 'ms', 2000);
  yield boundFigure(`digest of a week with ${VIDEOS} videos, median`, median(took.slice(1)), 'ms', 2000);
  // Gmail shows no more than 102 KB of a mail.
  yield boundFigure('its HTML', mail.size / 1024, 'KB', 100);
}

/** Videos of somebody else, threads on them in half of which the reader has a part, and an ask for each. */
async function fill(sql: postgres.Sql): Promise<void> {
  const [me] = await sql<{ user_id: string; workspace_id: string }[]>`
    select user_id, workspace_id from members limit 1`;
  if (!me) throw new Error('nobody has joined');
  const [author, since] = [randomUUID(), new Date(MONDAY - WEEK_MS).toISOString()];
  await sql`insert into users (id, name, email) values (${author}, 'Ada Author', 'ada@example.com')`;
  await sql`insert into digest_choices (user_id, cadence, weekday, chosen_at)
    values (${me.user_id}, 'weekly', 'mon', ${since})`;
  await sql`
    insert into videos (workspace_id, author_id, slug, title, source, status, duration_ms, created_at)
    select ${me.workspace_id}, ${author}, 'digest' || lpad(n::text, 6, '0'), 'Weekly update number ' || n,
      'recording', 'ready', 240000, ${since} from generate_series(1, ${VIDEOS}) n`;
  await sql`
    insert into comments (workspace_id, video_id, author_id, at_ms, body, created_at)
    select v.workspace_id, v.id, case when n = 1 then ${me.user_id}::uuid else ${author}::uuid end, n * 1000,
      'What do you think of this part?', v.created_at
    from videos v, generate_series(1, 2) n`;
  await sql`
    insert into comments (workspace_id, video_id, author_id, parent_id, body, created_at)
    select c.workspace_id, c.video_id, ${author}, c.id, 'An answer of usual length, number ' || n,
      c.created_at + n * interval '1 minute'
    from comments c, generate_series(1, 4) n`;
  await sql`
    insert into acknowledgement_requests (workspace_id, video_id, recipient_id, requested_by, requested_at)
    select workspace_id, id, ${me.user_id}, ${author}, created_at from videos`;
  await sql`analyze`;
}
