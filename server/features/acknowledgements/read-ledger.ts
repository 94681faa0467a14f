import { and, eq, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { ViewerContext } from '#server/context.ts';
import type { Queryable } from '#server/db/connect.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { watchedRanges } from '#server/features/playback/tables.ts';
import { transcripts } from '#server/features/transcripts/tables.ts';
import { spaces } from '#server/features/spaces/tables.ts';
import { findViewableVideo, type VideoRow } from '#server/features/videos/index.ts';
import { videos } from '#server/features/videos/tables.ts';
import type { DueInWork, Ledger, LedgerEntry } from '#shared/acknowledgements.ts';
import { DEFAULT_DUE } from '#shared/ask-limits.ts';
import { AcknowledgementRequestId } from '#shared/ids.ts';
import { canEditVideo, canSeeWatching, canWithdrawRequest } from '#shared/permissions.ts';
import { acknowledgementRequests as requests } from './tables.ts';

const askers = alias(users, 'askers');
/** What was acknowledged of a version before. */
const staleRequests = alias(requests, 'stale_requests');
const staleVideos = alias(videos, 'stale_videos');

/** Who was asked, who has answered, who is missing; the evidence beside it where the actor may see it. */
export async function readLedger(ctx: ViewerContext, input: { slug: string }): Promise<Ledger> {
  return ledgerOf(ctx, await findViewableVideo(ctx, { slug: input.slug }));
}

export async function ledgerOf(ctx: ViewerContext, video: VideoRow, db: Queryable = ctx.db): Promise<Ledger> {
  const summary = await summaryRanges(db, video);
  const rows = await db
    .select({
      request: requests,
      recipient: users,
      asker: askers,
      watchedMs: watchedRanges.watchedMs,
      readMs: watchedRanges.readMs,
      hasReadSummary:
        summary === null
          ? sql<null>`null`
          : sql<boolean>`coalesce(${watchedRanges.readRanges} @> ${summary}::int4multirange, false)`,
      staleVersion: staleVideos.version,
    })
    .from(requests)
    .innerJoin(users, eq(users.id, requests.recipientId))
    .innerJoin(askers, eq(askers.id, requests.requestedBy))
    .leftJoin(staleRequests, eq(staleRequests.id, requests.staleOf))
    .leftJoin(staleVideos, eq(staleVideos.id, staleRequests.videoId))
    .leftJoin(
      watchedRanges,
      and(eq(watchedRanges.videoId, requests.videoId), eq(watchedRanges.userId, requests.recipientId)),
    )
    .where(
      and(
        eq(requests.videoId, video.id),
        isNull(requests.withdrawnAt),
        // Who else was asked is not for guests.
        ctx.actor.kind === 'guest' ? eq(requests.recipientId, ctx.actor.userId) : undefined,
      ),
    )
    .orderBy(sql`${requests.acknowledgedAt} is not null`, sql`${requests.dueAt} nulls last`, users.name);
  const canAsk = canEditVideo(ctx.actor, video);
  const entries = rows.map((row) => presentEntry(ctx, video, row));
  return {
    entries,
    mine: entries.find((entry) => entry.recipient.id === ctx.actor.userId) ?? null,
    canAsk,
    ...(canAsk ? { defaultDue: await defaultDueOf(db, video) } : {}),
  };
}

/** What the summary of a video quotes, as a multirange; null: there is none. */
async function summaryRanges(db: Queryable, { id }: VideoRow): Promise<string | null> {
  const [transcript] = await db
    .select({ summary: transcripts.summary })
    .from(transcripts)
    .where(eq(transcripts.videoId, id));
  if (!transcript || transcript.summary.length === 0) return null;
  return `{${transcript.summary.map(({ startMs, endMs }) => `[${startMs},${endMs})`).join(',')}}`;
}

async function defaultDueOf(db: Queryable, { spaceId }: VideoRow): Promise<DueInWork> {
  if (spaceId === null) return DEFAULT_DUE;
  const [space] = await db
    .select({ defaultDue: spaces.defaultDue })
    .from(spaces)
    .where(eq(spaces.id, spaceId));
  return space?.defaultDue ?? DEFAULT_DUE;
}

interface LedgerRow {
  request: typeof requests.$inferSelect;
  recipient: typeof users.$inferSelect;
  asker: typeof users.$inferSelect;
  watchedMs: number | null;
  readMs: number | null;
  hasReadSummary: boolean | null;
  staleVersion: number | null;
}

function presentEntry(ctx: ViewerContext, video: VideoRow, row: LedgerRow): LedgerEntry {
  const { request } = row;
  const maySeeWatching =
    canSeeWatching(ctx.actor, video) ||
    request.requestedBy === ctx.actor.userId ||
    request.recipientId === ctx.actor.userId;
  const watchedMs = maySeeWatching ? (row.watchedMs ?? 0) : null;
  return {
    requestId: AcknowledgementRequestId.parse(request.id),
    kind: request.kind,
    options: request.options ?? [],
    recipient: personOf(row.recipient),
    requestedBy: personOf(row.asker),
    note: request.note,
    dueAt: request.dueAt?.toISOString() ?? null,
    requestedAt: request.requestedAt.toISOString(),
    answeredAt: request.acknowledgedAt?.toISOString() ?? null,
    answer: request.answer,
    acknowledgedAt: request.kind === 'acknowledge' ? (request.acknowledgedAt?.toISOString() ?? null) : null,
    answerNote: request.answerNote,
    followUpAt: request.followUpAt?.toISOString() ?? null,
    declinedAt: request.declinedAt?.toISOString() ?? null,
    isOverdue: isOverdue(request, ctx.clock.now()),
    watchedMs,
    watchedPercent: watchedMs === null ? null : percentOf(watchedMs, video.durationMs),
    readMs: maySeeWatching ? (row.readMs ?? 0) : null,
    hasReadSummary: maySeeWatching ? row.hasReadSummary : null,
    staleVersion: row.staleVersion,
    canWithdraw:
      request.acknowledgedAt === null &&
      request.declinedAt === null &&
      canWithdrawRequest(ctx.actor, { requestedBy: request.requestedBy, video }),
  };
}

/** Who has promised a time counts by that one. */
export function isOverdue(request: typeof requests.$inferSelect, now: Date): boolean {
  const dueAt = request.followUpAt ?? request.dueAt;
  return request.acknowledgedAt === null && request.declinedAt === null && dueAt !== null && dueAt < now;
}

export function percentOf(watchedMs: number, durationMs: number | null): number {
  return durationMs ? Math.min(100, Math.round((watchedMs / durationMs) * 100)) : 0;
}
