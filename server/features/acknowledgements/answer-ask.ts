import { and, eq, isNull } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { appendToLedger, partyOf, type NewEntry } from '#server/features/ledger/index.ts';
import { notify, settleAsks } from '#server/features/notifications/index.ts';
import { findViewableVideo, videoUrl, viewersAmong, type VideoRow } from '#server/features/videos/index.ts';
import type { AskAnswer, Ledger } from '#shared/acknowledgements.ts';
import { AppError } from '#shared/errors.ts';
import { assertAnswered, openAskOf } from './acknowledge-video.ts';
import { tellAsker } from './tell-asker.ts';
import { postAnswer } from './post-answer.ts';
import { publishAcknowledgement } from './publish-acknowledgement.ts';
import { ledgerOf } from './read-ledger.ts';
import { acknowledgementRequests as requests } from './tables.ts';

type RequestRow = typeof requests.$inferSelect;
type Heir = Awaited<ReturnType<typeof viewersAmong>>[number];

/**
 * Answers what one is asked, in one of the ways there are. Idempotent where it was answered in the same moment; `conflict` where the
 * ask was withdrawn, `not_found` where nobody asked, `invalid_input` where a time has passed or somebody can't see the video.
 */
export async function answerAsk(
  ctx: VerbContext,
  input: { slug: string; answer: AskAnswer },
): Promise<Ledger> {
  const video = await findViewableVideo(ctx, { slug: input.slug });
  return ctx.db.transaction(async (tx) => {
    const { answer } = input;
    const heir = answer.kind === 'not_me' ? await heirOf(tx, ctx, video, answer.toId) : null;
    const [answered] = await tx
      .update(requests)
      .set(changeOf(ctx, answer))
      .where(and(openAskOf(ctx, video.id), isNull(requests.acknowledgedAt)))
      .returning();
    if (!answered) {
      await assertAnswered(tx, ctx, video.id);
      return ledgerOf(ctx, video, tx);
    }
    if (answer.kind !== 'will_follow_up') await settleAsks(tx, ctx, answered);
    await tellAsker(tx, ctx, video, answered, SAID[answer.kind]);
    const subject = heir && (await handOver(tx, ctx, { video, answered, heir, note: answer.note }));
    await publishAcknowledgement(tx, video);
    const ledger = await ledgerOf(ctx, video, tx);
    await postAnswer(tx, ctx, video, answer.kind, answer.note);
    await appendToLedger(tx, ctx, video, [{ ...entryOf(answer, ledger), subject }]);
    return ledger;
  });
}

const SAID: Record<AskAnswer['kind'], string> = {
  acknowledged: 'has acknowledged',
  will_follow_up: 'will follow up on',
  cannot: 'can’t answer about',
  not_me: 'handed over',
};

function changeOf(ctx: VerbContext, answer: AskAnswer): Partial<RequestRow> {
  const now = ctx.clock.now();
  const answerNote = answer.note || null;
  switch (answer.kind) {
    case 'acknowledged':
      return { acknowledgedAt: now, declinedAt: null, followUpAt: null, answerNote };
    case 'will_follow_up': {
      const followUpAt = new Date(answer.by);
      if (followUpAt <= now)
        throw new AppError('invalid_input', `by: ${answer.by} has passed. Choose a later time.`);
      return { followUpAt, declinedAt: null, answerNote };
    }
    case 'cannot':
      return { declinedAt: now, followUpAt: null, answerNote };
    case 'not_me':
      return { handedToId: answer.toId, withdrawnAt: now, answerNote };
  }
}

async function heirOf(tx: Transaction, ctx: VerbContext, video: VideoRow, toId: string): Promise<Heir> {
  const [heir] = await viewersAmong(tx, video, [toId]);
  if (!heir || heir.id === ctx.actor.userId)
    throw new AppError('invalid_input', 'toId: hand it over to somebody else who can see the video.');
  return heir;
}

/** Asks somebody else instead, with the same words and due time. Who was asked already stays asked as they were. */
async function handOver(
  tx: Transaction,
  ctx: VerbContext,
  {
    video,
    answered,
    heir,
    note: word,
  }: { video: VideoRow; answered: RequestRow; heir: Heir; note: string | null },
): Promise<NewEntry['subject']> {
  const { workspaceId, videoId, requestedBy, note, dueAt } = answered;
  const [asked] = await tx
    .insert(requests)
    .values({
      workspaceId,
      videoId,
      recipientId: heir.id,
      requestedBy,
      note,
      dueAt,
      requestedAt: ctx.clock.now(),
    })
    .onConflictDoNothing()
    .returning({ id: requests.id });
  if (asked) {
    await notify(tx, ctx, [
      {
        kind: 'asked',
        workspaceId,
        recipientIds: [heir.id],
        actorId: ctx.actor.userId,
        videoId,
        threadId: null,
        key: `asked:${asked.id}`,
        title: `${ctx.actor.name} hands over to you: “${video.title}”`,
        text: word,
        url: videoUrl(ctx, video.slug),
        dueAt,
        urgentReason: null,
      },
    ]);
  }
  const [user] = await tx.select().from(users).where(eq(users.id, heir.id));
  return user ? partyOf(personOf(user)) : null;
}

/** How it goes on record. */
function entryOf(answer: AskAnswer, { mine }: Ledger): NewEntry {
  const note = answer.note || null;
  switch (answer.kind) {
    case 'acknowledged':
      return { kind: 'acknowledged', details: { note, watchedMs: mine?.watchedMs ?? 0 } };
    case 'will_follow_up':
      return { kind: 'will_follow_up', details: { note, dueAt: answer.by } };
    case 'cannot':
      return { kind: 'declined', details: { note } };
    case 'not_me':
      return { kind: 'handed_over', details: { note } };
  }
}
