import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { AppContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { users } from '#server/features/accounts/tables.ts';
import { appendToLedger, type NewEntry } from '#server/features/ledger/index.ts';
import { notify, settleAsks, type Notice } from '#server/features/notifications/index.ts';
import { videoUrl, type VideoRow } from '#server/features/videos/index.ts';
import { videos } from '#server/features/videos/tables.ts';
import { UserId } from '#shared/ids.ts';
import { dueAfterWork } from './due-times.ts';
import { publishAcknowledgement } from './publish-acknowledgement.ts';
import { acknowledgementRequests as requests } from './tables.ts';

type RequestRow = typeof requests.$inferSelect;

/** What somebody has to answer a new version in, of their own working time. */
const HOURS_FOR_VERSION = 24;

/**
 * Another version has become the current one: what was asked about `fromId` is asked about it. What was acknowledged stays on record
 * and is stale; what was open is closed as superseded. Run twice, it does nothing more; run late, it asks about the one that is
 * current by then.
 */
export async function carryAsks(ctx: AppContext, { fromId }: { fromId: string }): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const from = alias(videos, 'before');
    const [to] = await tx
      .select({ video: videos, author: users.name })
      .from(from)
      .innerJoin(
        videos,
        sql`coalesce(${videos.versionOf}, ${videos.id}) = coalesce(${from.versionOf}, ${from.id})`,
      )
      .innerJoin(users, eq(users.id, videos.authorId))
      .where(and(eq(from.id, fromId), eq(videos.isCurrent, true), isNull(videos.deletedAt)))
      .for('share', { of: videos });
    if (!to || to.video.id === fromId) return;
    const { video } = to;
    // Answers and other runs of this job wait, or are seen here.
    const asked = await tx
      .select()
      .from(requests)
      .where(and(eq(requests.videoId, fromId), isNull(requests.withdrawnAt)))
      .orderBy(requests.id)
      .for('update');
    if (asked.length === 0) return;
    const open = asked.filter(isOpen);
    const carried = await withoutCarried(tx, video, asked);
    const made = await askAnew(tx, ctx, video, carried);
    await settleAsks(tx, ctx, open);
    if (open.length > 0)
      await tx
        .update(requests)
        .set({ withdrawnAt: ctx.clock.now() })
        .where(
          inArray(
            requests.id,
            open.map(({ id }) => id),
          ),
        );
    if (made.length === 0 && open.length === 0) return;
    await notify(tx, ctx, noticesOf(ctx, to, made));
    await publishAcknowledgement(tx, video);
    const names = await namesOf(tx, asked);
    const entry = (kind: NewEntry['kind'], ask: RequestRow, details: NewEntry['details']): NewEntry => ({
      kind,
      subject: { id: UserId.parse(ask.recipientId), name: names.get(ask.recipientId) ?? '' },
      details,
    });
    const actor = {
      kind: 'job',
      userId: video.authorId,
      name: to.author,
      workspaceId: video.workspaceId,
    } as const;
    await appendToLedger(tx, { clock: ctx.clock, actor }, video, [
      ...open.map((ask) => entry('superseded', ask, {})),
      ...made.map((ask) => entry('asked', ask, { note: ask.note, dueAt: ask.dueAt?.toISOString() ?? null })),
    ]);
  });
}

/** Who said that they can't is not asked again, nor who is asked again already about what they acknowledged. */
async function withoutCarried(
  tx: Transaction,
  video: VideoRow,
  asked: readonly RequestRow[],
): Promise<RequestRow[]> {
  const ids = asked.map(({ id }) => id);
  const before = await tx
    .select({ staleOf: requests.staleOf })
    .from(requests)
    .where(and(eq(requests.videoId, video.id), inArray(requests.staleOf, ids)));
  const done = new Set(before.map(({ staleOf }) => staleOf));
  return asked.filter(({ id, declinedAt }) => declinedAt === null && !done.has(id));
}

function isOpen({ acknowledgedAt, declinedAt }: RequestRow): boolean {
  return acknowledgedAt === null && declinedAt === null;
}

/** The same to the same people, due in their own time from now; who is asked about this version already stays as they are. */
async function askAnew(
  tx: Transaction,
  ctx: AppContext,
  video: VideoRow,
  asked: readonly RequestRow[],
): Promise<RequestRow[]> {
  if (asked.length === 0) return [];
  const { workspaceId } = video;
  const userIds = asked.map(({ recipientId }) => recipientId);
  const due = await dueAfterWork(ctx, tx, { workspaceId, userIds }, HOURS_FOR_VERSION);
  return tx
    .insert(requests)
    .values(
      asked.map(({ id, recipientId, requestedBy, kind, options, note, acknowledgedAt }) => ({
        workspaceId,
        videoId: video.id,
        recipientId,
        requestedBy,
        kind,
        options,
        note,
        dueAt: due.get(recipientId) ?? null,
        requestedAt: ctx.clock.now(),
        staleOf: acknowledgedAt === null ? null : id,
      })),
    )
    .onConflictDoNothing()
    .returning();
}

function noticesOf(
  ctx: AppContext,
  { video, author }: { video: VideoRow; author: string },
  made: readonly RequestRow[],
): Notice[] {
  return made.map((ask) => ({
    kind: 'new_version',
    workspaceId: video.workspaceId,
    recipientIds: [ask.recipientId],
    actorId: video.authorId,
    videoId: video.id,
    threadId: null,
    key: `new_version:${ask.id}`,
    title:
      ask.staleOf === null
        ? `${author} has made version ${video.version} of “${video.title}”, about which you are asked`
        : `${author} has made version ${video.version} of “${video.title}”, about which you have answered before`,
    text: ask.staleOf === null ? ask.note : 'See what has changed, and answer again.',
    url: videoUrl(ctx, video.slug),
    dueAt: ask.dueAt,
    urgentReason: null,
  }));
}

async function namesOf(tx: Transaction, asked: readonly RequestRow[]): Promise<Map<string, string>> {
  const rows = await tx
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(
      inArray(
        users.id,
        asked.map(({ recipientId }) => recipientId),
      ),
    );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
