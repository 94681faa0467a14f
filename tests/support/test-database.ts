import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';
import { TEMPLATE } from './global-setup.ts';

/** A database of its own for a test file: a clone of the migrated template. */
export async function createTestDatabase(): Promise<{ url: string } & AsyncDisposable> {
  const adminUrl = inject('adminUrl');
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  const sql = postgres(adminUrl, { max: 1, onnotice: () => undefined });
  await sql`create database ${sql(name)} template ${sql(TEMPLATE)}`;
  return {
    url: adminUrl.replace(/[^/]+$/, name),
    async [Symbol.asyncDispose]() {
      await sql`drop database if exists ${sql(name)} with (force)`;
      await sql.end();
    },
  };
}
