import type { VerbContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { videoUrl, type VideoRow } from '#server/features/videos/index.ts';
import { enqueueWebhooks } from '#server/features/webhooks/index.ts';
import type { AskAnswer } from '#shared/acknowledgements.ts';
import { saidOf } from './tell-asker.ts';

/** Tells the webhooks that an ask was answered, or something decided. */
export async function postAnswer(
  tx: Transaction,
  ctx: VerbContext,
  video: VideoRow,
  answer: AskAnswer,
): Promise<void> {
  const { workspaceId, spaceId, title, slug } = video;
  await enqueueWebhooks(tx, ctx, {
    workspaceId,
    spaceId,
    kind: answer.kind === 'decided' ? 'decision' : 'ask_answered',
    text: `${ctx.actor.name} ${saidOf(answer)} “${title}”${answer.note ? `: ${answer.note}` : '.'}`,
    url: videoUrl(ctx, slug),
  });
}
