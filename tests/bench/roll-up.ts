import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { pino } from 'pino';
import { sql as condition } from 'drizzle-orm';
import { loadConfig } from '#server/config.ts';
import { createContext } from '#server/context.ts';
import { editions } from '#server/db/tables.ts';
import { readRollUp } from '#server/features/series/roll-up/read-roll-up.ts';
import { serverEnvironment } from './comments.ts';
import { boundFigure, median, type Figure } from './figure.ts';
import { startBenchInstallation } from './installation.ts';

const PEOPLE = 200;
const ROUNDS = 5;
/** Four minutes at 150 words a minute, in segments of twelve words. */
const WORDS = 600;
const IN_SEGMENT = 12;
const VOCABULARY = 2000;

/** An edition that 200 people answered by a video of four minutes with three chapters, from the database to the sentences. */
export async function* rollUp(): AsyncGenerator<Figure> {
  await using installation = await startBenchInstallation();
  const env = serverEnvironment(installation);
  const databaseUrl = env['DATABASE_URL'] ?? '';
  const sql = postgres(databaseUrl, { max: 1 });
  await fill(sql);
  await sql.end();
  await using ctx = await createContext(loadConfig({ ...env, LOG_LEVEL: 'silent' }), {
    role: 'server',
    databaseUrl,
    overrides: { log: pino({ level: 'silent' }) },
  });
  const [edition] = await ctx.db.select().from(editions);
  if (!edition) throw new Error('there is no edition');
  const took: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const startedAt = performance.now();
    const { sections } = await readRollUp(ctx, edition, condition`true`);
    took.push(performance.now() - startedAt);
    const quotes = sections.reduce((sum, section) => sum + section.quotes.length, 0);
    if (sections.length !== 3 || quotes !== 15)
      throw new Error(`${sections.length} prompts, ${quotes} quotes`);
  }
  yield boundFigure(`roll-up of ${PEOPLE} entries, the first`, took[0] ?? Number.NaN, 'ms', 2000);
  yield boundFigure(`roll-up of ${PEOPLE} entries, median`, median(took.slice(1)), 'ms', 2000);
}

/** Words by Zipf's law, as in every language: the n-th is said 1/n as often as the first. The same in every run. */
function* wordsOf(): Generator<string, never> {
  let state = 1;
  for (;;) {
    state = (state * 48_271) % 2_147_483_647;
    yield `word${Math.floor(VOCABULARY ** (state / 2_147_483_647))}`;
  }
}

async function fill(sql: postgres.Sql): Promise<void> {
  const [me] = await sql<{ user_id: string; workspace_id: string }[]>`
    select user_id, workspace_id from members limit 1`;
  if (!me) throw new Error('nobody has joined');
  const prompts = ['Done?', 'Next?', 'Learned?'].map((text) => ({
    id: randomUUID(),
    text,
    kind: 'video',
    options: [],
    isRequired: true,
  }));
  const [series] = await sql`insert into update_series ${sql({
    workspace_id: me.workspace_id,
    title: 'Weekly',
    prompts: sql.json(prompts),
    rule: 'FREQ=WEEKLY;BYDAY=FR',
    starts_on: '2026-11-27',
    due_time: '15:00',
    lead_hours: 24,
    grace_hours: 24,
    created_by: me.user_id,
  })} returning id`;
  const [edition] = await sql`insert into editions ${sql({
    series_id: series?.['id'],
    day: '2026-11-27',
    prompts: sql.json(prompts),
  })} returning id`;
  const said = wordsOf();
  for (let n = 0; n < PEOPLE; n++) {
    const [user, video] = [randomUUID(), randomUUID()];
    const slug = `rollup${String(n).padStart(6, '0')}`;
    await sql`insert into users (id, name, email) values (${user}, ${`Person ${n}`}, ${`person${n}@example.com`})`;
    await sql`insert into videos (id, workspace_id, author_id, slug, title, source, status, duration_ms)
      values (${video}, ${me.workspace_id}, ${user}, ${slug}, 'Update', 'recording', 'ready', 240000)`;
    await sql`insert into transcripts (video_id, state, language) values (${video}, 'ready', 'en')`;
    const segments = Array.from({ length: WORDS / IN_SEGMENT }, (_, index) => {
      const words = Array.from({ length: IN_SEGMENT }, (_, i) => {
        const startMs = (index * IN_SEGMENT + i) * 400;
        return { text: said.next().value + (i === IN_SEGMENT - 1 ? '.' : ''), startMs, endMs: startMs + 400 };
      });
      const text = words.map((word) => word.text).join(' ');
      const startMs = words[0]?.startMs ?? 0;
      const row = { video_id: video, index, workspace_id: me.workspace_id, start_ms: startMs };
      return {
        ...row,
        end_ms: startMs + IN_SEGMENT * 400,
        text: text.replace(/^w/, 'W'),
        words: sql.json(words),
      };
    });
    await sql`insert into transcript_segments ${sql(segments)}`;
    const answers = prompts.map(({ id }, i) => ({
      promptId: id,
      text: null,
      option: null,
      number: null,
      light: null,
      atMs: i * 80_000,
    }));
    await sql`insert into entries ${sql({
      edition_id: edition?.['id'],
      user_id: user,
      opens_at: '2026-11-26T15:00:00Z',
      due_at: '2026-11-27T15:00:00Z',
      closes_at: '2026-11-28T15:00:00Z',
      answered_at: '2026-11-27T10:00:00Z',
      video_id: video,
      answers: sql.json(answers),
    })}`;
  }
  await sql`analyze`;
}
