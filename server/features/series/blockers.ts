import { and, asc, eq, gt, isNotNull, isNull, lte, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { VerbContext } from '#server/context.ts';
import type { Queryable, Transaction } from '#server/db/connect.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { settleNotices } from '#server/features/notifications/index.ts';
import type { Blocker } from '#shared/blockers.ts';
import { AppError } from '#shared/errors.ts';
import { BlockerId, EditionId } from '#shared/ids.ts';
import { canChangeBlocker } from '#shared/permissions.ts';
import { findEdition, type EditionRow, type SeriesRow } from './access.ts';
import { assertSeesSeries, noticeKey, tellOwners } from './blocker-owners.ts';
import { publishSeries } from './manage-series.ts';
import { blockers, editions, entries } from './tables.ts';

interface Place {
  edition: EditionRow;
  series: SeriesRow;
}

/** What was in the way at an edition: raised in it or before, and not closed before it opened. */
export async function listBlockers(ctx: VerbContext, input: { id: string }): Promise<Blocker[]> {
  return readBlockers(ctx, await findEdition(ctx, input.id));
}

/**
 * Closes, opens again, names who clears it. `forbidden` unless the actor raised it, owns it or manages the series; `conflict` where
 * it is closed (or open) already.
 */
export async function changeBlocker(
  ctx: VerbContext,
  input: { id: string; isClosed?: boolean | undefined; ownerId?: string | null | undefined },
): Promise<Blocker> {
  const { id, isClosed, ownerId } = input;
  const [before] = await ctx.db.select().from(blockers).where(eq(blockers.id, id));
  if (!before) throw new AppError('not_found', 'This blocker does not exist, or is not shared with you.');
  const place = await findEdition(ctx, before.raisedIn);
  const { series } = place;
  if (!canChangeBlocker(ctx.actor, { ...before, series }))
    throw new AppError(
      'forbidden',
      'Only who raised it, who owns it, or who manages the series can do that.',
    );
  return ctx.db.transaction(async (tx) => {
    if (isClosed === false) await reopen(tx, id);
    if (ownerId !== undefined) await giveTo(tx, ctx, place, { id, ownerId });
    if (isClosed === true) await close(tx, ctx, place, id);
    await publishSeries(tx, series);
    const [blocker] = await readBlockers(ctx, place, { id, db: tx });
    if (!blocker) throw new Error('readBlockers lost a row');
    return blocker;
  });
}

async function reopen(tx: Transaction, id: string): Promise<void> {
  const [opened] = await tx
    .update(blockers)
    .set({ closedAt: null, closedBy: null })
    .where(and(eq(blockers.id, id), isNotNull(blockers.closedAt)))
    .returning();
  if (!opened) throw new AppError('conflict', 'This blocker is open already.');
}

async function close(tx: Transaction, ctx: VerbContext, { series }: Place, id: string): Promise<void> {
  const [closed] = await tx
    .update(blockers)
    .set({ closedAt: ctx.clock.now(), closedBy: ctx.actor.userId })
    .where(and(eq(blockers.id, id), isNull(blockers.closedAt)))
    .returning();
  if (!closed) throw new AppError('conflict', 'This blocker was closed already.');
  if (closed.ownerId)
    await settleNotices(tx, ctx, {
      workspaceId: series.workspaceId,
      recipientId: closed.ownerId,
      keys: [noticeKey(id)],
    });
}

async function giveTo(
  tx: Transaction,
  ctx: VerbContext,
  place: Place,
  { id, ownerId }: { id: string; ownerId: string | null },
): Promise<void> {
  await assertSeesSeries(tx, place.series, ownerId === null ? [] : [ownerId]);
  const given = await tx
    .update(blockers)
    .set({ ownerId })
    .where(and(eq(blockers.id, id), isNull(blockers.closedAt)))
    .returning();
  if (given.length === 0)
    throw new AppError('conflict', 'This blocker is closed. Open it again to give it to somebody.');
  await tellOwners(tx, ctx, place, given);
}

const raisers = alias(users, 'raiser');
const owners = alias(users, 'owner');
const closers = alias(users, 'closer');
const raised = alias(editions, 'raised');

async function readBlockers(
  ctx: VerbContext,
  { edition, series }: Place,
  { id, db = ctx.db }: { id?: string; db?: Queryable } = {},
): Promise<Blocker[]> {
  const rows = await db
    .select({
      blocker: blockers,
      day: raised.day,
      raiser: raisers,
      owner: owners,
      closer: closers,
      editionsSince: sql<number>`(select count(*)::int from ${editions} later where later.series_id = ${series.id}
        and later.day > ${raised.day} and later.day <= ${edition.day})`,
    })
    .from(blockers)
    .innerJoin(raised, eq(raised.id, blockers.raisedIn))
    .innerJoin(raisers, eq(raisers.id, blockers.raisedBy))
    .leftJoin(owners, eq(owners.id, blockers.ownerId))
    .leftJoin(closers, eq(closers.id, blockers.closedBy))
    .where(
      id === undefined
        ? and(
            eq(blockers.seriesId, series.id),
            lte(raised.day, edition.day),
            or(
              isNull(blockers.closedAt),
              gt(
                blockers.closedAt,
                sql`(select min(${entries.opensAt}) from ${entries} where ${entries.editionId} = ${edition.id})`,
              ),
            ),
          )
        : eq(blockers.id, id),
    )
    .orderBy(sql`${blockers.closedAt} is not null`, asc(raised.day), asc(blockers.createdAt));
  return rows.map(({ blocker, day, raiser, owner, closer, editionsSince }) => ({
    id: BlockerId.parse(blocker.id),
    promptId: blocker.promptId,
    text: blocker.text,
    raisedBy: personOf(raiser),
    raisedIn: EditionId.parse(blocker.raisedIn),
    raisedDay: day,
    editionsSince,
    owner: owner && personOf(owner),
    closedAt: blocker.closedAt?.toISOString() ?? null,
    closedBy: closer && personOf(closer),
    canChange: canChangeBlocker(ctx.actor, { ...blocker, series }),
  }));
}
