import { and, eq, isNull, sql } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { settleNotices } from '#server/features/notifications/index.ts';
import { findViewableVideo } from '#server/features/videos/index.ts';
import { AppError } from '#shared/errors.ts';
import type { BlockerItem } from '#shared/blockers.ts';
import type { Edition, PromptAnswer } from '#shared/series.ts';
import { findEdition } from './access.ts';
import { checkedAnswers } from './check-answers.ts';
import { linkDecisions } from './decisions.ts';
import { publishSeries } from './manage-series.ts';
import { presentEdition } from './present.ts';
import { promptsBlockedBy, raiseBlockers } from './raise-blockers.ts';
import { entries } from './tables.ts';

/**
 * Answers one's entry, also before it opens and, as late, after it was due; `conflict` once it is closed, `not_found` for who is not
 * asked, `invalid_input` where something that is required is missing or the video is somebody else's.
 */
export async function answerEntry(
  ctx: VerbContext,
  input: {
    id: string;
    video: string | null;
    answers: PromptAnswer[];
    blockers?: BlockerItem[] | undefined;
    decisionIds?: string[] | undefined;
  },
): Promise<Edition> {
  const place = await findEdition(ctx, input.id);
  const { edition, series } = place;
  const video = input.video === null ? null : await findViewableVideo(ctx, { slug: input.video });
  if (video && video.authorId !== ctx.actor.userId)
    throw new AppError('invalid_input', 'video: an update is made with a video of one’s own.');
  const blockedPrompts = input.blockers
    ? new Set(input.blockers.map(({ promptId }) => promptId))
    : await promptsBlockedBy(ctx, edition.id);
  const answers = checkedAnswers(edition.prompts, input.answers, {
    hasVideo: video !== null,
    blockedPrompts,
  });
  const now = ctx.clock.now();
  return ctx.db.transaction(async (tx) => {
    const mine = and(eq(entries.editionId, edition.id), eq(entries.userId, ctx.actor.userId));
    const [answered] = await tx
      .update(entries)
      // The first answer is the one in time; what is changed afterwards does not make it late.
      .set({
        videoId: video?.id ?? null,
        answers,
        answeredAt: sql`coalesce(${entries.answeredAt}, ${now.toISOString()})`,
      })
      .where(and(mine, isNull(entries.closedAt), sql`${entries.closesAt} > ${now.toISOString()}`))
      .returning();
    if (!answered) {
      if ((await tx.$count(entries, mine)) > 0)
        throw new AppError('conflict', 'This edition is closed. Your update can go into the next one.');
      throw new AppError('not_found', 'You are not asked in this edition.');
    }
    if (input.blockers) await raiseBlockers(tx, ctx, place, input.blockers);
    if (input.decisionIds) await linkDecisions(tx, ctx, answered.id, input.decisionIds);
    await settleNotices(tx, ctx, {
      workspaceId: series.workspaceId,
      recipientId: ctx.actor.userId,
      keys: [`entry_opened:${edition.id}`, `entry_reminder:${edition.id}`],
    });
    await publishSeries(tx, series);
    return presentEdition(ctx, place, tx);
  });
}
