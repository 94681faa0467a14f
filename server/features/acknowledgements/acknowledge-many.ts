import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { appendEntries } from '#server/features/ledger/index.ts';
import { settleAsks } from '#server/features/notifications/index.ts';
import { watchedRanges } from '#server/features/playback/tables.ts';
import { visibleVideos } from '#server/features/videos/index.ts';
import { videos } from '#server/features/videos/tables.ts';
import type { RefusedAsk } from '#shared/acknowledgements.ts';
import { AcknowledgementRequestId } from '#shared/ids.ts';
import { publishAcknowledgement } from './publish-acknowledgement.ts';
import { acknowledgementRequests as requests } from './tables.ts';
import { tellAsker } from './tell-asker.ts';

/** What was done with each of several. */
interface Outcome {
  acknowledged: AcknowledgementRequestId[];
  refused: RefusedAsk[];
}

/**
 * Acknowledges several asks in one transaction. Only what was opened: of each video something must have been played, as the server
 * knows it. The others are refused, each with the reason, and stay open.
 */
export async function acknowledgeMany(ctx: VerbContext, input: { requestIds: string[] }): Promise<Outcome> {
  const ids = [...new Set(input.requestIds)];
  return ctx.db.transaction(async (tx) => {
    const found = new Map((await findAsks(tx, ctx, ids)).map((ask) => [ask.id, ask]));
    const willing = ids.filter((id) => reasonAgainst(found.get(id)) === null);
    const changed =
      willing.length === 0
        ? []
        : await tx
            .update(requests)
            .set({ acknowledgedAt: ctx.clock.now(), answer: null, declinedAt: null, followUpAt: null })
            .where(
              and(
                inArray(requests.id, willing),
                eq(requests.kind, 'acknowledge'),
                isNull(requests.acknowledgedAt),
                isNull(requests.withdrawnAt),
              ),
            )
            .returning();
    await settleAsks(tx, ctx, changed);
    const done = new Set(changed.map(({ id }) => id));
    const answered = ids.flatMap((id) => (done.has(id) ? (found.get(id) ?? []) : []));
    for (const request of changed) {
      const video = found.get(request.id)?.video;
      if (!video) continue;
      await publishAcknowledgement(tx, video);
      await tellAsker(tx, ctx, video, request, 'has acknowledged');
    }
    await appendEntries(
      tx,
      ctx,
      answered.map(({ video, watchedMs }) => ({
        kind: 'acknowledged',
        video,
        details: { watchedMs: watchedMs ?? 0, together: true },
      })),
    );
    return {
      acknowledged: answered.map(({ id }) => AcknowledgementRequestId.parse(id)),
      refused: ids
        .filter((id) => !done.has(id))
        .map((id) => ({
          requestId: AcknowledgementRequestId.parse(id),
          // Who lost a race: somebody answered or withdrew it in this moment.
          why: reasonAgainst(found.get(id)) ?? 'answered',
        })),
    };
  });
}

type Found = Awaited<ReturnType<typeof findAsks>>[number];

/** What the actor is asked, on videos that they can see. */
async function findAsks(tx: Transaction, ctx: VerbContext, ids: string[]) {
  return tx
    .select({
      id: requests.id,
      kind: requests.kind,
      acknowledgedAt: requests.acknowledgedAt,
      watchedMs: watchedRanges.watchedMs,
      video: videos,
    })
    .from(requests)
    .innerJoin(videos, eq(videos.id, requests.videoId))
    .leftJoin(
      watchedRanges,
      and(eq(watchedRanges.videoId, requests.videoId), eq(watchedRanges.userId, ctx.actor.userId)),
    )
    .where(
      and(
        inArray(requests.id, ids),
        eq(requests.recipientId, ctx.actor.userId),
        isNull(requests.withdrawnAt),
        visibleVideos(ctx.actor),
      ),
    );
}

function reasonAgainst(ask: Found | undefined): RefusedAsk['why'] | null {
  if (!ask) return 'not_found';
  if (ask.acknowledgedAt !== null) return 'answered';
  if (ask.kind !== 'acknowledge') return 'not_acknowledge';
  return ask.watchedMs === null ? 'not_opened' : null;
}
