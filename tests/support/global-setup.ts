import { mkdtemp, rm, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { connectDatabase } from '#server/db/connect.ts';
import { migrateDatabase } from '#server/db/migrate.ts';
import { startPostgres } from '#server/embedded/start-postgres.ts';
import { openQueue } from '#server/queue/queue.ts';
import { pino } from 'pino';
import { startS3Server, type S3Access } from './s3-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the server's `postgres` database. */
    adminUrl: string;
    /** A real S3 server, or why there is none. */
    s3: { access: S3Access } | { skipped: string };
  }
}

/** Migrated once; each test file clones it. */
export const TEMPLATE = 'playhead_template';

/** One PostgreSQL for the whole run, on its own folder, without waiting for disks. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = await mkdtemp(join(tmpdir(), 'playhead-tests-'));
  await chmod(dir, 0o711);
  const s3Starting = startS3Server();
  const server = await startPostgres({
    dir,
    database: TEMPLATE,
    flags: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '150' },
  });
  const connection = connectDatabase(server.url, 3);
  await migrateDatabase(connection.db);
  await connection[Symbol.asyncDispose]();
  const queue = await openQueue({ url: server.url, role: 'client', log: pino({ level: 'silent' }) });
  await queue[Symbol.asyncDispose]();
  const adminUrl = server.url.replace(/[^/]+$/, 'postgres');
  const sql = postgres(adminUrl, { max: 1 });
  await sql`alter database ${sql(TEMPLATE)} with is_template true`;
  await sql.end();
  project.provide('adminUrl', adminUrl);
  const s3 = await s3Starting;
  if ('skipped' in s3) console.log(`S3 tests are skipped: ${s3.skipped}`);
  project.provide('s3', 'skipped' in s3 ? s3 : { access: s3.access });
  return async () => {
    if ('stop' in s3) await s3.stop();
    await server[Symbol.asyncDispose]();
    await rm(dir, { recursive: true, force: true });
  };
}
