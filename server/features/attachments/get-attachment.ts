import type { ViewerContext } from '#server/context.ts';
import { findViewableVideo } from '#server/features/videos/index.ts';
import type { Attachment } from '#shared/attachments.ts';
import { attachmentNotFound } from './access.ts';
import { presentAttachment } from './present.ts';
import { findShown } from './served-attachment.ts';

/** A file with fresh URLs: one's own before it is sent, afterwards whoever sees the comment. */
export async function getAttachment(ctx: ViewerContext, input: { id: string }): Promise<Attachment> {
  const row = await findShown(ctx, { id: input.id, viewerId: ctx.actor.userId });
  if (row?.workspaceId !== ctx.actor.workspaceId) throw attachmentNotFound();
  await findViewableVideo(ctx, { id: row.videoId });
  return presentAttachment(ctx, row);
}
