import { and, asc, eq, gte, isNull, sql } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import { anyOf } from '#server/db/any-of.ts';
import type { Transaction } from '#server/db/connect.ts';
import { loadSchedules } from '#server/features/people-time/index.ts';
import type { Prompt } from '#shared/series.ts';
import type { EditionRow, SeriesRow } from './access.ts';
import { dueDays } from './due-days.ts';
import { timesOfAll, type Rhythm } from './entry-times.ts';
import { chooseSpeakers } from './choose-speakers.ts';
import { planned, type EditionPlan } from './planned-entries.ts';
import { closeEditions } from './run-cycle.ts';
import { forgetLeavers, saveEntries } from './save-entries.ts';
import { peopleOfSeries } from './series-people.ts';
import { editions, entries, seriesSkips, updateSeries } from './tables.ts';

const DAY_MS = 86_400_000;
/** A day begins up to 14 hours before it does in UTC, and ends up to 12 hours after. */
const ZONES_MS = 14 * 3_600_000;
/** Editions are made so long before the first of their people is asked. */
const AHEAD_MS = DAY_MS;
/** What was due while nothing ran is put on record so far back. */
const BACK_DAYS = 14;

/**
 * Makes the editions that come next, and keeps the times of entries true while nobody was asked for them: people join, leave, move
 * and go away. Any number of workers may do it at the same time.
 */
export async function planEditions(ctx: AppContext): Promise<void> {
  const running = await ctx.db
    .select({ id: updateSeries.id })
    .from(updateSeries)
    .where(and(isNull(updateSeries.removedAt), isNull(updateSeries.pausedAt)));
  const failed: unknown[] = [];
  for (const { id } of running) {
    // One that can't be planned must not keep the others from it.
    await ctx.db
      .transaction((tx) => planSeries(tx, ctx, id))
      .catch((error: unknown) => failed.push(new Error(`series ${id} was not planned`, { cause: error })));
  }
  if (failed.length > 0) throw new AggregateError(failed, `${failed.length} series were not planned`);
}

/** Plans one series, one worker at a time: who comes second finds nothing to do. */
export async function planSeries(tx: Transaction, ctx: AppContext, seriesId: string): Promise<void> {
  const [row] = await tx
    .select({
      series: updateSeries,
      skips: sql<
        string[]
      >`array(select day::text from ${seriesSkips} where ${seriesSkips.seriesId} = ${updateSeries.id})`,
    })
    .from(updateSeries)
    .where(and(eq(updateSeries.id, seriesId), isNull(updateSeries.removedAt), isNull(updateSeries.pausedAt)))
    .for('update');
  if (!row) return;
  const { series, skips } = row;
  const { open, made } = await openEditions(tx, series, skips, rangeOf(ctx, series));
  if (open.length === 0) return;
  const people = (await peopleOfSeries(tx, [series.id])).filter(({ part }) => part === 'participant');
  const userIds = people.map(({ userId }) => userId);
  const schedules = await loadSchedules(ctx, { workspaceId: series.workspaceId, userIds }, tx);
  const found = open.filter(({ id }) => !made.has(id)).map(({ id }) => id);
  const existing =
    found.length === 0 ? [] : await tx.select().from(entries).where(anyOf(entries.editionId, found));
  const byEdition = Map.groupBy(existing, ({ editionId }) => editionId);
  const plans = open.map((edition): EditionPlan => {
    const own = byEdition.get(edition.id) ?? [];
    const isAsked = own.some(({ openedAt }) => openedAt !== null);
    const rhythm = (isAsked ? edition.rhythm : null) ?? series;
    const times = timesOfAll(edition.day, rhythm, schedules);
    return {
      edition,
      entries: own,
      isAsked,
      planned: planned(ctx, { series, isNew: made.has(edition.id), people, times, own }),
    };
  });
  const speakers = await chooseSpeakers(tx, ctx, series, userIds, plans);
  const isWanted = ({ edition }: EditionPlan, userId: string) =>
    !speakers || speakers.get(edition.id) === userId;
  await saveEntries(
    tx,
    plans.flatMap((plan) => {
      const wanted = plan.planned.filter(({ userId }) => isWanted(plan, userId));
      return wanted.map((entry) => ({ editionId: plan.edition.id, ...entry }));
    }),
    existing,
  );
  const here = new Set(userIds);
  const gone = new Set(
    plans.flatMap((plan) =>
      plan.entries.filter(({ userId }) => !here.has(userId) || !isWanted(plan, userId)),
    ),
  );
  await forgetLeavers(tx, ctx, series, [...gone]);
  // The last who was missing has left.
  const done = plans.filter(({ entries: own }) => {
    const left = own.filter(
      (entry) => entry.closedAt !== null || entry.answeredAt !== null || !gone.has(entry),
    );
    return left.length > 0 && left.every(({ closedAt }) => closedAt !== null);
  });
  await closeEditions(
    tx,
    ctx,
    done.map(({ edition }) => edition.id),
    [],
  );
  await keepWords(tx, series, plans);
}

/** Those that are not closed, made where they are missing and taken away where the day is not due any more; locked. */
async function openEditions(
  tx: Transaction,
  series: SeriesRow,
  skips: readonly string[],
  range: { from: string; to: string },
): Promise<{ open: EditionRow[]; made: ReadonlySet<string> }> {
  const all = await tx
    .select()
    .from(editions)
    .where(and(eq(editions.seriesId, series.id), gte(editions.day, range.from)))
    .orderBy(asc(editions.id))
    .for('update');
  const found = all.filter(({ closedAt }) => closedAt === null);
  const over = all.filter(({ closedAt }) => closedAt !== null).map(({ day }) => day);
  const days = dueDays(series, range, new Set([...skips, ...over]));
  const missing = days.filter((day) => !found.some((edition) => edition.day === day));
  const made =
    missing.length === 0
      ? []
      : await tx
          .insert(editions)
          .values(missing.map((day) => ({ seriesId: series.id, day, ...wordsOf(series) })))
          .onConflictDoNothing()
          .returning();
  const notDue = found.filter(({ day }) => !days.includes(day)).map(({ id }) => id);
  const removed = notDue.length === 0 ? [] : await removeUnasked(tx, notDue);
  const open = [...found, ...made].filter(({ id }) => !removed.includes(id));
  return {
    open: open.toSorted((a, b) => a.day.localeCompare(b.day)),
    made: new Set(made.map(({ id }) => id)),
  };
}

/** A day that is left out, or not of the rhythm any more: whoever was asked for it can still answer. */
async function removeUnasked(tx: Transaction, ids: string[]): Promise<string[]> {
  const removed = await tx
    .delete(editions)
    .where(
      and(
        anyOf(editions.id, ids),
        sql`not exists (select 1 from ${entries} where ${entries.editionId} = ${editions.id}
          and (${entries.openedAt} is not null or ${entries.answeredAt} is not null or ${entries.closedAt} is not null))`,
      ),
    )
    .returning({ id: editions.id });
  return removed.map(({ id }) => id);
}

function rangeOf(ctx: AppContext, series: SeriesRow): { from: string; to: string } {
  const now = ctx.clock.now().getTime();
  const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const oldest = Math.max(series.createdAt.getTime(), now - BACK_DAYS * DAY_MS);
  return {
    from: dayOf(oldest - ZONES_MS),
    to: dayOf(now + series.leadHours * 3_600_000 + AHEAD_MS + ZONES_MS),
  };
}

/** What an edition asks, and until when, is that of the series until somebody was asked. */
async function keepWords(tx: Transaction, series: SeriesRow, plans: readonly EditionPlan[]): Promise<void> {
  const text = JSON.stringify(Object.values(wordsOf(series)));
  const stale = plans.filter(
    ({ edition, isAsked }) =>
      !isAsked && JSON.stringify(Object.values(wordsOf({ ...edition, ...edition.rhythm }))) !== text,
  );
  if (stale.length === 0) return;
  const ids = stale.map(({ edition }) => edition.id);
  await tx.update(editions).set(wordsOf(series)).where(anyOf(editions.id, ids));
}

/** What an edition keeps of its series. */
function wordsOf(from: { prompts: Prompt[] } & Partial<Rhythm>) {
  const { prompts, dueTime = '', timeZone = null, leadHours = 0, graceHours = 0 } = from;
  return { prompts, rhythm: { dueTime, timeZone, leadHours, graceHours } };
}
