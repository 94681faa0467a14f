import { and, eq, isNull, sql, type SQL } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { appendToLedger, type NewEntry } from '#server/features/ledger/index.ts';
import { notify, settleAsks } from '#server/features/notifications/index.ts';
import { findViewableVideo, viewersAmong, type VideoRow } from '#server/features/videos/index.ts';
import type { AskAnswer, AskKind, Ledger } from '#shared/acknowledgements.ts';
import { AppError } from '#shared/errors.ts';
import { UserId } from '#shared/ids.ts';
import { assertAnswered, openAskOf } from './acknowledge-video.ts';
import { askNotices } from './insert-asks.ts';
import { postAnswer } from './post-answer.ts';
import { publishAcknowledgement } from './publish-acknowledgement.ts';
import { ledgerOf } from './read-ledger.ts';
import { saidOf, tellAsker } from './tell-asker.ts';
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
      .where(and(openAskOf(ctx, video.id), isNull(requests.acknowledgedAt), fits(answer)))
      .returning();
    if (!answered) {
      await assertAnswered(tx, ctx, video.id, KIND_OF[answer.kind] ?? null);
      await assertOption(tx, ctx, video, answer);
      return ledgerOf(ctx, video, tx);
    }
    if (answer.kind !== 'will_follow_up') await settleAsks(tx, ctx, [answered]);
    await tellAsker(tx, ctx, video, answered, saidOf(answer));
    const subject = heir && (await handOver(tx, ctx, { video, answered, heir, note: answer.note }));
    await publishAcknowledgement(tx, video);
    const ledger = await ledgerOf(ctx, video, tx);
    await postAnswer(tx, ctx, video, answer);
    await appendToLedger(tx, ctx, video, [{ ...entryOf(answer, ledger), subject }]);
    return ledger;
  });
}

/** What only one kind of ask is answered with. */
const KIND_OF: Partial<Record<AskAnswer['kind'], AskKind>> = {
  acknowledged: 'acknowledge',
  approved: 'approve',
  changes_requested: 'approve',
  decided: 'decide',
};

/** As part of the update: what is asked may change in this moment. */
function fits(answer: AskAnswer): SQL | undefined {
  const kind = KIND_OF[answer.kind];
  return and(
    kind === undefined ? undefined : eq(requests.kind, kind),
    answer.kind === 'decided' ? sql`${answer.option} = any (${requests.options})` : undefined,
  );
}

async function assertOption(
  tx: Transaction,
  ctx: VerbContext,
  video: VideoRow,
  answer: AskAnswer,
): Promise<void> {
  if (answer.kind !== 'decided') return;
  const [asked] = await tx
    .select({ options: requests.options })
    .from(requests)
    .where(openAskOf(ctx, video.id));
  if (asked?.options?.includes(answer.option)) return;
  throw new AppError('invalid_input', `option: ${answer.option} is none of the options. Choose one of them.`);
}

function changeOf(ctx: VerbContext, answer: AskAnswer): Partial<RequestRow> {
  const now = ctx.clock.now();
  const answerNote = answer.note || null;
  switch (answer.kind) {
    case 'acknowledged':
      return { acknowledgedAt: now, answer: null, declinedAt: null, followUpAt: null, answerNote };
    case 'approved':
    case 'changes_requested':
      return { acknowledgedAt: now, answer: answer.kind, declinedAt: null, followUpAt: null, answerNote };
    case 'decided':
      return { acknowledgedAt: now, answer: answer.option, declinedAt: null, followUpAt: null, answerNote };
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
  const { workspaceId, videoId, requestedBy, kind, options, note, dueAt } = answered;
  const [asked] = await tx
    .insert(requests)
    .values({
      workspaceId,
      videoId,
      recipientId: heir.id,
      requestedBy,
      kind,
      options,
      note,
      dueAt,
      requestedAt: ctx.clock.now(),
    })
    .onConflictDoNothing()
    .returning({ id: requests.id });
  if (asked) {
    const title = `${ctx.actor.name} hands over to you: “${video.title}”`;
    const recipient = { id: heir.id, name: heir.name };
    const what = { kind: 'asked', title, note: word ?? note, urgentReason: null } as const;
    await notify(tx, ctx, askNotices(ctx, video, what, [{ recipient, dueAt }]));
  }
  return { id: UserId.parse(heir.id), name: heir.name };
}

/** How it goes on record. */
function entryOf(answer: AskAnswer, { mine }: Ledger): NewEntry {
  const note = answer.note || null;
  switch (answer.kind) {
    case 'acknowledged':
      return { kind: 'acknowledged', details: { note, watchedMs: mine?.watchedMs ?? 0 } };
    case 'approved':
    case 'changes_requested':
      return { kind: answer.kind, details: { note, watchedMs: mine?.watchedMs ?? 0 } };
    case 'decided':
      return { kind: 'decided', details: { note, answer: answer.option, watchedMs: mine?.watchedMs ?? 0 } };
    case 'will_follow_up':
      return { kind: 'will_follow_up', details: { note, dueAt: answer.by } };
    case 'cannot':
      return { kind: 'declined', details: { note } };
    case 'not_me':
      return { kind: 'handed_over', details: { note } };
  }
}
