import type { VerbContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { findViewableSpace } from '#server/features/spaces/index.ts';
import type { VideoRow } from './access.ts';
import { newSlug } from './links.ts';
import { videos } from './tables.ts';

/** Makes the row behind a recording or an upload; its link works from now on. */
export async function createVideo(
  tx: Transaction,
  ctx: VerbContext,
  input: Pick<typeof videos.$inferInsert, 'title' | 'source' | 'status'> &
    Partial<Pick<VideoRow, 'spaceId' | 'width' | 'height' | 'kind' | 'parentId' | 'hasPicture'>>,
): Promise<VideoRow> {
  if (input.spaceId) await findViewableSpace(ctx, input.spaceId, tx);
  const [video] = await tx
    .insert(videos)
    .values({
      ...input,
      workspaceId: ctx.actor.workspaceId,
      authorId: ctx.actor.userId,
      slug: newSlug(),
      createdAt: ctx.clock.now(),
    })
    .returning();
  if (!video) throw new Error('insert into videos returned no row');
  return video;
}
