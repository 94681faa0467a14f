import { and, eq, isNull } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { appendToLedger, partyOf } from '#server/features/ledger/index.ts';
import { settleAsks } from '#server/features/notifications/index.ts';
import { findViewableVideo } from '#server/features/videos/index.ts';
import { AppError } from '#shared/errors.ts';
import { DONE, type Done } from '#shared/ids.ts';
import { canWithdrawRequest } from '#shared/permissions.ts';
import { publishAcknowledgement } from './publish-acknowledgement.ts';
import { acknowledgementRequests as requests } from './tables.ts';

/** Withdraws an ask that is not answered. Throws `conflict` where it was answered or withdrawn meanwhile. */
export async function withdrawRequest(ctx: VerbContext, input: { requestId: string }): Promise<Done> {
  const [request] = await ctx.db
    .select()
    .from(requests)
    .where(and(eq(requests.id, input.requestId), eq(requests.workspaceId, ctx.actor.workspaceId)));
  if (!request) throw new AppError('not_found', 'This ask does not exist.');
  const video = await findViewableVideo(ctx, { id: request.videoId });
  if (!canWithdrawRequest(ctx.actor, { requestedBy: request.requestedBy, video })) {
    throw new AppError(
      'forbidden',
      'Only who asked, the author of the video or an admin can withdraw an ask.',
    );
  }
  await ctx.db.transaction(async (tx) => {
    const [withdrawn] = await tx
      .update(requests)
      .set({ withdrawnAt: ctx.clock.now() })
      .where(and(eq(requests.id, request.id), isNull(requests.acknowledgedAt), isNull(requests.withdrawnAt)))
      .returning();
    if (!withdrawn) throw new AppError('conflict', 'This ask was answered or withdrawn meanwhile.');
    await settleAsks(tx, ctx, [withdrawn]);
    await publishAcknowledgement(tx, video);
    const [recipient] = await tx.select().from(users).where(eq(users.id, request.recipientId));
    const subject = recipient ? personOf(recipient) : null;
    await appendToLedger(tx, ctx, video, [{ kind: 'ask_withdrawn', subject: subject && partyOf(subject) }]);
  });
  return DONE;
}
