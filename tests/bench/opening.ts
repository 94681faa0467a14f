import { eq, isNotNull } from 'drizzle-orm';
import { loadConfig } from '#server/config.ts';
import { createContext } from '#server/context.ts';
import { deliveries, entries } from '#server/db/tables.ts';
import { planEditions, runCycle } from '#server/features/series/index.ts';
import { makeCrowd, statementsOf } from '../support/crowd.ts';
import { serverEnvironment } from './comments.ts';
import { boundFigure, type Figure } from './figure.ts';
import { startBenchInstallation } from './installation.ts';
import { treeOf } from './memory.ts';

const PEOPLE = 5000;
const DAY_MS = 86_400_000;

/**
 * Opening an edition for the 5,000 of a group: how many statements it takes to plan it, to open it and to tell everybody, looking for
 * what is to be reminded of and closed included; and how long.
 */
export async function* opening(): AsyncGenerator<Figure> {
  await using installation = await startBenchInstallation();
  const { api } = installation;
  // The worker of the installation must not be first.
  const worker = treeOf(installation.pid).find(({ command }) => command.includes('worker/main.ts'));
  if (!worker) throw new Error('the installation has no worker');
  process.kill(Number(worker.pid), 'SIGSTOP');
  await using _ = { [Symbol.asyncDispose]: async () => void process.kill(Number(worker.pid), 'SIGCONT') };
  const { workspace } = await api.accounts.me();
  const databaseUrl = serverEnvironment(installation)['DATABASE_URL'] ?? '';
  const config = loadConfig({
    DATABASE_URL: databaseUrl,
    DATA_DIR: installation.dataDir,
    LOG_LEVEL: 'error',
    SECRET: 'of the bench, long enough for anybody',
  });
  await using ctx = await createContext(config, { role: 'server', databaseUrl });
  const memberIds = await makeCrowd(ctx, workspace.id, PEOPLE);
  const group = await api.groups.create({ name: 'Everybody', memberIds });
  await api.series.create({
    title: 'All hands',
    rule: 'FREQ=DAILY;COUNT=1',
    startsOn: new Date(Date.now() + 3 * DAY_MS).toISOString().slice(0, 10),
    dueTime: '15:00',
    timeZone: 'UTC',
    leadHours: 144,
    graceHours: 72,
    prompts: [{ id: crypto.randomUUID(), text: 'Done? Next? Blocked?', kind: 'video' }],
    audiences: [{ kind: 'group', id: group.id, part: 'participant' }],
  });
  const from = performance.now();
  const statements = await statementsOf(ctx, async () => {
    await planEditions(ctx);
    await runCycle(ctx);
  });
  const seconds = (performance.now() - from) / 1000;
  const opened = await ctx.db.$count(entries, isNotNull(entries.openedAt));
  const mails = await ctx.db.$count(deliveries, eq(deliveries.channel, 'email'));
  if (opened !== PEOPLE || mails < PEOPLE)
    throw new Error(`${opened} were asked, and ${mails} mails planned`);
  yield boundFigure(
    `statements for each 500 of ${PEOPLE} people for whom an edition opens`,
    statements.length / (PEOPLE / 500),
    'statements',
    2,
  );
  yield {
    name: `opening an edition for ${PEOPLE} people`,
    value: Math.round(seconds * 1000) / 1000,
    unit: 's',
    baseline: null,
    ratio: null,
    goal: 'for information',
    ok: true,
  };
}
