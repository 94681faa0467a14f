import { and, eq, isNotNull, isNull, lte, or, sql } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { publish } from '#server/events/publish.ts';
import { findViewableSpace } from '#server/features/spaces/index.ts';
import { isTimeZone } from '#server/time/wall-time.ts';
import { AppError } from '#shared/errors.ts';
import { DONE, SeriesId, type Done } from '#shared/ids.ts';
import type { Prompt, Series, SeriesAudience, SeriesRhythm } from '#shared/series.ts';
import { findManagedSeries, findSeries, visibleSeries, type SeriesRow } from './access.ts';
import { assertDayRule } from './due-days.ts';
import { presentOneSeries, presentSeries } from './present.ts';
import { setPeople } from './set-people.ts';
import { editions, entries, seriesSkips, updateSeries } from './tables.ts';

export async function listSeries(ctx: VerbContext): Promise<Series[]> {
  return presentSeries(ctx, await visibleSeries(ctx));
}

export async function getSeries(ctx: VerbContext, input: { id: string }): Promise<Series> {
  return presentOneSeries(ctx, await findSeries(ctx, input.id));
}

export interface NewSeries extends SeriesRhythm {
  title: string;
  spaceId: string | null;
  isPrivate: boolean;
  prompts: Prompt[];
  participantIds: string[];
  observerIds: string[];
  audiences: SeriesAudience[];
  rotation: string[] | null;
}

/** Throws `invalid_input` for a rule without a day, an unknown zone, nobody to ask, or people who are no members. */
export async function createSeries(ctx: VerbContext, input: NewSeries): Promise<Series> {
  const { participantIds, observerIds, audiences, ...values } = input;
  assertRhythm(values);
  if (input.spaceId !== null) await findViewableSpace(ctx, input.spaceId);
  if (input.isPrivate && input.spaceId !== null)
    throw new AppError(
      'invalid_input',
      'isPrivate: a private series is in no space; who takes part in it sees it.',
    );
  const now = ctx.clock.now();
  return ctx.db.transaction(async (tx) => {
    const [series] = await tx
      .insert(updateSeries)
      .values({
        ...values,
        workspaceId: ctx.actor.workspaceId,
        createdBy: ctx.actor.userId,
        createdAt: now,
        asksSince: now,
      })
      .returning();
    if (!series) throw new Error('insert into update_series returned no row');
    await setPeople(tx, ctx, series, { participantIds, observerIds, audiences });
    await changed(tx, ctx, series);
    return presentOneSeries(ctx, series, tx);
  });
}

export interface SeriesChange extends Partial<Omit<NewSeries, 'spaceId'>> {
  id: string;
  isPaused?: boolean | undefined;
}

const RHYTHM = ['rule', 'startsOn', 'dueTime', 'timeZone', 'leadHours', 'graceHours'] as const;

/** Changes what is not open yet; `planEditions` moves the times of entries that nobody was asked for. */
export async function updateSeriesOf(
  ctx: VerbContext,
  {
    id,
    participantIds,
    observerIds,
    audiences,
    isPaused,
    ...input
  }: { [K in keyof SeriesChange]: SeriesChange[K] | undefined } & {
    id: string;
  },
): Promise<Series> {
  const before = await findManagedSeries(ctx, id);
  const change = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  assertRhythm({ ...before, ...change });
  if (input.isPrivate && before.spaceId !== null)
    throw new AppError('invalid_input', 'isPrivate: this series is in a space; who sees that sees it.');
  const now = ctx.clock.now();
  return ctx.db.transaction(async (tx) => {
    const [current] = await tx.select().from(updateSeries).where(eq(updateSeries.id, id)).for('update');
    if (!current || current.removedAt) throw new AppError('conflict', 'This series was ended meanwhile.');
    const goesOn = isPaused === false && current.pausedAt !== null;
    const pausedAt = isPaused === undefined ? current.pausedAt : isPaused ? (current.pausedAt ?? now) : null;
    const isNewRhythm = RHYTHM.some((key) => input[key] !== undefined && input[key] !== current[key]);
    const asksSince = goesOn || isNewRhythm ? now : current.asksSince;
    const [series] = await tx
      .update(updateSeries)
      .set({ ...change, pausedAt, asksSince })
      .where(eq(updateSeries.id, id))
      .returning();
    if (!series) throw new Error('a locked series vanished');
    if (goesOn) await goOn(tx, series, now);
    await setPeople(tx, ctx, series, { participantIds, observerIds, audiences });
    await changed(tx, ctx, series);
    return presentOneSeries(ctx, series, tx);
  });
}

/** What would have been asked while it rested never is; what can still be answered is asked from now on. */
async function goOn(tx: Transaction, { id }: SeriesRow, now: Date): Promise<void> {
  const isUnasked = sql`${entries.openedAt} is null and ${entries.answeredAt} is null and ${entries.closedAt} is null
    and ${entries.editionId} in (select id from ${editions} where ${editions.seriesId} = ${id})`;
  await tx.delete(entries).where(and(isUnasked, lte(entries.dueAt, now)));
  await tx.update(entries).set({ plannedAt: now }).where(isUnasked);
}

/** Throws `conflict` where people are asked for that day already. */
export async function skipDay(
  ctx: VerbContext,
  input: { id: string; day: string; isSkipped: boolean },
): Promise<Series> {
  const series = await findManagedSeries(ctx, input.id);
  const { day } = input;
  return ctx.db.transaction(async (tx) => {
    await tx
      .select({ id: updateSeries.id })
      .from(updateSeries)
      .where(eq(updateSeries.id, series.id))
      .for('update');
    if (input.isSkipped && (await isAskedFor(tx, series, day)))
      throw new AppError(
        'conflict',
        `People are asked for ${day} already. Leave out the next day, or pause.`,
      );
    if (input.isSkipped)
      await tx.insert(seriesSkips).values({ seriesId: series.id, day }).onConflictDoNothing();
    else {
      await tx.delete(seriesSkips).where(and(eq(seriesSkips.seriesId, series.id), eq(seriesSkips.day, day)));
      await tx.update(updateSeries).set({ asksSince: ctx.clock.now() }).where(eq(updateSeries.id, series.id));
    }
    await changed(tx, ctx, series);
    return presentOneSeries(ctx, series, tx);
  });
}

async function isAskedFor(tx: Transaction, { id }: SeriesRow, day: string): Promise<boolean> {
  const [asked] = await tx
    .select({ id: entries.id })
    .from(entries)
    .innerJoin(editions, eq(editions.id, entries.editionId))
    .where(
      and(
        eq(editions.seriesId, id),
        eq(editions.day, day),
        or(isNotNull(entries.openedAt), isNotNull(entries.answeredAt)),
      ),
    )
    .limit(1);
  return asked !== undefined;
}

/** Ends a series. What was answered stays; what nobody was asked for yet never is. */
export async function removeSeries(ctx: VerbContext, input: { id: string }): Promise<Done> {
  const series = await findManagedSeries(ctx, input.id);
  await ctx.db.transaction(async (tx) => {
    await tx
      .update(updateSeries)
      .set({ removedAt: ctx.clock.now() })
      .where(and(eq(updateSeries.id, series.id), isNull(updateSeries.removedAt)));
    await publishSeries(tx, series);
  });
  return DONE;
}

export function assertRhythm(rhythm: SeriesRhythm): void {
  assertDayRule(rhythm);
  if (rhythm.timeZone !== null && !isTimeZone(rhythm.timeZone))
    throw new AppError('invalid_input', `timeZone: ${rhythm.timeZone} is not known here.`);
}

/** Open pages hear of it, and what comes next is planned anew. */
export async function changed(tx: Transaction, ctx: VerbContext, series: SeriesRow): Promise<void> {
  await publishSeries(tx, series);
  await ctx.queue.enqueue(tx, 'plan-editions', {});
}

export async function publishSeries(
  tx: Transaction,
  { id, workspaceId }: Pick<SeriesRow, 'id' | 'workspaceId'>,
) {
  await publish(tx, workspaceId, { type: 'series.changed', seriesId: SeriesId.parse(id) });
}
