import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { users } from '#server/features/accounts/tables.ts';
import { appendToLedger, type NewEntry } from '#server/features/ledger/index.ts';
import { settleAsks } from '#server/features/notifications/index.ts';
import { findViewableVideo, type VideoRow } from '#server/features/videos/index.ts';
import type { DueInWork, Ledger } from '#shared/acknowledgements.ts';
import { AppError } from '#shared/errors.ts';
import { UserId } from '#shared/ids.ts';
import { canEditVideo } from '#shared/permissions.ts';
import { dueTimes } from './due-times.ts';
import { publishAcknowledgement } from './publish-acknowledgement.ts';
import { ledgerOf } from './read-ledger.ts';
import { acknowledgementRequests as requests } from './tables.ts';

interface OfVideo {
  slug: string;
  /** Null: all that are open. */
  requestIds: string[] | null;
}
interface OpenAsk {
  id: string;
  recipientId: string;
  name: string;
  dueAt: Date | null;
}

/**
 * Changes the note of open asks, or until when they are to be answered. What was answered meanwhile stays; throws `conflict` where
 * that is all of them. A due time in working hours counts from now, or from when they are due if that is later.
 */
export async function changeAsks(
  ctx: VerbContext,
  input: OfVideo & { note?: string | null | undefined; dueAt: string | null; due: DueInWork | null },
): Promise<Ledger> {
  const { note } = input;
  const isExtended = input.dueAt !== null || input.due !== null;
  if (note === undefined && !isExtended)
    throw new AppError('invalid_input', 'Nothing to change: give a note, dueAt or due.');
  return withOpenAsks(ctx, input, async (tx, asks) => {
    const after = new Map(asks.map(({ recipientId, dueAt }) => [recipientId, dueAt]));
    const due = isExtended ? await dueTimes(ctx, tx, [...after.keys()], { ...input, after }) : after;
    const rows = asks.map(({ id, recipientId }) => ({ id, due_at: due.get(recipientId) ?? null }));
    const changed = await tx.execute<{ id: string }>(sql`
      update ${requests} set due_at = r.due_at, follow_up_at = ${isExtended ? sql`null` : sql`${requests}.follow_up_at`},
        note = ${note === undefined ? sql`${requests}.note` : sql`${note}::text`}
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r (id uuid, due_at timestamptz)
      where ${requests}.id = r.id and ${requests}.acknowledged_at is null and ${requests}.withdrawn_at is null
      returning ${requests}.id`);
    const ids = new Set(changed.map(({ id }) => id));
    return asks.flatMap((ask): NewEntry[] => {
      if (!ids.has(ask.id)) return [];
      const dueAt = due.get(ask.recipientId)?.toISOString() ?? null;
      const details: NewEntry['details'] = note === undefined ? { dueAt } : { dueAt, note };
      return [{ kind: 'ask_changed', subject: subjectOf(ask), details }];
    });
  });
}

/** Withdraws open asks. What was answered meanwhile stays; throws `conflict` where that is all of them. */
export async function withdrawAsks(ctx: VerbContext, input: OfVideo): Promise<Ledger> {
  return withOpenAsks(ctx, input, async (tx, asks) => {
    const withdrawn = await tx
      .update(requests)
      .set({ withdrawnAt: ctx.clock.now() })
      .where(
        and(
          eq(requests.workspaceId, ctx.actor.workspaceId),
          sql`${requests.id} in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(asks.map(({ id }) => id))}::text::jsonb))`,
          isNull(requests.acknowledgedAt),
          isNull(requests.withdrawnAt),
        ),
      )
      .returning();
    await settleAsks(tx, ctx, withdrawn);
    const ids = new Set(withdrawn.map(({ id }) => id));
    return asks
      .filter(({ id }) => ids.has(id))
      .map((ask): NewEntry => ({ kind: 'ask_withdrawn', subject: subjectOf(ask) }));
  });
}

const subjectOf = ({ recipientId, name }: OpenAsk) => ({ id: UserId.parse(recipientId), name });

/** Finds what is open and the actor's to change, lets it be changed, and puts on record what was. */
async function withOpenAsks(
  ctx: VerbContext,
  input: OfVideo,
  change: (tx: Transaction, asks: OpenAsk[]) => Promise<NewEntry[]>,
): Promise<Ledger> {
  const video = await findViewableVideo(ctx, { slug: input.slug });
  return ctx.db.transaction(async (tx) => {
    const asks = await openAsks(tx, ctx, video, input.requestIds);
    const entries = asks.length === 0 ? [] : await change(tx, asks);
    if (entries.length === 0)
      throw new AppError('conflict', 'None of these asks is open and yours to change: look at them again.');
    await publishAcknowledgement(tx, video);
    const ledger = await ledgerOf(ctx, video, tx);
    await appendToLedger(tx, ctx, video, entries);
    return ledger;
  });
}

/** `canWithdrawRequest` as a condition: of the author and admins all, of others those that they asked. */
async function openAsks(
  tx: Transaction,
  ctx: VerbContext,
  video: VideoRow,
  requestIds: string[] | null,
): Promise<OpenAsk[]> {
  return tx
    .select({
      id: requests.id,
      recipientId: requests.recipientId,
      name: users.name,
      dueAt: requests.dueAt,
    })
    .from(requests)
    .innerJoin(users, eq(users.id, requests.recipientId))
    .where(
      and(
        eq(requests.videoId, video.id),
        requestIds === null ? undefined : inArray(requests.id, requestIds),
        canEditVideo(ctx.actor, video) ? undefined : eq(requests.requestedBy, ctx.actor.userId),
        isNull(requests.acknowledgedAt),
        isNull(requests.declinedAt),
        isNull(requests.withdrawnAt),
      ),
    );
}
