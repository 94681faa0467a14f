import { and, desc, eq, isNotNull, sql } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import type { SeriesRow } from './access.ts';
import type { EditionPlan } from './planned-entries.ts';
import { rotate, type Turn } from './rotation.ts';
import { editions, updateSeries } from './tables.ts';

/**
 * Who speaks in the editions of a series with a rotation, by edition; null where everybody answers. Until somebody was asked this may
 * change, as people go away; after that only if they leave, or can't after all.
 */
export async function chooseSpeakers(
  tx: Transaction,
  ctx: AppContext,
  series: SeriesRow,
  userIds: readonly string[],
  plans: readonly EditionPlan[],
): Promise<ReadonlyMap<string, string | null> | null> {
  if (series.rotation === null) return null;
  const now = ctx.clock.now();
  const { order, turns } = rotate(
    series.rotation,
    userIds,
    plans.map((plan) => turnOf(plan, new Set(userIds), now)),
    await lastSpeaker(tx, series.id),
  );
  if (order.join() !== series.rotation.join())
    await tx.update(updateSeries).set({ rotation: order }).where(eq(updateSeries.id, series.id));
  const changed = turns.flatMap(({ speakerId, isTaken }, i) => {
    const edition = plans[i]?.edition;
    const isSame = edition?.speakerId === speakerId && edition.isTurnTaken === isTaken;
    return edition && !isSame ? [{ id: edition.id, speaker_id: speakerId, is_taken: isTaken }] : [];
  });
  if (changed.length > 0)
    await tx.execute(sql`
      update ${editions} set speaker_id = c.speaker_id, is_turn_taken = c.is_taken
      from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as c(id uuid, speaker_id uuid, is_taken boolean)
      where ${editions.id} = c.id`);
  return new Map(plans.map(({ edition }, i) => [edition.id, turns[i]?.speakerId ?? null]));
}

/** Who spoke in the last edition that is over. */
export async function lastSpeaker(tx: Transaction, seriesId: string): Promise<string | null> {
  const [last] = await tx
    .select({ speakerId: editions.speakerId })
    .from(editions)
    .where(and(eq(editions.seriesId, seriesId), isNotNull(editions.closedAt), isNotNull(editions.speakerId)))
    .orderBy(desc(editions.day))
    .limit(1);
  return last?.speakerId ?? null;
}

function turnOf({ edition, entries, planned }: EditionPlan, here: ReadonlySet<string>, now: Date): Turn {
  const { speakerId, isTurnTaken } = edition;
  const own = entries.find(({ userId }) => userId === speakerId);
  const next = planned.find(({ userId }) => userId === speakerId);
  // Who goes away once it was due for them has had their turn.
  const isThere = next !== undefined && (next.excusedAt === null || next.dueAt <= now);
  return {
    speakerId,
    isTaken: isTurnTaken,
    stays: Boolean(
      own && (own.answeredAt ?? (own.openedAt !== null && speakerId && here.has(speakerId) && isThere)),
    ),
    canSpeak: new Set(
      planned.filter(({ excusedAt, dueAt }) => excusedAt === null && dueAt > now).map(({ userId }) => userId),
    ),
  };
}
