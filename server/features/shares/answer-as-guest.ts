import { eq } from 'drizzle-orm';
import type { GuestContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { consumeRateLimit } from '#server/features/accounts/index.ts';
import { answerAsGuestAsked, publishAcknowledgement } from '#server/features/acknowledgements/index.ts';
import { appendToLedger } from '#server/features/ledger/index.ts';
import { notify } from '#server/features/notifications/index.ts';
import {
  currentOf,
  findViewableVideo,
  videoUrl,
  viewersAmong,
  type VideoRow,
} from '#server/features/videos/index.ts';
import { AppError } from '#shared/errors.ts';
import type { GuestAnswer, GuestAnswerKind } from '#shared/share-links.ts';
import { presentAnswer } from './list-guests.ts';
import { publishShare } from './publish-share.ts';
import { guestAnswers, shareLinks } from './tables.ts';

/**
 * Puts a guest's answer on record, beside those before; whether their address was confirmed is part of it. `invalid_input` where they
 * decide what they are not asked to.
 */
export async function answerAsGuest(
  ctx: GuestContext,
  input: { answer: GuestAnswerKind; option: string | null; note: string | null },
): Promise<GuestAnswer> {
  const { userId, grant, isVerified } = ctx.actor;
  if ((input.answer === 'decided') !== (input.option !== null))
    throw new AppError('invalid_input', 'option: goes with `decided`, and with nothing else.');
  await consumeRateLimit(ctx, { key: `guest-answer:${userId}`, limit: 30, windowSeconds: 3600 });
  const current = await currentOf(ctx.db, { id: grant.videoId, versionOf: null });
  const video = await findViewableVideo(ctx, { id: current?.id ?? grant.videoId });
  return ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .insert(guestAnswers)
      .values({
        workspaceId: video.workspaceId,
        videoId: video.id,
        linkId: grant.linkId,
        userId,
        answer: input.answer,
        option: input.option,
        note: input.note === '' ? null : input.note,
        isVerified,
        answeredAt: ctx.clock.now(),
      })
      .returning();
    if (!row) throw new Error('insert into guest_answers returned no row');
    await tellAnswer(tx, ctx, video, row);
    await publishShare(tx, video, grant.linkId);
    const { answer, option, note } = row;
    const isAsked = await answerAsGuestAsked(tx, ctx, { videoId: video.id, answer, option, note });
    if (isAsked) await publishAcknowledgement(tx, video);
    else if (answer === 'decided')
      throw new AppError('invalid_input', 'option: you are not asked to choose this. Load the page again.');
    const chosen: Record<string, string> = option === null ? {} : { option };
    await appendToLedger(tx, ctx, video, [
      { kind: 'guest_answered', details: { answer, ...chosen, note, isVerified } },
    ]);
    return presentAnswer(row);
  });
}

const SAYS: Record<Exclude<GuestAnswerKind, 'decided'>, string> = {
  approved: 'approves',
  approved_with_changes: 'approves with changes',
  changes_requested: 'asks for changes to',
  acknowledged: 'has received',
};

/** Tells the author, and whoever sent the link, where they are still members. */
async function tellAnswer(
  tx: Transaction,
  ctx: GuestContext,
  video: VideoRow,
  row: typeof guestAnswers.$inferSelect,
): Promise<void> {
  const { name, grant, isVerified } = ctx.actor;
  const [link] = await tx
    .select({ createdBy: shareLinks.createdBy, label: shareLinks.label })
    .from(shareLinks)
    .where(eq(shareLinks.id, grant.linkId));
  const who = `${name} (guest, ${isVerified ? 'address confirmed by a code' : 'name not confirmed'})`;
  const told = new Set([video.authorId, link?.createdBy ?? video.authorId]);
  const people = await viewersAmong(tx, video, [...told]);
  await notify(tx, ctx, [
    {
      kind: 'guest_answered',
      workspaceId: video.workspaceId,
      recipientIds: people.map(({ id }) => id),
      actorId: ctx.actor.userId,
      videoId: video.id,
      threadId: null,
      key: `guest_answered:${row.id}`,
      title: `${name} ${row.answer === 'decided' ? `chose “${row.option}” for` : SAYS[row.answer]} “${video.title}”`,
      text: `${row.note === null ? '' : `${row.note}\n\n`}${who}, by the link “${link?.label ?? ''}”.`,
      url: videoUrl(ctx, video.slug),
      dueAt: null,
      urgentReason: null,
    },
  ]);
}
