import type { VerbContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { notify } from '#server/features/notifications/index.ts';
import { videoUrl, type VideoRow } from '#server/features/videos/index.ts';
import type { acknowledgementRequests as requests } from './tables.ts';

/** Tells who asked that there is an answer, with the words that came with it. `said`: such as “has acknowledged”. */
export async function tellAsker(
  tx: Transaction,
  ctx: VerbContext,
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
