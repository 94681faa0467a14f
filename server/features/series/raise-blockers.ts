import { and, eq, isNull, sql } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { anyOf } from '#server/db/any-of.ts';
import type { Transaction } from '#server/db/connect.ts';
import type { BlockerItem } from '#shared/blockers.ts';
import { AppError } from '#shared/errors.ts';
import type { EditionRow, SeriesRow } from './access.ts';
import { blockers } from './tables.ts';
import { assertSeesSeries, tellOwners } from './blocker-owners.ts';

/** Prompts of an edition under which the actor has listed something. */
export async function promptsBlockedBy(ctx: VerbContext, editionId: string): Promise<Set<string>> {
  const rows = await ctx.db
    .selectDistinct({ promptId: blockers.promptId })
    .from(blockers)
    .where(and(eq(blockers.raisedIn, editionId), eq(blockers.raisedBy, ctx.actor.userId)));
  return new Set(rows.map(({ promptId }) => promptId));
}

/**
 * Makes the list the one of what the actor raises in this edition. What was closed meanwhile stays as it was closed. Throws
 * `invalid_input` for a prompt that carries nothing over, an id that is taken, or an owner who can't see the series.
 */
export async function raiseBlockers(
  tx: Transaction,
  ctx: VerbContext,
  { edition, series }: { edition: EditionRow; series: SeriesRow },
  items: readonly BlockerItem[],
): Promise<void> {
  const carried = new Set(edition.prompts.filter(({ isCarried }) => isCarried).map(({ id }) => id));
  const stray = items.find(({ promptId }) => !carried.has(promptId));
  if (stray)
    throw new AppError(
      'invalid_input',
      `blockers: “${stray.text}” is under a prompt that carries nothing over.`,
    );
  await assertSeesSeries(
    tx,
    series,
    items.flatMap(({ ownerId }) => ownerId ?? []),
  );
  const mine = and(eq(blockers.raisedIn, edition.id), eq(blockers.raisedBy, ctx.actor.userId));
  const ids = items.map(({ id }) => id);
  await tx.delete(blockers).where(and(mine, isNull(blockers.closedAt), sql`not ${anyOf(blockers.id, ids)}`));
  if (items.length === 0) return;
  const now = ctx.clock.now();
  await tx
    .insert(blockers)
    .values(
      items.map((item, i) => ({
        ...item,
        seriesId: series.id,
        raisedIn: edition.id,
        raisedBy: ctx.actor.userId,
        // In the order in which they were listed.
        createdAt: new Date(now.getTime() + i),
      })),
    )
    .onConflictDoUpdate({
      target: blockers.id,
      set: { text: sql`excluded.text`, ownerId: sql`excluded.owner_id`, promptId: sql`excluded.prompt_id` },
      setWhere: and(mine, isNull(blockers.closedAt)),
    });
  const kept = await tx
    .select()
    .from(blockers)
    .where(and(mine, anyOf(blockers.id, ids)));
  if (kept.length < new Set(ids).size)
    throw new AppError('invalid_input', 'blockers: an id is taken. Give each new one an id of its own.');
  await tellOwners(
    tx,
    ctx,
    { edition, series },
    kept.filter(({ closedAt }) => closedAt === null),
  );
}
