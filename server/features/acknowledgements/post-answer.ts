import type { VerbContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { videoUrl, type VideoRow } from '#server/features/videos/index.ts';
import { enqueueWebhooks } from '#server/features/webhooks/index.ts';
import type { AskAnswer } from '#shared/acknowledgements.ts';

const DOES: Record<AskAnswer['kind'], string> = {
  acknowledged: 'acknowledged',
  will_follow_up: 'will follow up on',
  cannot: 'can’t answer for',
  not_me: 'handed over',
};

/** Tells the webhooks that an ask was answered. */
export async function postAnswer(
  tx: Transaction,
  ctx: VerbContext,
  video: VideoRow,
  kind: AskAnswer['kind'],
  note: string | null = null,
): Promise<void> {
  const { workspaceId, spaceId, title, slug } = video;
  await enqueueWebhooks(tx, ctx, {
    workspaceId,
    spaceId,
    kind: 'ask_answered',
    text: `${ctx.actor.name} ${DOES[kind]} “${title}”${note ? `: ${note}` : '.'}`,
    url: videoUrl(ctx, slug),
  });
}
