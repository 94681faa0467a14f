import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type { ExtractTablesWithRelations } from 'drizzle-orm';
import type { PgTransaction } from 'drizzle-orm/pg-core';
import type { PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { prepareStatements } from './prepare-statements.ts';
import * as tables from './tables.ts';

type Tables = typeof tables;
export type Database = PostgresJsDatabase<Tables>;
export type Transaction = PgTransaction<PostgresJsQueryResultHKT, Tables, ExtractTablesWithRelations<Tables>>;
/** What a query needs: the pool or the transaction it must be part of. */
export type Queryable = Database | Transaction;

export interface DatabaseConnection extends AsyncDisposable {
  db: Database;
  /** The driver itself, for LISTEN and for health checks. */
  sql: postgres.Sql;
}

type AfterCommit = (sql: postgres.Sql) => void;
const afterCommits = new WeakMap<object, AfterCommit[]>();

/** Lets something happen as soon as the transaction has committed, and never where it is rolled back. */
export function afterCommit(tx: Transaction, work: AfterCommit): void {
  const works = afterCommits.get(tx);
  if (!works) throw new Error('afterCommit: this is no transaction of connectDatabase, or a savepoint');
  works.push(work);
}

/** Opens a pool. Connections are made on first use; `poolSize` bounds them. */
export function connectDatabase(url: string, poolSize = 10): DatabaseConnection {
  const sql = postgres(url, {
    max: poolSize,
    idle_timeout: 60,
    connect_timeout: 10,
    onnotice: () => undefined,
    connection: { application_name: 'playhead', statement_timeout: 30_000 },
  });
  const db = drizzle(prepareStatements(sql), { schema: tables });
  const transaction = db.transaction.bind(db);
  db.transaction = async (work, config) => {
    const works: AfterCommit[] = [];
    const result = await transaction((tx) => {
      afterCommits.set(tx, works);
      return work(tx);
    }, config);
    for (const after of works) after(sql);
    return result;
  };
  return {
    db,
    sql,
    [Symbol.asyncDispose]: () => sql.end({ timeout: 3 }),
  };
}
