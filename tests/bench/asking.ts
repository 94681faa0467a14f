import { loadConfig } from '#server/config.ts';
import { createContext, type VerbContext } from '#server/context.ts';
import { askForAcknowledgement } from '#server/features/acknowledgements/ask-for-acknowledgement.ts';
import { UserId, WorkspaceId } from '#shared/ids.ts';
import { uploadFile } from '../../bin/api-client.ts';
import { makeCrowd, statementsOf } from '../support/crowd.ts';
import { makeClip } from '../support/media.ts';
import { serverEnvironment } from './comments.ts';
import { boundFigure, median, ratioFigure, type Figure } from './figure.ts';
import { startBenchInstallation, untilProcessed } from './installation.ts';
import { treeOf } from './memory.ts';

const PEOPLE = 5000;
const ROUNDS = 3;

/**
 * Asking 5,000 people, each with a due time of their own, a mail and an entry in the ledger: how many statements, and how long against
 * the bare inserts of as many asks, mails and entries, in one transaction too.
 */
export async function* asking(): AsyncGenerator<Figure> {
  await using installation = await startBenchInstallation();
  const { api, url, dataDir } = installation;
  const slug = await uploadFile(api, url, await makeClip({ seconds: 2, size: '640x360' }));
  await untilProcessed(installation);
  // What is mailed to 5,000 people must not take the processor from asking the next.
  const worker = treeOf(installation.pid).find(({ command }) => command.includes('worker/main.ts'));
  if (!worker) throw new Error('the installation has no worker');
  process.kill(Number(worker.pid), 'SIGSTOP');
  await using _ = { [Symbol.asyncDispose]: async () => void process.kill(Number(worker.pid), 'SIGCONT') };
  const { user, workspace } = await api.accounts.me();
  const databaseUrl = serverEnvironment(installation)['DATABASE_URL'] ?? '';
  const environment = { DATABASE_URL: databaseUrl, DATA_DIR: dataDir, LOG_LEVEL: 'error' };
  const config = loadConfig({ ...environment, SECRET: 'of the bench, long enough for anybody' });
  await using base = await createContext(config, { role: 'server', databaseUrl });
  const recipientIds = await makeCrowd(base, workspace.id, PEOPLE);
  const userId = UserId.parse(user.id);
  const ctx: VerbContext = {
    ...base,
    actor: {
      kind: 'member',
      userId,
      name: user.name,
      person: { id: userId, name: user.name, image: null, isGuest: false, isVerified: false },
      email: user.email,
      workspaceId: WorkspaceId.parse(workspace.id),
      role: 'owner',
      scopes: null,
      sessionId: null,
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  const ask = () =>
    askForAcknowledgement(ctx, {
      slug,
      recipientIds,
      groupIds: [],
      spaceIds: [],
      kind: 'acknowledge',
      options: [],
      note: 'All of you',
      dueAt: null,
      urgentReason: null,
      due: { kind: 'workingHours', hours: 24 },
    });
  const { sql } = base.connection;
  const forget = () => sql`delete from acknowledgement_requests`;
  const [ours, bare]: [number[], number[]] = [[], []];
  let statements = 0;
  for (let round = 0; round <= ROUNDS; round++) {
    const from = performance.now();
    statements = (await statementsOf(base, ask)).length;
    const between = performance.now();
    await forget();
    const again = performance.now();
    await sql.begin(async (tx) => {
      await tx`insert into acknowledgement_requests (workspace_id, video_id, recipient_id, requested_by, note, due_at)
        select workspace_id, id, unnest(${recipientIds}::uuid[]), author_id, 'All of you', now() from videos where slug = ${slug}`;
      await tx`insert into pgboss.job (name, data)
        select 'send-mail', jsonb_build_object('to', email, 'subject', name, 'text', 'All of you') from users`;
      await tx`create table if not exists bare_entries (like ledger_entries including all)`;
      await tx`insert into bare_entries select * from ledger_entries order by sequence desc limit ${PEOPLE}`;
    });
    const end = performance.now();
    await sql`drop table bare_entries`;
    await sql`delete from pgboss.job where name = 'send-mail'`;
    await forget();
    if (round > 0) {
      ours.push(between - from);
      bare.push(end - again);
    }
  }
  yield boundFigure(
    `statements for each 500 of ${PEOPLE} people who are asked`,
    statements / (PEOPLE / 500),
    'statements',
    2,
  );
  yield ratioFigure(`asking ${PEOPLE} people against the bare inserts`, median(ours), median(bare), 'ms', 8);
}
