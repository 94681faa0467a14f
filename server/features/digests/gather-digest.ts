import { and, asc, desc, eq, gt, isNotNull, isNull, ne, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Queryable } from '#server/db/connect.ts';
import { users } from '#server/features/accounts/tables.ts';
import { acknowledgementRequests as requests } from '#server/features/acknowledgements/tables.ts';
import { comments } from '#server/features/comments/tables.ts';
import { spaces } from '#server/features/spaces/tables.ts';
import { visibleVideos } from '#server/features/videos/index.ts';
import { videos } from '#server/features/videos/tables.ts';

export interface DigestOf {
  userId: string;
  workspaceId: string;
  since: Date;
}

/** A part of a digest: the first few, and how many there are. */
export interface Part<T> {
  items: T[];
  count: number;
}

export type Gathered = Awaited<ReturnType<typeof gatherDigest>>;

/** More than one reads in a mail; the rest is a number and a link. */
const MOST = { asks: 20, threads: 15, answers: 20, videos: 25 };
const THREAD_DAYS = 30;
const all = sql<number>`count(*) over ()`.mapWith(Number);

/** What happened, and what waits, for one person; only what they may see. */
export async function gatherDigest(db: Queryable, of: DigestOf) {
  const asks = await openAsks(db, of);
  const threads = await waitingThreads(db, of);
  const answers = await answersTo(db, of);
  const fresh = await newVideos(db, of);
  return { asks: part(asks), threads: part(threads), answers: part(answers), videos: part(fresh) };
}

function part<T extends { count: number }>(items: T[]): Part<T> {
  return { items, count: items[0]?.count ?? 0 };
}

function openAsks(db: Queryable, of: DigestOf) {
  return db
    .select({
      count: all,
      by: users.name,
      title: videos.title,
      slug: videos.slug,
      note: requests.note,
      dueAt: requests.dueAt,
    })
    .from(requests)
    .innerJoin(videos, eq(videos.id, requests.videoId))
    .innerJoin(users, eq(users.id, requests.requestedBy))
    .where(
      and(
        visibleVideos(of),
        eq(requests.recipientId, of.userId),
        isNull(requests.acknowledgedAt),
        isNull(requests.declinedAt),
        isNull(requests.withdrawnAt),
      ),
    )
    .orderBy(sql`${requests.dueAt} asc nulls last`, asc(requests.requestedAt))
    .limit(MOST.asks);
}

/** Open threads that are assigned to me, or that I take part in and where somebody else has the last word. */
function waitingThreads(db: Queryable, of: DigestOf) {
  const last = alias(comments, 'last');
  const mine = alias(comments, 'mine');
  const words = db
    .select({
      authorId: last.authorId,
      body: last.body,
      createdAt: last.createdAt,
    })
    .from(last)
    .where(
      and(
        eq(last.videoId, comments.videoId),
        or(eq(last.id, comments.id), eq(last.parentId, comments.id)),
        isNull(last.deletedAt),
      ),
    )
    .orderBy(desc(last.createdAt))
    .limit(1)
    .as('word');
  const takesPart = sql`(${videos.authorId} = ${of.userId} or ${comments.authorId} = ${of.userId}
    or exists (select 1 from ${comments} ${sql.identifier('mine')} where ${mine.videoId} = ${comments.videoId}
      and ${mine.parentId} = ${comments.id} and ${mine.authorId} = ${of.userId} and ${mine.deletedAt} is null))`;
  return db
    .select({
      count: all,
      id: comments.id,
      slug: videos.slug,
      title: videos.title,
      by: users.name,
      body: words.body,
      at: words.createdAt,
      dueAt: comments.dueAt,
      isAssigned: sql<boolean>`${comments.assigneeId} is not distinct from ${of.userId}::uuid`,
    })
    .from(comments)
    .innerJoin(videos, eq(videos.id, comments.videoId))
    .innerJoinLateral(words, sql`true`)
    .innerJoin(users, eq(users.id, words.authorId))
    .where(
      and(
        visibleVideos(of),
        isNull(comments.parentId),
        isNull(comments.deletedAt),
        isNull(comments.resolvedAt),
        gt(words.createdAt, new Date(of.since.getTime() - THREAD_DAYS * 86_400_000)),
        or(eq(comments.assigneeId, of.userId), and(takesPart, ne(words.authorId, of.userId))),
      ),
    )
    .orderBy(desc(words.createdAt))
    .limit(MOST.threads);
}

function answersTo(db: Queryable, of: DigestOf) {
  const answeredAt = sql<Date>`greatest(${requests.acknowledgedAt}, ${requests.declinedAt})`.mapWith(
    requests.acknowledgedAt,
  );
  return db
    .select({
      count: all,
      by: users.name,
      title: videos.title,
      slug: videos.slug,
      hasAcknowledged: sql<boolean>`${requests.acknowledgedAt} is not null`,
      note: requests.answerNote,
      at: answeredAt,
    })
    .from(requests)
    .innerJoin(videos, eq(videos.id, requests.videoId))
    .innerJoin(users, eq(users.id, requests.recipientId))
    .where(
      and(
        visibleVideos(of),
        eq(requests.requestedBy, of.userId),
        ne(requests.recipientId, of.userId),
        isNull(requests.withdrawnAt),
        or(isNotNull(requests.acknowledgedAt), isNotNull(requests.declinedAt)),
        sql`${answeredAt} > ${of.since.toISOString()}::timestamptz`,
      ),
    )
    .orderBy(desc(answeredAt))
    .limit(MOST.answers);
}

function newVideos(db: Queryable, of: DigestOf) {
  return db
    .select({
      count: all,
      title: videos.title,
      slug: videos.slug,
      by: users.name,
      space: spaces.name,
      durationMs: videos.durationMs,
      at: videos.createdAt,
    })
    .from(videos)
    .innerJoin(users, eq(users.id, videos.authorId))
    .leftJoin(spaces, eq(spaces.id, videos.spaceId))
    .where(
      and(
        visibleVideos(of),
        eq(videos.status, 'ready'),
        ne(videos.authorId, of.userId),
        gt(videos.createdAt, of.since),
      ),
    )
    .orderBy(desc(videos.createdAt))
    .limit(MOST.videos);
}
