import { and, eq } from 'drizzle-orm';
import type { ViewerContext } from '#server/context.ts';
import type { Comment, ReactionEmoji } from '#shared/comments.ts';
import { findViewableComment } from './access.ts';
import { presentComment } from './present.ts';
import { publishComment } from './publish-comment.ts';
import { commentReactions } from './tables.ts';

/** Gives a reaction or takes it back; doing either twice changes nothing. */
export async function reactToComment(
  ctx: ViewerContext,
  input: { id: string; emoji: ReactionEmoji; isOn: boolean },
): Promise<Comment> {
  const comment = await findViewableComment(ctx, input.id);
  const mine = { commentId: comment.id, userId: ctx.actor.userId, emoji: input.emoji };
  return ctx.db.transaction(async (tx) => {
    const changed = input.isOn
      ? await tx
          .insert(commentReactions)
          .values({ ...mine, createdAt: ctx.clock.now() })
          .onConflictDoNothing()
          .returning()
      : await tx
          .delete(commentReactions)
          .where(
            and(
              eq(commentReactions.commentId, mine.commentId),
              eq(commentReactions.userId, mine.userId),
              eq(commentReactions.emoji, mine.emoji),
            ),
          )
          .returning();
    if (changed.length > 0) await publishComment(tx, comment);
    return presentComment(ctx, comment, tx);
  });
}
