import type { VerbContext } from '#server/context.ts';
import { appendToLedger } from '#server/features/ledger/index.ts';
import { consumeUrgent, notify } from '#server/features/notifications/index.ts';
import { assertCanEdit, findViewableVideo } from '#server/features/videos/index.ts';
import type { AskWhat, Ledger } from '#shared/acknowledgements.ts';
import { audienceOf } from './audience.ts';
import { dueTimes } from './due-times.ts';
import { askNotices, askTitle, assertAskable, insertAsks, type NewAsk } from './insert-asks.ts';
import { publishAcknowledgement } from './publish-acknowledgement.ts';
import { ledgerOf } from './read-ledger.ts';

export interface Ask extends AskWhat {
  slug: string;
  recipientIds: string[];
  groupIds: string[];
  spaceIds: string[];
  /** Why it may not wait for their working hours. */
  urgentReason: string | null;
}

/**
 * Asks members to watch, acknowledge, approve or decide. Who was asked already and has not answered gets the new note and due time;
 * who has answered keeps the answer. Throws `invalid_input` where somebody can't see the video, `rate_limited` where too many were
 * urgent today.
 */
export async function askForAcknowledgement(ctx: VerbContext, input: Ask): Promise<Ledger> {
  assertAskable(input);
  const video = await findViewableVideo(ctx, { slug: input.slug });
  assertCanEdit(ctx, video);
  const { urgentReason, note } = input;
  if (urgentReason !== null) await consumeUrgent(ctx);
  return ctx.db.transaction(async (tx) => {
    const people = await audienceOf(ctx, tx, video, input);
    const due = await dueTimes(
      ctx,
      tx,
      people.map(({ id }) => id),
      input,
    );
    const asks = people.map((recipient): NewAsk => ({ recipient, dueAt: due.get(recipient.id) ?? null }));
    const { entries, newIds, changedIds } = await insertAsks(tx, ctx, video, input, asks);
    const title = askTitle(ctx.actor.name, input.kind, video.title);
    const changed = `${ctx.actor.name} changed what you are asked about “${video.title}”`;
    const among = (ids: ReadonlySet<string>) => asks.filter(({ recipient }) => ids.has(recipient.id));
    await notify(tx, ctx, [
      ...askNotices(ctx, video, { kind: 'asked', title, note, urgentReason }, among(newIds)),
      ...askNotices(
        ctx,
        video,
        { kind: 'ask_changed', title: changed, note, urgentReason },
        among(changedIds),
      ),
    ]);
    await publishAcknowledgement(tx, video);
    const ledger = await ledgerOf(ctx, video, tx);
    await appendToLedger(tx, ctx, video, entries);
    return ledger;
  });
}
