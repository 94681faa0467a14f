import { isNull, sql } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { appendToLedger, partyOf, type NewEntry } from '#server/features/ledger/index.ts';
import { enqueueMail } from '#server/features/notifications/index.ts';
import {
  assertCanEdit,
  findViewableVideo,
  videoUrl,
  viewersAmong,
  type VideoRow,
} from '#server/features/videos/index.ts';
import type { Ledger } from '#shared/acknowledgements.ts';
import { AppError } from '#shared/errors.ts';
import { publishAcknowledgement } from './publish-acknowledgement.ts';
import { ledgerOf } from './read-ledger.ts';
import { acknowledgementRequests as requests } from './tables.ts';

export interface Ask {
  slug: string;
  recipientIds: string[];
  note: string | null;
  dueAt: string | null;
}

/**
 * Asks members to acknowledge. Who was asked already and has not answered gets the new note and due time; who has
 * answered keeps the answer. Throws `invalid_input` where somebody can't see the video.
 */
export async function askForAcknowledgement(ctx: VerbContext, input: Ask): Promise<Ledger> {
  const video = await findViewableVideo(ctx, { slug: input.slug });
  assertCanEdit(ctx, video);
  const recipientIds = [...new Set(input.recipientIds)];
  const dueAt = input.dueAt === null ? null : new Date(input.dueAt);
  const now = ctx.clock.now();
  if (dueAt !== null && dueAt <= now) {
    throw new AppError('invalid_input', `dueAt: ${input.dueAt} has passed. Choose a later time.`);
  }
  return ctx.db.transaction(async (tx) => {
    const people = await viewersAmong(tx, video, recipientIds);
    if (people.length < recipientIds.length) {
      throw new AppError(
        'invalid_input',
        'recipientIds: somebody is no member of the workspace, or can’t see the space.',
      );
    }
    const asked = await tx
      .insert(requests)
      .values(
        recipientIds.map((recipientId) => ({
          workspaceId: ctx.actor.workspaceId,
          videoId: video.id,
          recipientId,
          requestedBy: ctx.actor.userId,
          note: input.note,
          dueAt,
          requestedAt: now,
        })),
      )
      .onConflictDoUpdate({
        target: [requests.videoId, requests.recipientId],
        targetWhere: isNull(requests.withdrawnAt),
        set: { note: input.note, dueAt },
        setWhere: isNull(requests.acknowledgedAt),
      })
      .returning({ recipientId: requests.recipientId, isNew: sql<boolean>`xmax = 0` });
    const isNew = new Set(asked.filter((row) => row.isNew).map((row) => row.recipientId));
    for (const person of people.filter(({ id }) => isNew.has(id) && id !== ctx.actor.userId)) {
      await enqueueMail(tx, ctx, { to: person.email, ...askMail(ctx, video, input.note, dueAt) });
    }
    await publishAcknowledgement(tx, video);
    const ledger = await ledgerOf(ctx, video, tx);
    const nameOf = new Map(ledger.entries.map(({ recipient }) => [recipient.id as string, recipient]));
    const entries = asked.flatMap(({ recipientId, isNew: isFirst }): NewEntry[] => {
      const subject = nameOf.get(recipientId);
      const details = { note: input.note, dueAt: dueAt?.toISOString() ?? null };
      return subject ? [{ kind: isFirst ? 'asked' : 'ask_changed', subject: partyOf(subject), details }] : [];
    });
    await appendToLedger(tx, ctx, video, entries);
    return ledger;
  });
}

function askMail(ctx: VerbContext, video: VideoRow, note: string | null, dueAt: Date | null) {
  const due = dueAt ? `\nPlease answer by ${dueAt.toISOString().slice(0, 16).replace('T', ' ')} UTC.\n` : '';
  return {
    subject: `${ctx.actor.name} asks you to acknowledge “${video.title}”`,
    text: `${ctx.actor.name} asks you to watch and acknowledge “${video.title}”.\n${note ? `\n${note}\n` : ''}${due}\n${videoUrl(ctx, video.slug)}\n`,
  };
}
