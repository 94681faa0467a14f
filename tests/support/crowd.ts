import { sql } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import { UserId } from '#shared/ids.ts';

/** Members by the thousand, without accounts to sign in to; by name. */
export async function makeCrowd(
  ctx: Pick<AppContext, 'db'>,
  workspaceId: string,
  count: number,
): Promise<UserId[]> {
  const rows = await ctx.db.execute<{ id: string }>(sql`
    with made as (
      insert into users (name, email, email_verified)
      select 'Person ' || lpad(n::text, 5, '0'), 'person' || n || '.' || gen_random_uuid() || '@example.com', true
      from generate_series(1, ${count}::int) n
      returning id, name
    ), joined as (
      insert into members (workspace_id, user_id, role) select ${workspaceId}::uuid, id, 'member' from made
    )
    select id from made order by name`);
  return rows.map(({ id }) => UserId.parse(id));
}

/** What is sent to the database while something is done, statement by statement, but BEGIN, COMMIT and NOTIFY. */
export async function statementsOf(
  ctx: Pick<AppContext, 'connection'>,
  work: () => Promise<unknown>,
): Promise<string[]> {
  const { options } = ctx.connection.sql;
  const before = options.debug;
  const statements: string[] = [];
  options.debug = (_, statement) => {
    if (!/^\s*(begin|commit|select pg_notify)/.test(statement)) statements.push(statement.trim());
  };
  try {
    await work();
  } finally {
    options.debug = before;
  }
  return statements;
}
