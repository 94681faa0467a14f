import { and, asc, eq, inArray, isNotNull, isNull, lte, or, sql, type SQL } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import { anyOf } from '#server/db/any-of.ts';
import type { Transaction } from '#server/db/connect.ts';
import { notify, settleKeys, type Notice } from '#server/features/notifications/index.ts';
import { publishSeries } from './manage-series.ts';
import { closingDigest } from './roll-up/closing-digest.ts';
import { noticesOf } from './save-entries.ts';
import { peopleOfSeries } from './series-people.ts';
import { editions, entries, updateSeries } from './tables.ts';

type EntryRow = typeof entries.$inferSelect;
interface Place {
  edition: typeof editions.$inferSelect;
  series: typeof updateSeries.$inferSelect;
}

/** Opens, reminds and closes what is due. Each step is one conditional update with its notices in one transaction. */
export async function runCycle(ctx: AppContext): Promise<void> {
  await ctx.db.transaction((tx) => openEntries(tx, ctx));
  await ctx.db.transaction((tx) => remindEntries(tx, ctx));
  await ctx.db.transaction((tx) => closeEntries(tx, ctx));
}

/** The entries of a step; those that another worker is at are left to it, so that nobody waits for anybody in a circle. */
function taken(tx: Transaction, condition: SQL | undefined) {
  const ids = tx
    .select({ id: entries.id })
    .from(entries)
    .where(condition)
    .for('update', { skipLocked: true });
  return inArray(entries.id, ids);
}

async function openEntries(tx: Transaction, ctx: AppContext): Promise<void> {
  const now = ctx.clock.now();
  const isDue = and(
    isNull(entries.openedAt),
    isNull(entries.closedAt),
    isNull(entries.excusedAt),
    lte(entries.opensAt, now),
    isRunning,
  );
  const opened = await tx.update(entries).set({ openedAt: now }).where(taken(tx, isDue)).returning();
  const places = await tell(tx, ctx, opened, {
    // Who joined, moved or came back while it was open already is asked from then on.
    isTold: ({ opensAt, plannedAt, dueAt, answeredAt }) =>
      answeredAt === null && dueAt > now && (isFresh(ctx, opensAt) || isFresh(ctx, plannedAt)),
    words: (place, dueAt) => ({
      kind: 'entry_opened',
      title: `Your update for “${place.series.title}”`,
      text: place.edition.prompts.map(({ text }) => `• ${text}`).join('\n'),
      dueAt,
    }),
  });
  // Whoever speaks has had their turn.
  if (places.some(({ series }) => series.rotation !== null)) await ctx.queue.enqueue(tx, 'plan-editions', {});
}

async function remindEntries(tx: Transaction, ctx: AppContext): Promise<void> {
  const now = ctx.clock.now();
  const isDue = and(
    isNull(entries.remindedAt),
    isNull(entries.answeredAt),
    isNull(entries.closedAt),
    isNull(entries.excusedAt),
    isNotNull(entries.openedAt),
    lte(entries.remindAt, now),
    isRunning,
  );
  const reminded = await tx.update(entries).set({ remindedAt: now }).where(taken(tx, isDue)).returning();
  await tell(tx, ctx, reminded, {
    isTold: ({ remindAt, closesAt }) => remindAt !== null && isFresh(ctx, remindAt) && closesAt > now,
    words: (place, dueAt) => ({
      kind: 'entry_reminder',
      title: `“${place.series.title}” still misses your update`,
      text: null,
      dueAt,
    }),
  });
}

/** Who was never asked, as the series rests, has missed nothing: their entries wait for it to go on. */
const isAsked = or(isNotNull(entries.openedAt), isNotNull(entries.answeredAt), isNotNull(entries.excusedAt));

async function closeEntries(tx: Transaction, ctx: AppContext): Promise<void> {
  const now = ctx.clock.now();
  const isDue = and(isNull(entries.closedAt), lte(entries.closesAt, now), isAsked);
  const closed = await tx.update(entries).set({ closedAt: now }).where(taken(tx, isDue)).returning();
  await closeEditions(tx, ctx, [...new Set(closed.map(({ editionId }) => editionId))], closed);
  await putAway(tx, ctx, closed);
}

/** Of these editions, closes those in which nobody can answer any more; `closed` are the entries that were just closed. */
export async function closeEditions(
  tx: Transaction,
  ctx: AppContext,
  ids: readonly string[],
  closed: readonly EntryRow[],
): Promise<void> {
  if (ids.length === 0) return;
  // Locked first, and looked at by the next statement: nobody adds to them in between.
  const isOpen = and(anyOf(editions.id, ids), isNull(editions.closedAt));
  await tx.select({ id: editions.id }).from(editions).where(isOpen).orderBy(asc(editions.id)).for('update');
  const over = await tx
    .update(editions)
    .set({ closedAt: ctx.clock.now() })
    .where(
      and(
        isOpen,
        sql`not exists (select 1 from ${entries} where ${entries.editionId} = ${editions.id} and ${entries.closedAt} is null)`,
      ),
    )
    .returning();
  for (const edition of over) await tellClosed(tx, ctx, edition, closed);
}

/** What asked for an answer that can't be given any more asks no longer. */
async function putAway(tx: Transaction, ctx: AppContext, closed: readonly EntryRow[]): Promise<void> {
  const open = closed.filter(({ answeredAt, openedAt }) => answeredAt === null && openedAt !== null);
  if (open.length === 0) return;
  const ids = [...new Set(open.map(({ editionId }) => editionId))];
  const places = await tx
    .select({ editionId: editions.id, workspaceId: updateSeries.workspaceId })
    .from(editions)
    .innerJoin(updateSeries, eq(updateSeries.id, editions.seriesId))
    .where(anyOf(editions.id, ids));
  const workspaceOf = new Map(places.map(({ editionId, workspaceId }) => [editionId, workspaceId]));
  const byWorkspace = Map.groupBy(open, ({ editionId }) => workspaceOf.get(editionId) ?? '');
  for (const [workspaceId, some] of byWorkspace)
    await settleKeys(
      tx,
      ctx,
      workspaceId,
      some.flatMap(({ editionId, userId }) => noticesOf(editionId, userId)),
    );
}

async function tellClosed(
  tx: Transaction,
  ctx: AppContext,
  edition: Place['edition'],
  closed: readonly Pick<EntryRow, 'editionId' | 'closesAt'>[],
): Promise<void> {
  const [series] = await tx.select().from(updateSeries).where(eq(updateSeries.id, edition.seriesId));
  if (!series) return;
  await publishSeries(tx, series);
  if (!closed.some(({ editionId, closesAt }) => editionId === edition.id && isFresh(ctx, closesAt))) return;
  const people = await peopleOfSeries(tx, [series.id]);
  const of = (extra: ReturnType<typeof sql>) =>
    tx.$count(entries, sql`${entries.editionId} = ${edition.id} and ${extra}`);
  const answered = await of(sql`${entries.answeredAt} is not null`);
  const asked = await of(sql`(${entries.excusedAt} is null or ${entries.answeredAt} is not null)`);
  await notify(tx, ctx, [
    {
      ...noticeOf(ctx, { edition, series }),
      kind: 'edition_closed',
      recipientIds: people.map(({ userId }) => userId),
      key: `edition_closed:${edition.id}`,
      title: `“${series.title}” of ${edition.day}: ${answered} of ${asked} answered`,
      text: await closingDigest(tx, ctx, edition, people),
      dueAt: null,
    },
  ]);
}

/** Paused and ended series ask nobody; what is open of them still closes. */
const isRunning = sql`exists (select 1 from ${editions} join ${updateSeries} on ${updateSeries.id} = ${editions.seriesId}
  where ${editions.id} = ${entries.editionId} and ${updateSeries.pausedAt} is null and ${updateSeries.removedAt} is null)`;

/** What comes later is not told any more: after a break, states are made right in silence. */
function isFresh({ clock, config }: AppContext, at: Date): boolean {
  return clock.now().getTime() - at.getTime() < config.series.lateMs;
}

interface Telling {
  /** Others are not told, but open pages hear of them. */
  isTold: (row: EntryRow) => boolean;
  words: (place: Place, dueAt: Date) => Pick<Notice, 'kind' | 'title' | 'text' | 'dueAt'>;
}

/** One notice for all of an edition who are due at the same instant. */
async function tell(
  tx: Transaction,
  ctx: AppContext,
  rows: EntryRow[],
  { isTold, words }: Telling,
): Promise<Place[]> {
  if (rows.length === 0) return [];
  const ids = [...new Set(rows.map(({ editionId }) => editionId))];
  const places = await tx
    .select({ edition: editions, series: updateSeries })
    .from(editions)
    .innerJoin(updateSeries, eq(updateSeries.id, editions.seriesId))
    .where(anyOf(editions.id, ids));
  const notices: Notice[] = [];
  for (const place of places) {
    const own = rows.filter((row) => row.editionId === place.edition.id && isTold(row));
    for (const [dueMs, together] of Map.groupBy(own, ({ dueAt }) => dueAt.getTime())) {
      const said = words(place, new Date(dueMs));
      notices.push({
        ...noticeOf(ctx, place),
        ...said,
        recipientIds: together.map(({ userId }) => userId),
        key: `${said.kind}:${place.edition.id}`,
      });
    }
    await publishSeries(tx, place.series);
  }
  await notify(tx, ctx, notices);
  return places;
}

function noticeOf(ctx: AppContext, { edition, series }: Place) {
  return {
    workspaceId: series.workspaceId,
    actorId: null,
    videoId: null,
    threadId: null,
    url: `${ctx.config.http.publicUrl}/series/${series.id}?day=${edition.day}`,
    urgentReason: null,
  };
}
