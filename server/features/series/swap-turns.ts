import { and, eq, isNull } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { AppError } from '#shared/errors.ts';
import { canManageSeries } from '#shared/permissions.ts';
import type { Series } from '#shared/series.ts';
import { findSeries } from './access.ts';
import { lastSpeaker } from './choose-speakers.ts';
import { changed } from './manage-series.ts';
import { planSeries } from './plan-editions.ts';
import { presentOneSeries } from './present.ts';
import { membersInOrder, swapped, toFront } from './rotation.ts';
import { peopleOfSeries } from './series-people.ts';
import { editions, entries, updateSeries } from './tables.ts';

/**
 * Two people swap their turns: one of the two does it, or who manages the series. Whose turn is under way and not answered gives
 * it to the other. Throws `conflict` where one of them does not speak in the series (any more).
 */
export async function swapTurns(
  ctx: VerbContext,
  input: { id: string; userId: string; withUserId: string },
): Promise<Series> {
  const series = await findSeries(ctx, input.id);
  const { userId: one, withUserId: other } = input;
  const isConcerned = ctx.actor.userId === one || ctx.actor.userId === other;
  if (!isConcerned && !canManageSeries(ctx.actor, series))
    throw new AppError('forbidden', 'Turns are swapped by one of the two, or by who made the series.');
  if (one === other) throw new AppError('invalid_input', 'withUserId: choose somebody else.');
  return ctx.db.transaction(async (tx) => {
    await planSeries(tx, ctx, series.id);
    const [current] = await tx
      .select()
      .from(updateSeries)
      .where(eq(updateSeries.id, series.id))
      .for('update');
    if (!current?.rotation || current.removedAt)
      throw new AppError('conflict', 'This series has no rotation (any more).');
    const people = (await peopleOfSeries(tx, [series.id])).filter(({ part }) => part === 'participant');
    const order = membersInOrder(
      current.rotation,
      people.map(({ userId }) => userId),
    );
    if (!order.includes(one) || !order.includes(other))
      throw new AppError('conflict', 'One of the two does not take part any more.');
    let rotation = swapped(order, one, other);
    const underWay = await tx
      .select({ id: editions.id, speakerId: editions.speakerId })
      .from(editions)
      .innerJoin(entries, and(eq(entries.editionId, editions.id), eq(entries.userId, editions.speakerId)))
      .where(
        and(
          eq(editions.seriesId, series.id),
          isNull(editions.closedAt),
          eq(editions.isTurnTaken, true),
          isNull(entries.answeredAt),
        ),
      )
      .orderBy(editions.day);
    for (const { id, speakerId } of underWay.toReversed()) {
      if (speakerId !== one && speakerId !== other) continue;
      rotation = toFront(rotation, speakerId === one ? other : one);
      await tx.update(editions).set({ speakerId: null, isTurnTaken: false }).where(eq(editions.id, id));
    }
    // Nobody speaks twice in a row while somebody else can: this would do nothing.
    if (underWay.length === 0 && rotation[0] === (await lastSpeaker(tx, series.id)))
      throw new AppError('conflict', 'One of the two spoke the last time. Choose somebody else.');
    const [saved] = await tx
      .update(updateSeries)
      .set({ rotation })
      .where(eq(updateSeries.id, series.id))
      .returning();
    if (!saved) throw new Error('a locked series vanished');
    await planSeries(tx, ctx, series.id);
    await changed(tx, ctx, saved);
    return presentOneSeries(ctx, saved, tx);
  });
}
