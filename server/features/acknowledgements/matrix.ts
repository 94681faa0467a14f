import { and, asc, desc, eq, exists, inArray, isNull, or } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { watchedRanges } from '#server/features/playback/tables.ts';
import { findViewableVideo, versionsOf, type VideoRow } from '#server/features/videos/index.ts';
import { videos } from '#server/features/videos/tables.ts';
import type { AskMatrix, CellStatus, MatrixCell } from '#shared/asks.ts';
import { VideoId } from '#shared/ids.ts';
import { canSeeWatching } from '#shared/permissions.ts';
import { isOverdue, percentOf } from './read-ledger.ts';
import { acknowledgementRequests as requests } from './tables.ts';

type RequestRow = typeof requests.$inferSelect;

/** Who stands where: people × versions. Of several asks to one person on one version the latest counts. */
export async function askMatrix(ctx: VerbContext, input: { slug: string }): Promise<AskMatrix> {
  const video = await findViewableVideo(ctx, { slug: input.slug });
  const versions = await versionsAskedAbout(ctx, video);
  const rows = await ctx.db
    .select({
      request: requests,
      user: users,
      watchedMs: watchedRanges.watchedMs,
      readMs: watchedRanges.readMs,
    })
    .from(requests)
    .innerJoin(users, eq(users.id, requests.recipientId))
    .leftJoin(
      watchedRanges,
      and(eq(watchedRanges.videoId, requests.videoId), eq(watchedRanges.userId, requests.recipientId)),
    )
    .where(
      inArray(
        requests.videoId,
        versions.map(({ id }) => id),
      ),
    )
    .orderBy(asc(users.name), asc(users.id), desc(requests.requestedAt), desc(requests.id));
  return {
    title: video.title,
    columns: versions.map(({ id, version, title }) => ({ videoId: VideoId.parse(id), version, title })),
    rows: [...Map.groupBy(rows, ({ user }) => user.id).values()].flatMap((found) => {
      const user = found[0]?.user;
      if (!user) return [];
      const latest = versions.map(({ id }) => found.find(({ request }) => request.videoId === id));
      const cells = versions.map((version, i) => {
        const one = latest[i];
        if (!one) return null;
        const cell = cellOf(ctx, version, one.request, one);
        const isAskedLater = latest.slice(i + 1).some(Boolean);
        return cell.status === 'withdrawn' && isAskedLater
          ? { ...cell, status: 'superseded' as const }
          : cell;
      });
      return [{ person: personOf(user), cells }];
    }),
  };
}

/** The current one too where nobody was asked about it. */
async function versionsAskedAbout(ctx: VerbContext, video: VideoRow): Promise<VideoRow[]> {
  return ctx.db
    .select()
    .from(videos)
    .where(
      and(
        versionsOf(video),
        isNull(videos.deletedAt),
        or(
          eq(videos.isCurrent, true),
          exists(ctx.db.select().from(requests).where(eq(requests.videoId, videos.id))),
        ),
      ),
    )
    .orderBy(asc(videos.version));
}

function cellOf(
  ctx: VerbContext,
  video: VideoRow,
  request: RequestRow,
  evidence: { watchedMs: number | null; readMs: number | null },
): MatrixCell {
  const { actor } = ctx;
  const maySeeWatching =
    canSeeWatching(actor, video) ||
    request.requestedBy === actor.userId ||
    request.recipientId === actor.userId;
  const at = request.acknowledgedAt ?? request.withdrawnAt ?? request.declinedAt;
  return {
    status: statusOf(request, ctx.clock.now()),
    kind: request.kind,
    at: at?.toISOString() ?? null,
    dueAt: (request.followUpAt ?? request.dueAt)?.toISOString() ?? null,
    answer: request.answer,
    note: request.answerNote,
    watchedPercent: maySeeWatching ? percentOf(evidence.watchedMs ?? 0, video.durationMs) : null,
    readMs: maySeeWatching ? (evidence.readMs ?? 0) : null,
  };
}

function statusOf(request: RequestRow, now: Date): CellStatus {
  const { kind, answer } = request;
  if (request.handedToId !== null) return 'handed_over';
  if (request.withdrawnAt !== null) return 'withdrawn';
  if (request.acknowledgedAt !== null) {
    if (kind === 'watch') return 'watched';
    if (kind === 'decide') return 'decided';
    if (answer === 'changes_requested') return 'changes_requested';
    return kind === 'approve' ? 'approved' : 'acknowledged';
  }
  if (request.declinedAt !== null) return 'declined';
  if (isOverdue(request, now)) return 'overdue';
  return request.followUpAt === null ? 'asked' : 'will_follow_up';
}
