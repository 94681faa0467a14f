import { and, eq, gt, isNotNull, isNull, ne } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import type { Queryable } from '#server/db/connect.ts';
import { appendToLedger } from '#server/features/ledger/index.ts';
import { reopenAsk, settleAsks } from '#server/features/notifications/index.ts';
import { findViewableVideo } from '#server/features/videos/index.ts';
import type { AskKind, Ledger } from '#shared/acknowledgements.ts';
import { AppError } from '#shared/errors.ts';
import { postAnswer } from './post-answer.ts';
import { publishAcknowledgement } from './publish-acknowledgement.ts';
import { ledgerOf } from './read-ledger.ts';
import { acknowledgementRequests as requests } from './tables.ts';
import { tellAsker } from './tell-asker.ts';

/** A slip of the finger can be taken back for this long; later it is on record. */
export const TAKE_BACK_MS = 60_000;

/** States “I have received this”. Idempotent; `conflict` where the ask was withdrawn, `not_found` where nobody asked. */
export async function acknowledgeVideo(ctx: VerbContext, input: { slug: string }): Promise<Ledger> {
  const video = await findViewableVideo(ctx, { slug: input.slug });
  return ctx.db.transaction(async (tx) => {
    const [changed] = await tx
      .update(requests)
      .set({ acknowledgedAt: ctx.clock.now(), declinedAt: null, followUpAt: null })
      .where(and(openAskOf(ctx, video.id), eq(requests.kind, 'acknowledge'), isNull(requests.acknowledgedAt)))
      .returning();
    if (!changed) {
      await assertAnswered(tx, ctx, video.id, 'acknowledge');
      return ledgerOf(ctx, video, tx);
    }
    await settleAsks(tx, ctx, [changed]);
    await tellAsker(tx, ctx, video, changed, 'has acknowledged');
    await publishAcknowledgement(tx, video);
    const ledger = await ledgerOf(ctx, video, tx);
    const watchedMs = ledger.mine?.watchedMs ?? 0;
    await postAnswer(tx, ctx, video, { kind: 'acknowledged', note: null });
    await appendToLedger(tx, ctx, video, [{ kind: 'acknowledged', details: { watchedMs } }]);
    return ledger;
  });
}

/** Takes one's answer back within a minute. Throws `conflict` afterwards or where there is none; evidence is no answer. */
export async function takeBackAcknowledgement(ctx: VerbContext, input: { slug: string }): Promise<Ledger> {
  const video = await findViewableVideo(ctx, { slug: input.slug });
  return ctx.db.transaction(async (tx) => {
    const since = new Date(ctx.clock.now().getTime() - TAKE_BACK_MS);
    const [changed] = await tx
      .update(requests)
      .set({ acknowledgedAt: null, answer: null, answerNote: null })
      .where(
        and(
          openAskOf(ctx, video.id),
          ne(requests.kind, 'watch'),
          isNotNull(requests.acknowledgedAt),
          gt(requests.acknowledgedAt, since),
        ),
      )
      .returning();
    if (!changed) {
      throw new AppError('conflict', 'An answer can be taken back within a minute. Leave a comment instead.');
    }
    await reopenAsk(tx, changed);
    await publishAcknowledgement(tx, video);
    const ledger = await ledgerOf(ctx, video, tx);
    const kind = changed.kind === 'acknowledge' ? 'acknowledgement_taken_back' : 'answer_taken_back';
    await appendToLedger(tx, ctx, video, [{ kind }]);
    return ledger;
  });
}

export function openAskOf(ctx: VerbContext, videoId: string) {
  return and(
    eq(requests.videoId, videoId),
    eq(requests.recipientId, ctx.actor.userId),
    isNull(requests.withdrawnAt),
  );
}

/** Throws where nothing that can be answered so is asked: `not_found`, `conflict`, or `invalid_input` where it is of another kind. */
export async function assertAnswered(
  db: Queryable,
  ctx: VerbContext,
  videoId: string,
  kind: AskKind | null,
): Promise<void> {
  const asks = await db
    .select({ withdrawnAt: requests.withdrawnAt, kind: requests.kind })
    .from(requests)
    .where(and(eq(requests.videoId, videoId), eq(requests.recipientId, ctx.actor.userId)));
  const open = asks.find((ask) => ask.withdrawnAt === null);
  if (open && kind !== null && open.kind !== kind)
    throw new AppError('invalid_input', `kind: you are asked to ${open.kind}. ${HOW[open.kind]}`);
  if (open) return;
  if (asks.length > 0)
    throw new AppError('conflict', 'This ask was withdrawn; there is nothing to acknowledge.');
  throw new AppError('not_found', 'Nobody has asked you to acknowledge this video.');
}

const HOW: Record<AskKind, string> = {
  watch: 'It is answered by itself once you have watched it.',
  acknowledge: 'Acknowledge it.',
  approve: 'Approve it, or ask for changes.',
  decide: 'Choose one of the options.',
};
