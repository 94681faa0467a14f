import { max } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { findViewableSpace } from '#server/features/spaces/index.ts';
import { versionSlug } from '#shared/version-slugs.ts';
import { assertCanEdit, findViewableVideo, type VideoRow } from './access.ts';
import { newSlug } from './links.ts';
import { videos } from './tables.ts';
import { lockVersions, rootOf, versionsOf } from './version-stack.ts';

/** Makes the row behind a recording or an upload; its link works from now on. */
export async function createVideo(
  tx: Transaction,
  ctx: VerbContext,
  input: Pick<typeof videos.$inferInsert, 'title' | 'source' | 'status'> &
    Partial<Pick<VideoRow, 'spaceId' | 'width' | 'height' | 'kind' | 'parentId' | 'hasPicture'>> & {
      /** Slug of the video that it is to be the next version of; title and space are those of that one. */
      newVersionOf?: string | null;
    },
): Promise<VideoRow> {
  const { newVersionOf = null, ...values } = input;
  const place = newVersionOf === null ? null : await nextVersion(tx, ctx, newVersionOf);
  if (place === null && input.spaceId) await findViewableSpace(ctx, input.spaceId, tx);
  const [video] = await tx
    .insert(videos)
    .values({
      ...values,
      workspaceId: ctx.actor.workspaceId,
      authorId: ctx.actor.userId,
      slug: newSlug(),
      ...place,
      createdAt: ctx.clock.now(),
    })
    .returning();
  if (!video) throw new Error('insert into videos returned no row');
  return video;
}

/** What the next version has from those before it. It is current once it is there (see `promoteVersion`). */
async function nextVersion(tx: Transaction, ctx: VerbContext, slug: string) {
  const before = await findViewableVideo(ctx, { slug }, { db: tx });
  assertCanEdit(ctx, before);
  await lockVersions(tx, before.id);
  const [last] = await tx
    .select({ version: max(videos.version) })
    .from(videos)
    .where(versionsOf(before));
  const version = (last?.version ?? 1) + 1;
  const { title, spaceId } = before;
  return {
    title,
    spaceId,
    version,
    versionOf: rootOf(before),
    firstAuthorId: before.firstAuthorId ?? before.authorId,
    isCurrent: false,
    slug: versionSlug(before.slug, version),
  };
}
