import { desc, eq } from 'drizzle-orm';
import type { ViewerContext } from '#server/context.ts';
import type { CommentVersion } from '#shared/comments.ts';
import { findViewableComment } from './access.ts';
import { commentVersions } from './tables.ts';

/** What a comment says now and what it said before each edit, newest first. */
export async function commentHistory(ctx: ViewerContext, input: { id: string }): Promise<CommentVersion[]> {
  const { id, revision, body, editedAt, createdAt } = await findViewableComment(ctx, input.id);
  const before = await ctx.db
    .select()
    .from(commentVersions)
    .where(eq(commentVersions.commentId, id))
    .orderBy(desc(commentVersions.revision));
  return [{ revision, body, writtenAt: editedAt ?? createdAt }, ...before].map((version) => ({
    revision: version.revision,
    body: version.body,
    writtenAt: version.writtenAt.toISOString(),
  }));
}
