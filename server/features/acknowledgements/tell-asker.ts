import type { AppContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { notify } from '#server/features/notifications/index.ts';
import { videoUrl, type VideoRow } from '#server/features/videos/index.ts';
import type { AskAnswer } from '#shared/acknowledgements.ts';
import type { acknowledgementRequests as requests } from './tables.ts';

const SAID: Record<Exclude<AskAnswer['kind'], 'decided'>, string> = {
  acknowledged: 'has acknowledged',
  will_follow_up: 'will follow up on',
  cannot: 'can’t answer about',
  not_me: 'handed over',
  approved: 'approves',
  changes_requested: 'wants changes to',
};

/** An answer as others are told of it, with the name before and the video behind. */
export function saidOf(answer: AskAnswer): string {
  return answer.kind === 'decided' ? `chose “${answer.option}” for` : SAID[answer.kind];
}

/** Tells who asked that there is an answer, with the words that came with it. `said`: such as “has acknowledged”. */
export async function tellAsker(
  tx: Transaction,
  ctx: AppContext & { actor: { userId: string; name: string } },
  video: VideoRow,
  request: typeof requests.$inferSelect,
  said: string,
): Promise<void> {
  await notify(tx, ctx, [
    {
      kind: 'ask_answered',
      workspaceId: request.workspaceId,
      recipientIds: [request.requestedBy],
      actorId: ctx.actor.userId,
      videoId: request.videoId,
      threadId: null,
      key: `ask_answered:${request.id}:${ctx.clock.now().getTime()}`,
      title: `${ctx.actor.name} ${said} “${video.title}”`,
      text: request.answerNote,
      url: videoUrl(ctx, video.slug),
      dueAt: null,
      urgentReason: null,
    },
  ]);
}
