import { randomUUID } from 'node:crypto';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { loadConfig } from '#server/config.ts';
import { createContext, type MemberActor, type ViewerContext } from '#server/context.ts';
import { migrateDatabase } from '#server/db/migrate.ts';
import { startPostgres } from '#server/embedded/start-postgres.ts';
import { reportWatched } from '#server/features/playback/index.ts';
import { tempFolder } from '../support/browser.ts';
import { median, ratioFigure, type Figure } from './figure.ts';

const VIEWERS = 1000;
const VIDEOS = 20;
const ROUNDS = 6;
const REPORTS = 5;

/**
 * Ingest of watch progress: 1,000 people watch 20 videos, each with one report on its way at a time, against inserts of one bare row
 * each, as many at a time, over the same pool of 10. Both without HTTP: the verb itself, with its look at who may see the video (which
 * holds for a minute), budget, merged ranges, counters and event; nobody is answered before the commit. PostgreSQL as `bin/start` runs it.
 */
export async function* watchProgress(): AsyncGenerator<Figure> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await tempFolder());
  await chmod(folder.path, 0o711);
  const server = stack.use(await startPostgres({ dir: join(folder.path, 'postgres') }));
  const config = loadConfig({
    DATABASE_URL: server.url,
    DATA_DIR: folder.path,
    SECRET: 'a secret of the bench, long enough for anybody',
    LOG_LEVEL: 'silent',
  });
  let nowMs = Date.parse('2026-03-02T10:00:00Z');
  const ctx = stack.use(
    await createContext(config, {
      role: 'server',
      databaseUrl: server.url,
      overrides: { clock: { now: () => new Date(nowMs) }, log: pino({ level: 'silent' }) },
    }),
  );
  await migrateDatabase(ctx.db);
  const { sql } = ctx.connection;
  const [workspace] = await sql<{ id: string }[]>`
    insert into workspaces (name, slug) values ('Bench', 'bench') returning id`;
  if (!workspace) throw new Error('no workspace');
  const people = await sql<{ id: string }[]>`
    insert into users (name, email) select 'Viewer ' || n, n || '@example.com' from generate_series(1, ${VIEWERS}) n
    returning id`;
  const [author] = people;
  if (!author) throw new Error('no author');
  const videos = await sql<{ slug: string }[]>`
    insert into videos (workspace_id, author_id, slug, title, source, status, duration_ms)
    select ${workspace.id}, ${author.id}, 'benchvideo' || n, 'Video', 'recording', 'ready', 1800000
    from generate_series(1, ${VIDEOS}) n returning slug`;
  await sql`create table bare_reports (id uuid primary key default uuidv7(), video text, user_id uuid, start_ms int, end_ms int, at timestamptz)`;

  const viewers = people.map(({ id }, i) => ({
    context: contextOf(ctx, id, workspace.id),
    slug: videos[i % VIDEOS]?.slug ?? '',
    session: randomUUID(),
    sequence: 0,
    userId: id,
  }));
  const report = async (viewer: (typeof viewers)[number]) => {
    const { context, slug, session } = viewer;
    const sequence = viewer.sequence++;
    const startMs = (sequence * 10_000) % 1_790_000;
    const ranges = sequence === 0 ? [] : [{ startMs, endMs: startMs + 10_000 }];
    await reportWatched(context, { slug, session, sequence, rate: 1, ranges, read: [], positionMs: startMs });
  };
  const insert = ({ userId, slug }: (typeof viewers)[number]) => sql`
    insert into bare_reports (video, user_id, start_ms, end_ms, at) values (${slug}, ${userId}, 0, 10000, ${new Date(nowMs).toISOString()})`;

  const rate = async (work: (viewer: (typeof viewers)[number]) => Promise<unknown>) => {
    const from = performance.now();
    for (let i = 0; i < REPORTS; i++) {
      nowMs += 10_000;
      await Promise.all(viewers.map(work));
    }
    return (VIEWERS * REPORTS * 1000) / (performance.now() - from);
  };
  const ours: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const [a, b] = [await rate(report), await rate(insert)];
    if (round === 0) continue;
    ours.push(a);
    bare.push(b);
  }
  const [stored] = await sql<{ rows: number; watched: number }[]>`
    select count(*)::int as rows, min(watched_ms) as watched from watched_ranges`;
  if (stored?.rows !== VIEWERS || stored.watched < ROUNDS * REPORTS * 9_000)
    throw new Error(`not all was counted: ${JSON.stringify(stored)}`);
  yield ratioFigure(
    `watch progress of ${VIEWERS} viewers against a bare insert over the same pool`,
    median(ours),
    median(bare),
    'reports/s',
    0.5,
    'at least',
  );
}

function contextOf(
  ctx: ViewerContext | Omit<ViewerContext, 'actor'>,
  userId: string,
  workspaceId: string,
): ViewerContext {
  const actor = { kind: 'member', userId, workspaceId, role: 'member', scopes: null } as MemberActor;
  return { ...ctx, actor };
}
