import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { GuestContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import type { AskKind } from '#shared/acknowledgements.ts';
import type { GuestAnswerKind } from '#shared/share-links.ts';
import { acknowledgementRequests as requests } from './tables.ts';

/** Which asks an answer of a guest settles: that something was received says nothing of approving it, nor the other way round. */
const SETTLES: Record<GuestAnswerKind, AskKind[]> = {
  acknowledged: ['acknowledge'],
  approved: ['approve', 'acknowledge'],
  approved_with_changes: ['approve', 'acknowledge'],
  changes_requested: ['approve', 'acknowledge'],
  decided: ['decide'],
};

/** Puts what a guest answered under their link on the ask to them; true where there is one. */
export async function answerAsGuestAsked(
  tx: Transaction,
  ctx: GuestContext,
  {
    videoId,
    answer,
    option,
    note,
  }: { videoId: string; answer: GuestAnswerKind; option: string | null; note: string | null },
): Promise<boolean> {
  const { userId } = ctx.actor;
  const settled = await tx
    .update(requests)
    .set({
      acknowledgedAt: ctx.clock.now(),
      answer: answer === 'acknowledged' ? null : (option ?? answer),
      answerNote: note,
      declinedAt: null,
      followUpAt: null,
    })
    .where(
      and(
        eq(requests.videoId, videoId),
        eq(requests.recipientId, userId),
        inArray(requests.kind, SETTLES[answer]),
        isNull(requests.withdrawnAt),
        option === null ? undefined : sql`${option} = any (${requests.options})`,
      ),
    )
    .returning({ id: requests.id });
  return settled.length > 0;
}
