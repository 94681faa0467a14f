import { and, eq, isNull, sql } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import { users } from '#server/features/accounts/tables.ts';
import { appendToLedger, type AbsentActor } from '#server/features/ledger/index.ts';
import { settleAsks } from '#server/features/notifications/index.ts';
import { watchedRanges } from '#server/features/playback/tables.ts';
import { videos } from '#server/features/videos/tables.ts';
import { WATCHED_SHARE } from '#shared/ask-limits.ts';
import { publishAcknowledgement } from './publish-acknowledgement.ts';
import { acknowledgementRequests as requests } from './tables.ts';
import { tellAsker } from './tell-asker.ts';

/** Answers an ask to watch where the evidence is enough. Run twice, it does it once; what was withdrawn stays so. */
export async function settleWatched(
  ctx: AppContext,
  { videoId, userId }: { videoId: string; userId: string },
): Promise<void> {
  const [found] = await ctx.db
    .select({ video: videos, name: users.name, watchedMs: watchedRanges.watchedMs })
    .from(watchedRanges)
    .innerJoin(videos, eq(videos.id, watchedRanges.videoId))
    .innerJoin(users, eq(users.id, watchedRanges.userId))
    .where(
      and(
        eq(watchedRanges.videoId, videoId),
        eq(watchedRanges.userId, userId),
        sql`${watchedRanges.watchedMs} >= ${videos.durationMs} * ${WATCHED_SHARE}::float8`,
      ),
    );
  if (!found) return;
  const { video, name, watchedMs } = found;
  await ctx.db.transaction(async (tx) => {
    const [settled] = await tx
      .update(requests)
      .set({ acknowledgedAt: ctx.clock.now(), declinedAt: null, followUpAt: null, answerNote: null })
      .where(
        and(
          eq(requests.videoId, videoId),
          eq(requests.recipientId, userId),
          eq(requests.kind, 'watch'),
          isNull(requests.acknowledgedAt),
          isNull(requests.withdrawnAt),
        ),
      )
      .returning();
    if (!settled) return;
    await settleAsks(tx, ctx, [settled]);
    await tellAsker(tx, { ...ctx, actor: { userId, name } }, video, settled, 'has watched');
    await publishAcknowledgement(tx, video);
    const actor: AbsentActor = { kind: 'evidence', userId, name, workspaceId: video.workspaceId };
    await appendToLedger(tx, { ...ctx, actor }, video, [{ kind: 'watched', details: { watchedMs } }]);
  });
}
