import { and, eq, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import { anyOf } from '#server/db/any-of.ts';
import type { Transaction } from '#server/db/connect.ts';
import { notify, type Notice } from '#server/features/notifications/index.ts';
import { publishSeries } from './manage-series.ts';
import { closingDigest } from './roll-up/closing-digest.ts';
import { editions, entries, seriesPeople, updateSeries } from './tables.ts';

/** What comes later than this is not told any more: after a break, states are made right in silence. */
const TOO_LATE_MS = 12 * 3_600_000;

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

async function openEntries(tx: Transaction, ctx: AppContext): Promise<void> {
  const now = ctx.clock.now();
  const opened = await tx
    .update(entries)
    .set({ openedAt: now })
    .where(
      and(
        isNull(entries.openedAt),
        isNull(entries.closedAt),
        isNull(entries.excusedAt),
        lte(entries.opensAt, now),
        isRunning,
      ),
    )
    .returning();
  await tell(tx, ctx, opened, {
    // A series that is made while its first edition would be open already asks from then on.
    isTold: ({ opensAt, dueAt }, { series }) =>
      dueAt > now && (isFresh(now, opensAt) || isFresh(now, series.createdAt)),
    words: (place, dueAt) => ({
      kind: 'entry_opened',
      title: `Your update for “${place.series.title}”`,
      text: place.edition.prompts.map(({ text }) => `• ${text}`).join('\n'),
      dueAt,
    }),
  });
}

async function remindEntries(tx: Transaction, ctx: AppContext): Promise<void> {
  const now = ctx.clock.now();
  const reminded = await tx
    .update(entries)
    .set({ remindedAt: now })
    .where(
      and(
        isNull(entries.remindedAt),
        isNull(entries.answeredAt),
        isNull(entries.closedAt),
        isNull(entries.excusedAt),
        isNotNull(entries.openedAt),
        lte(entries.remindAt, now),
        isRunning,
      ),
    )
    .returning();
  await tell(tx, ctx, reminded, {
    isTold: ({ remindAt, closesAt }) => remindAt !== null && isFresh(now, remindAt) && closesAt > now,
    words: (place, dueAt) => ({
      kind: 'entry_reminder',
      title: `“${place.series.title}” still misses your update`,
      text: null,
      dueAt,
    }),
  });
}

async function closeEntries(tx: Transaction, ctx: AppContext): Promise<void> {
  const now = ctx.clock.now();
  const closed = await tx
    .update(entries)
    .set({ closedAt: now })
    .where(and(isNull(entries.closedAt), lte(entries.closesAt, now)))
    .returning({ editionId: entries.editionId, closesAt: entries.closesAt });
  if (closed.length === 0) return;
  const editionIds = [...new Set(closed.map(({ editionId }) => editionId))];
  const over = await tx
    .update(editions)
    .set({ closedAt: now })
    .where(
      and(
        anyOf(editions.id, editionIds),
        isNull(editions.closedAt),
        sql`not exists (select 1 from ${entries} where ${entries.editionId} = ${editions.id} and ${entries.closedAt} is null)`,
      ),
    )
    .returning();
  for (const edition of over) await tellClosed(tx, ctx, edition, closed);
}

async function tellClosed(
  tx: Transaction,
  ctx: AppContext,
  edition: Place['edition'],
  closed: Pick<EntryRow, 'editionId' | 'closesAt'>[],
): Promise<void> {
  const [series] = await tx.select().from(updateSeries).where(eq(updateSeries.id, edition.seriesId));
  if (!series) return;
  await publishSeries(tx, series);
  const now = ctx.clock.now();
  if (!closed.some(({ editionId, closesAt }) => editionId === edition.id && isFresh(now, closesAt))) return;
  const people = await tx.select().from(seriesPeople).where(eq(seriesPeople.seriesId, series.id));
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

function isFresh(now: Date, at: Date): boolean {
  return now.getTime() - at.getTime() < TOO_LATE_MS;
}

interface Telling {
  /** Others are not told, but open pages hear of them. */
  isTold: (row: EntryRow, place: Place) => boolean;
  words: (place: Place, dueAt: Date) => Pick<Notice, 'kind' | 'title' | 'text' | 'dueAt'>;
}

/** One notice for all of an edition who are due at the same instant. */
async function tell(
  tx: Transaction,
  ctx: AppContext,
  rows: EntryRow[],
  { isTold, words }: Telling,
): Promise<void> {
  if (rows.length === 0) return;
  const ids = [...new Set(rows.map(({ editionId }) => editionId))];
  const places = await tx
    .select({ edition: editions, series: updateSeries })
    .from(editions)
    .innerJoin(updateSeries, eq(updateSeries.id, editions.seriesId))
    .where(anyOf(editions.id, ids));
  const notices: Notice[] = [];
  for (const place of places) {
    const own = rows.filter((row) => row.editionId === place.edition.id && isTold(row, place));
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
