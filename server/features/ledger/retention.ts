import { and, asc, eq, gte, lte, sql } from 'drizzle-orm';
import type { AppContext, VerbContext } from '#server/context.ts';
import { users } from '#server/features/accounts/tables.ts';
import { DONE, UserId, type Done } from '#shared/ids.ts';
import { appendEntries } from './append.ts';
import { ledgerEntries, ledgerRetention } from './tables.ts';

/** So many months entries are kept; null: for ever. */
export async function readRetention(ctx: VerbContext): Promise<{ keepMonths: number | null }> {
  const [row] = await ctx.db
    .select({ keepMonths: ledgerRetention.keepMonths })
    .from(ledgerRetention)
    .where(eq(ledgerRetention.workspaceId, ctx.actor.workspaceId));
  return { keepMonths: row?.keepMonths ?? null };
}

/** The rule itself is on record. */
export async function setRetention(ctx: VerbContext, input: { keepMonths: number | null }): Promise<Done> {
  const { workspaceId, userId } = ctx.actor;
  const { keepMonths } = input;
  const row = { keepMonths, setBy: userId };
  await ctx.db.transaction(async (tx) => {
    await tx
      .insert(ledgerRetention)
      .values({ workspaceId, ...row })
      .onConflictDoUpdate({ target: ledgerRetention.workspaceId, set: row });
    await appendEntries(tx, ctx, [{ kind: 'retention_set', video: null, details: { keepMonths } }]);
  });
  return DONE;
}

/**
 * Deletes what is older than a workspace keeps, oldest first and without a gap. A tombstone, which is appended first, says up to
 * which entry and with which hash: the chain is checked from there on, and the database lets nothing go that has none.
 */
export async function forgetOldEntries(ctx: AppContext): Promise<number> {
  const rules = await ctx.db
    .select({
      workspaceId: ledgerRetention.workspaceId,
      keepMonths: ledgerRetention.keepMonths,
      setBy: users,
    })
    .from(ledgerRetention)
    .innerJoin(users, eq(users.id, ledgerRetention.setBy));
  let forgotten = 0;
  for (const { workspaceId, keepMonths, setBy } of rules) {
    if (keepMonths === null) continue;
    const before = new Date(ctx.clock.now());
    before.setUTCMonth(before.getUTCMonth() - keepMonths);
    const actor = {
      kind: 'retention',
      userId: UserId.parse(setBy.id),
      name: setBy.name,
      workspaceId,
    } as const;
    forgotten += await ctx.db.transaction(async (tx) => {
      const mine = eq(ledgerEntries.workspaceId, workspaceId);
      const [kept] = await tx
        .select({ sequence: ledgerEntries.sequence })
        .from(ledgerEntries)
        .where(and(mine, gte(ledgerEntries.at, before)))
        .orderBy(asc(ledgerEntries.sequence))
        .limit(1);
      // Where nothing is newer, the last one stays: it holds the chain.
      const [last] = await tx
        .select({ sequence: sql<number>`max(${ledgerEntries.sequence})`.mapWith(Number) })
        .from(ledgerEntries)
        .where(mine);
      const upTo = (kept?.sequence ?? last?.sequence ?? 0) - 1;
      const [end] = await tx
        .select({ hash: ledgerEntries.hash })
        .from(ledgerEntries)
        .where(and(mine, eq(ledgerEntries.sequence, upTo)));
      if (!end) return 0;
      const details = { upTo, hash: end.hash, keepMonths };
      await appendEntries(tx, { clock: ctx.clock, actor }, [{ kind: 'forgotten', video: null, details }]);
      const gone = await tx
        .delete(ledgerEntries)
        .where(and(mine, lte(ledgerEntries.sequence, upTo)))
        .returning({ sequence: ledgerEntries.sequence });
      return gone.length;
    });
  }
  return forgotten;
}
