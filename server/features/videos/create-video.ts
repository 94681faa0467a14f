import { max } from 'drizzle-orm';
import type { RecorderContext, VerbContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { AppError } from '#shared/errors.ts';
import { findViewableSpace } from '#server/features/spaces/index.ts';
import { versionSlug } from '#shared/version-slugs.ts';
import { assertCanEdit, findViewableVideo, type VideoRow } from './access.ts';
import { newSlug } from './links.ts';
import { videos } from './tables.ts';
import { lockVersions, rootOf, versionsOf } from './version-stack.ts';

type NewVideo = Pick<typeof videos.$inferInsert, 'title' | 'source' | 'status'> &
  Partial<Pick<VideoRow, 'spaceId' | 'width' | 'height' | 'kind' | 'parentId' | 'hasPicture'>> & {
    /** Slug of the video that it is to be the next version of; title and space are those of that one. */
    newVersionOf?: string | null;
  };

/** Makes the row behind a recording or an upload; its link works from now on. What a guest records is seen once it is sent. */
export async function createVideo(tx: Transaction, ctx: RecorderContext, input: NewVideo): Promise<VideoRow> {
  const { newVersionOf = null, ...values } = input;
  const { actor } = ctx;
  if (actor.kind === 'respondent') {
    if (newVersionOf !== null || input.spaceId || input.parentId)
      throw new AppError('forbidden', 'This link is for answering a request, and for nothing else.');
    return insertVideo(tx, ctx, { ...values, kind: 'take', recordedBy: actor.userId }, actor.authorId);
  }
  const member = { ...ctx, actor };
  const place = newVersionOf === null ? null : await nextVersion(tx, member, newVersionOf);
  if (place === null && input.spaceId) await findViewableSpace(member, input.spaceId, tx);
  return insertVideo(tx, ctx, { ...values, ...place }, actor.userId);
}

async function insertVideo(
  tx: Transaction,
  ctx: RecorderContext,
  values: Omit<typeof videos.$inferInsert, 'workspaceId' | 'authorId' | 'slug'> & { slug?: string },
  authorId: string,
): Promise<VideoRow> {
  const [video] = await tx
    .insert(videos)
    .values({
      slug: newSlug(),
      ...values,
      workspaceId: ctx.actor.workspaceId,
      authorId,
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
