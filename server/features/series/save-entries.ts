import { and, isNull, sql } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import { anyOf } from '#server/db/any-of.ts';
import type { Transaction } from '#server/db/connect.ts';
import { settleKeys } from '#server/features/notifications/index.ts';
import type { SeriesRow } from './access.ts';
import type { EntryRow, PlannedEntry } from './planned-entries.ts';
import { entries } from './tables.ts';

type Saved = PlannedEntry & { editionId: string };

/** Saves those that are new or have changed, in one statement; what is answered, reminded of or closed stays as it is. */
export async function saveEntries(
  tx: Transaction,
  wanted: readonly Saved[],
  existing: readonly EntryRow[],
): Promise<void> {
  const before = new Map(existing.map((entry) => [`${entry.editionId} ${entry.userId}`, entry]));
  const rows = wanted
    .filter((entry) => isChanged(entry, before.get(`${entry.editionId} ${entry.userId}`)))
    // Whoever locks the same rows does so in the same order.
    .toSorted((a, b) => (a.userId < b.userId ? -1 : 1))
    .map((entry) => ({
      edition_id: entry.editionId,
      user_id: entry.userId,
      opens_at: entry.opensAt,
      due_at: entry.dueAt,
      closes_at: entry.closesAt,
      remind_at: entry.remindAt,
      planned_at: entry.plannedAt,
      excused_at: entry.excusedAt,
    }));
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into ${entries} (edition_id, user_id, opens_at, due_at, closes_at, remind_at, planned_at, excused_at)
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(edition_id uuid, user_id uuid,
      opens_at timestamptz, due_at timestamptz, closes_at timestamptz, remind_at timestamptz, planned_at timestamptz,
      excused_at timestamptz)
    on conflict (edition_id, user_id) do update set opens_at = excluded.opens_at, due_at = excluded.due_at,
      closes_at = excluded.closes_at, remind_at = excluded.remind_at, planned_at = excluded.planned_at,
      excused_at = excluded.excused_at
    where ${entries.answeredAt} is null and ${entries.closedAt} is null and ${entries.remindedAt} is null`);
}

function isChanged(entry: PlannedEntry, before: EntryRow | undefined): boolean {
  if (!before) return true;
  if (before.answeredAt ?? before.closedAt ?? before.remindedAt) return false;
  const timesOf = ({ opensAt, dueAt, closesAt, remindAt, plannedAt, excusedAt }: PlannedEntry) =>
    [opensAt, dueAt, closesAt, remindAt, plannedAt, excusedAt].map((at) => at?.getTime()).join();
  return timesOf(entry) !== timesOf(before);
}

/** Who takes part no longer, or whose turn it is not, has no entry any more, unless they have answered; nor are they told of it. */
export async function forgetLeavers(
  tx: Transaction,
  ctx: AppContext,
  { workspaceId }: Pick<SeriesRow, 'workspaceId'>,
  gone: readonly EntryRow[],
): Promise<void> {
  const ids = gone.filter(({ answeredAt, closedAt }) => !answeredAt && !closedAt).map(({ id }) => id);
  if (ids.length === 0) return;
  const removed = await tx
    .delete(entries)
    .where(and(anyOf(entries.id, ids), isNull(entries.answeredAt), isNull(entries.closedAt)))
    .returning();
  await settleKeys(
    tx,
    ctx,
    workspaceId,
    removed.flatMap(({ editionId, userId, openedAt }) => (openedAt ? noticesOf(editionId, userId) : [])),
  );
}

/** The notices of an entry, by which they are put away. */
export function noticesOf(editionId: string, recipientId: string): { recipientId: string; key: string }[] {
  return ['entry_opened', 'entry_reminder'].map((kind) => ({ recipientId, key: `${kind}:${editionId}` }));
}
