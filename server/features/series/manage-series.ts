import { and, eq, isNull } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import type { Queryable, Transaction } from '#server/db/connect.ts';
import { anyOf } from '#server/db/any-of.ts';
import { publish } from '#server/events/publish.ts';
import { findViewableSpace } from '#server/features/spaces/index.ts';
import { members } from '#server/features/workspaces/tables.ts';
import { isTimeZone } from '#server/time/wall-time.ts';
import { AppError } from '#shared/errors.ts';
import { DONE, SeriesId, type Done } from '#shared/ids.ts';
import type { Prompt, Series, SeriesRhythm } from '#shared/series.ts';
import { findManagedSeries, findSeries, visibleSeries, type SeriesRow } from './access.ts';
import { assertDayRule } from './due-days.ts';
import { presentOneSeries, presentSeries } from './present.ts';
import { seriesPeople, seriesSkips, updateSeries } from './tables.ts';

type Part = 'participant' | 'observer';

export async function listSeries(ctx: VerbContext): Promise<Series[]> {
  return presentSeries(ctx, await visibleSeries(ctx));
}

export async function getSeries(ctx: VerbContext, input: { id: string }): Promise<Series> {
  return presentOneSeries(ctx, await findSeries(ctx, input.id));
}

export interface NewSeries extends SeriesRhythm {
  title: string;
  spaceId: string | null;
  prompts: Prompt[];
  participantIds: string[];
  observerIds: string[];
}

/** Throws `invalid_input` for a rule without a day, an unknown zone, or people who are no members. */
export async function createSeries(ctx: VerbContext, input: NewSeries): Promise<Series> {
  const { participantIds, observerIds, ...values } = input;
  assertRhythm(values);
  if (input.spaceId !== null) await findViewableSpace(ctx, input.spaceId);
  return ctx.db.transaction(async (tx) => {
    const [series] = await tx
      .insert(updateSeries)
      .values({
        ...values,
        workspaceId: ctx.actor.workspaceId,
        createdBy: ctx.actor.userId,
        createdAt: ctx.clock.now(),
      })
      .returning();
    if (!series) throw new Error('insert into update_series returned no row');
    await setPeople(tx, series, { participantIds, observerIds });
    await changed(tx, ctx, series);
    return presentOneSeries(ctx, series, tx);
  });
}

export interface SeriesChange extends Partial<Omit<NewSeries, 'spaceId'>> {
  id: string;
  isPaused?: boolean | undefined;
}

/** Changes what is not open yet; `planEditions` moves the times of entries that nobody was asked for. */
export async function updateSeriesOf(
  ctx: VerbContext,
  {
    id,
    participantIds,
    observerIds,
    isPaused,
    ...input
  }: { [K in keyof SeriesChange]: SeriesChange[K] | undefined } & {
    id: string;
  },
): Promise<Series> {
  const before = await findManagedSeries(ctx, id);
  const change = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  assertRhythm({ ...before, ...change });
  const now = ctx.clock.now();
  return ctx.db.transaction(async (tx) => {
    const [series] = await tx
      .update(updateSeries)
      .set({
        ...change,
        pausedAt: isPaused === undefined ? before.pausedAt : isPaused ? (before.pausedAt ?? now) : null,
      })
      .where(and(eq(updateSeries.id, id), isNull(updateSeries.removedAt)))
      .returning();
    if (!series) throw new AppError('conflict', 'This series was ended meanwhile.');
    await setPeople(tx, series, { participantIds, observerIds });
    await changed(tx, ctx, series);
    return presentOneSeries(ctx, series, tx);
  });
}

export async function skipDay(
  ctx: VerbContext,
  input: { id: string; day: string; isSkipped: boolean },
): Promise<Series> {
  const series = await findManagedSeries(ctx, input.id);
  const { day } = input;
  return ctx.db.transaction(async (tx) => {
    if (input.isSkipped)
      await tx.insert(seriesSkips).values({ seriesId: series.id, day }).onConflictDoNothing();
    else
      await tx.delete(seriesSkips).where(and(eq(seriesSkips.seriesId, series.id), eq(seriesSkips.day, day)));
    await changed(tx, ctx, series);
    return presentOneSeries(ctx, series, tx);
  });
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

function assertRhythm(rhythm: SeriesRhythm): void {
  assertDayRule(rhythm);
  if (rhythm.timeZone !== null && !isTimeZone(rhythm.timeZone))
    throw new AppError('invalid_input', `timeZone: ${rhythm.timeZone} is not known here.`);
}

/** Replaces who takes part; who is in both lists is asked. */
async function setPeople(
  tx: Transaction,
  series: SeriesRow,
  lists: { participantIds: string[] | undefined; observerIds: string[] | undefined },
): Promise<void> {
  const asked = new Set(lists.participantIds);
  const parts: [Part, string[] | undefined][] = [
    ['participant', lists.participantIds],
    ['observer', lists.observerIds?.filter((id) => !asked.has(id))],
  ];
  for (const [part, given] of parts) {
    if (given === undefined) continue;
    const ids = [...new Set(given)];
    await assertMembers(tx, series.workspaceId, ids);
    const isPart = and(eq(seriesPeople.seriesId, series.id), eq(seriesPeople.part, part));
    await tx.delete(seriesPeople).where(isPart);
    for (let i = 0; i < ids.length; i += 500)
      await tx
        .insert(seriesPeople)
        .values(ids.slice(i, i + 500).map((userId) => ({ seriesId: series.id, userId, part })))
        .onConflictDoUpdate({ target: [seriesPeople.seriesId, seriesPeople.userId], set: { part } });
  }
}

async function assertMembers(db: Queryable, workspaceId: string, ids: string[]): Promise<void> {
  const isOne = and(eq(members.organizationId, workspaceId), anyOf(members.userId, ids));
  if ((await db.$count(members, isOne)) < ids.length)
    throw new AppError('invalid_input', 'participantIds: somebody is no member of the workspace.');
}

/** Open pages hear of it, and what comes next is planned anew. */
async function changed(tx: Transaction, ctx: VerbContext, series: SeriesRow): Promise<void> {
  await publishSeries(tx, series);
  await ctx.queue.enqueue(tx, 'plan-editions', {});
}

export async function publishSeries(
  tx: Transaction,
  { id, workspaceId }: Pick<SeriesRow, 'id' | 'workspaceId'>,
) {
  await publish(tx, workspaceId, { type: 'series.changed', seriesId: SeriesId.parse(id) });
}
