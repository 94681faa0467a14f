import { randomUUID } from 'node:crypto';
import { and, asc, eq, inArray, lt, lte, sql } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { loadSchedule } from '#server/features/people-time/index.ts';
import { instantOf } from '#server/time/wall-time.ts';
import type { WorkSchedule } from '#server/time/work-schedule.ts';
import type { Bundle } from './bundle.ts';
import { deliverBundle } from './channels.ts';
import { NotSentError } from './not-sent-error.ts';
import { postpone } from './postpone.ts';
import { publishInbox } from './publish-inbox.ts';
import { readBundle, type DeliveryRow } from './read-bundle.ts';
import { sendTime } from './send-time.ts';
import { deliveries } from './tables.ts';

/** Who has given no sign for this long while sending is taken for dead; a sign comes this often. */
export const LEASE_MS = 15_000;
const SIGN_MS = 4_000;
/** Transfers at a time in a process: as many become uncertain where it is killed. */
const AT_A_TIME = 2;
/** The last try is a day and a half after the first. */
const MOST_ATTEMPTS = 12;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 6 * 3_600_000;

const LOST =
  'Whoever sent it ended in the middle of it: it may have arrived, or not. It is not sent again by itself, so that it does not arrive twice.';

/**
 * Sends all that is due, until nothing is or the signal. Any number of processes may do so at the same time, and each may be killed at
 * any point: a delivery is marked `sending`, and that is committed, before the first byte leaves; whatever happens then,
 * nothing but a person makes it be sent again.
 */
export async function deliverDue(ctx: AppContext, signal: AbortSignal): Promise<void> {
  await giveUpLost(ctx);
  const claimant = randomUUID();
  await Promise.all(
    Array.from({ length: AT_A_TIME }, async () => {
      while (!signal.aborted) {
        const taken = await ctx.db.transaction((tx) => takeNext(tx, ctx, claimant));
        if (taken === 'none') return;
        if (taken !== 'settled') await send(ctx, claimant, taken);
      }
    }),
  );
}

interface Taken {
  delivery: DeliveryRow;
  bundle: Bundle;
  schedule: WorkSchedule;
}

/** Takes the delivery that is due longest and nobody else is at; `settled` where there is nothing to send of it now. */
async function takeNext(
  tx: Transaction,
  ctx: AppContext,
  claimant: string,
): Promise<Taken | 'settled' | 'none'> {
  const now = ctx.clock.now();
  const [delivery] = await tx
    .select()
    .from(deliveries)
    .where(and(eq(deliveries.state, 'waiting'), lte(deliveries.sendAt, now)))
    .orderBy(asc(deliveries.sendAt))
    .limit(1)
    .for('update', { skipLocked: true });
  if (!delivery) return 'none';
  const { workspaceId, recipientId } = delivery;
  const schedule = await loadSchedule(ctx, { workspaceId, userId: recipientId }, tx);
  // Late, or their hours have changed since: it waits for the next time that fits.
  const at = allowedFrom(schedule, delivery, now);
  if (at > now) {
    await postpone(tx, delivery, at);
    return 'settled';
  }
  // In a savepoint: what can't even be read must neither stop the others nor be tried for ever.
  const reading = await tx
    .transaction((inner) => readBundle(inner, ctx, delivery, schedule))
    .catch((error: unknown) => new NotSentError('It could not be put together.', { cause: error }));
  if (reading instanceof NotSentError) {
    const attempts = delivery.attempts + 1;
    const result = afterError(ctx, { delivery: { ...delivery, attempts }, schedule }, reading);
    await change(tx, delivery, 'waiting', { ...result, attempts });
    return 'settled';
  }
  if (reading.state !== 'ready') {
    await change(tx, delivery, 'waiting', { state: reading.state });
    return 'settled';
  }
  await change(tx, delivery, 'waiting', {
    state: 'sending',
    claimant,
    claimedUntil: new Date(now.getTime() + LEASE_MS),
    attempts: delivery.attempts + 1,
    error: null,
  });
  return { delivery: { ...delivery, attempts: delivery.attempts + 1 }, bundle: reading.bundle, schedule };
}

/** Who is quiet or away all the time now gets what was planned while they were not. */
function allowedFrom(schedule: WorkSchedule, { kind }: DeliveryRow, from: Date): Date {
  const at = sendTime(schedule, instantOf(from), kind === 'urgent' ? 'urgent' : 'alone');
  return at === null ? from : new Date(at.epochMilliseconds);
}

async function send(ctx: AppContext, claimant: string, { delivery, bundle, schedule }: Taken): Promise<void> {
  const isMine = and(eq(deliveries.id, delivery.id), eq(deliveries.claimant, claimant));
  const signs = setInterval(() => {
    const claimedUntil = new Date(ctx.clock.now().getTime() + LEASE_MS);
    // Without a sign somebody says “uncertain”, which is put right below.
    ctx.db
      .update(deliveries)
      .set({ claimedUntil })
      .where(and(isMine, eq(deliveries.state, 'sending')))
      .then(undefined, () => undefined);
  }, SIGN_MS);
  try {
    const result = await deliverBundle(ctx, delivery.channel, bundle).then(
      () => ({ state: 'sent' as const, sentAt: ctx.clock.now(), error: null }),
      (error: unknown) => afterError(ctx, { delivery, schedule }, error),
    );
    await ctx.db.transaction(async (tx) => {
      await tx
        .update(deliveries)
        .set({ ...result, claimant: null, claimedUntil: null })
        .where(and(isMine, inArray(deliveries.state, ['sending', 'uncertain'])));
      if (result.state !== 'sent') await publishInbox(tx, delivery.workspaceId, [delivery.recipientId]);
    });
  } finally {
    clearInterval(signs);
  }
}

type Result = Partial<typeof deliveries.$inferInsert>;

function afterError(
  ctx: AppContext,
  { delivery, schedule }: Pick<Taken, 'delivery' | 'schedule'>,
  error: unknown,
): Result {
  const message = error instanceof Error ? error.message : String(error);
  ctx.log.warn({ err: error, deliveryId: delivery.id, attempts: delivery.attempts }, 'a delivery failed');
  if (!(error instanceof NotSentError))
    return { state: 'uncertain', error: `It broke off, and may have arrived: ${message}` };
  if (error.isFinal || delivery.attempts >= MOST_ATTEMPTS) return { state: 'failed', error: message };
  const waitMs = Math.min(FIRST_WAIT_MS * 2 ** (delivery.attempts - 1), LONGEST_WAIT_MS);
  const sendAt = allowedFrom(schedule, delivery, new Date(ctx.clock.now().getTime() + waitMs));
  // Its bundle may have been joined by a newer one meanwhile: it stands alone from now on.
  return { state: 'waiting', sendAt, error: message, slot: delivery.id };
}

/** What was being sent by somebody who gives no sign any more: nobody can know whether it has arrived. */
async function giveUpLost(ctx: AppContext): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const lost = await tx
      .update(deliveries)
      .set({ state: 'uncertain', error: LOST })
      .where(and(eq(deliveries.state, 'sending'), lt(deliveries.claimedUntil, ctx.clock.now())))
      .returning();
    if (lost.length > 0) ctx.log.warn({ deliveries: lost.map(({ id }) => id) }, 'deliveries are uncertain');
    for (const [workspaceId, some] of Map.groupBy(lost, (row) => row.workspaceId))
      await publishInbox(
        tx,
        workspaceId,
        some.map(({ recipientId }) => recipientId),
      );
  });
}

async function change(
  tx: Transaction,
  { id }: DeliveryRow,
  from: DeliveryRow['state'],
  to: Result,
): Promise<void> {
  const changed = await tx
    .update(deliveries)
    .set(to)
    .where(and(eq(deliveries.id, id), sql`${deliveries.state} = ${from}`))
    .returning({ id: deliveries.id });
  if (changed.length === 0) throw new Error(`delivery ${id} is not ${from} any more, though it is locked`);
}
