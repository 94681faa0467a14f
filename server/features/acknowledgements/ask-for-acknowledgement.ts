import { isNull, sql } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { appendToLedger, partyOf, type NewEntry } from '#server/features/ledger/index.ts';
import { consumeUrgent, notify, type Notice } from '#server/features/notifications/index.ts';
import {
  assertCanEdit,
  findViewableVideo,
  videoUrl,
  viewersAmong,
  type VideoRow,
} from '#server/features/videos/index.ts';
import type { DueInWork, Ledger } from '#shared/acknowledgements.ts';
import { AppError } from '#shared/errors.ts';
import { dueTimes } from './due-times.ts';
import { publishAcknowledgement } from './publish-acknowledgement.ts';
import { ledgerOf } from './read-ledger.ts';
import { acknowledgementRequests as requests } from './tables.ts';

export interface Ask {
  slug: string;
  recipientIds: string[];
  note: string | null;
  dueAt: string | null;
  due: DueInWork | null;
  /** Why it may not wait for their working hours. */
  urgentReason: string | null;
}

/**
 * Asks members to acknowledge. Who was asked already and has not answered gets the new note and due time; who has
 * answered keeps the answer. Throws `invalid_input` where somebody can't see the video, `rate_limited` where too
 * many were urgent today.
 */
export async function askForAcknowledgement(ctx: VerbContext, input: Ask): Promise<Ledger> {
  const video = await findViewableVideo(ctx, { slug: input.slug });
  assertCanEdit(ctx, video);
  if (input.urgentReason !== null) await consumeUrgent(ctx);
  const recipientIds = [...new Set(input.recipientIds)];
  const now = ctx.clock.now();
  return ctx.db.transaction(async (tx) => {
    const people = await viewersAmong(tx, video, recipientIds);
    if (people.length < recipientIds.length) {
      throw new AppError(
        'invalid_input',
        'recipientIds: somebody is no member of the workspace, or can’t see the space.',
      );
    }
    const due = await dueTimes(ctx, tx, recipientIds, input);
    const asked = await tx
      .insert(requests)
      .values(
        recipientIds.map((recipientId) => ({
          workspaceId: ctx.actor.workspaceId,
          videoId: video.id,
          recipientId,
          requestedBy: ctx.actor.userId,
          note: input.note,
          dueAt: due.get(recipientId)?.at ?? null,
          requestedAt: now,
        })),
      )
      .onConflictDoUpdate({
        target: [requests.videoId, requests.recipientId],
        targetWhere: isNull(requests.withdrawnAt),
        set: { note: input.note, dueAt: sql`excluded.due_at`, declinedAt: null, followUpAt: null },
        setWhere: isNull(requests.acknowledgedAt),
      })
      .returning({ id: requests.id, recipientId: requests.recipientId, isNew: sql<boolean>`xmax = 0` });
    await notify(
      tx,
      ctx,
      asked.map((row) =>
        askNotice(ctx, video, input, { ...row, dueAt: due.get(row.recipientId)?.at ?? null }),
      ),
    );
    await publishAcknowledgement(tx, video);
    const ledger = await ledgerOf(ctx, video, tx);
    const nameOf = new Map(ledger.entries.map(({ recipient }) => [recipient.id as string, recipient]));
    const entries = asked.flatMap(({ recipientId, isNew: isFirst }): NewEntry[] => {
      const subject = nameOf.get(recipientId);
      const dueAt = due.get(recipientId)?.at?.toISOString() ?? null;
      const details = { note: input.note, dueAt };
      return subject ? [{ kind: isFirst ? 'asked' : 'ask_changed', subject: partyOf(subject), details }] : [];
    });
    await appendToLedger(tx, ctx, video, entries);
    return ledger;
  });
}

/** An ask that is changed is told anew; the same change is not told twice. */
function askNotice(
  ctx: VerbContext,
  video: VideoRow,
  { note, urgentReason }: Ask,
  { id, recipientId, isNew, dueAt }: { id: string; recipientId: string; isNew: boolean; dueAt: Date | null },
): Notice {
  const says = isNew ? 'asks you to acknowledge' : 'changed what you are asked about';
  return {
    kind: isNew ? 'asked' : 'ask_changed',
    workspaceId: video.workspaceId,
    recipientIds: [recipientId],
    actorId: ctx.actor.userId,
    videoId: video.id,
    threadId: null,
    key: isNew ? `asked:${id}` : `ask_changed:${id}:${ctx.clock.now().getTime()}`,
    title: `${ctx.actor.name} ${says} “${video.title}”`,
    text: note,
    url: videoUrl(ctx, video.slug),
    dueAt,
    urgentReason,
  };
}
