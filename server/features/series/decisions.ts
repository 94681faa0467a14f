import { and, desc, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import type { Queryable, Transaction } from '#server/db/connect.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { acknowledgementRequests as requests } from '#server/features/acknowledgements/tables.ts';
import { viewableVideos } from '#server/features/videos/index.ts';
import { videos } from '#server/features/videos/tables.ts';
import type { Decision } from '#shared/decisions.ts';
import { AppError } from '#shared/errors.ts';
import { AcknowledgementRequestId } from '#shared/ids.ts';
import { versionSlug } from '#shared/version-slugs.ts';
import { entries, entryDecisions } from './tables.ts';

const isDecided = and(
  eq(requests.kind, 'decide'),
  isNotNull(requests.acknowledgedAt),
  isNotNull(requests.answer),
  isNull(requests.withdrawnAt),
);

const columns = {
  requestId: requests.id,
  slug: videos.slug,
  version: videos.version,
  title: videos.title,
  option: requests.answer,
  decidedAt: requests.acknowledgedAt,
  user: users,
};

/** What was decided on videos that the actor can see, newest first. */
export async function listDecisions(
  ctx: VerbContext,
  { q, limit }: { q: string; limit: number },
): Promise<Decision[]> {
  const like = `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const rows = await decided(ctx, ctx.db)
    .where(
      and(
        isDecided,
        viewableVideos(ctx.actor),
        q ? or(sql`${videos.title} ilike ${like}`, sql`${requests.answer} ilike ${like}`) : undefined,
      ),
    )
    .orderBy(desc(requests.acknowledgedAt), requests.id)
    .limit(limit);
  return rows.map(present);
}

/** Makes the list the one that an entry links to. What it linked to before may stay, also where it can't be seen any more. */
export async function linkDecisions(
  tx: Transaction,
  ctx: VerbContext,
  entryId: string,
  ids: readonly string[],
): Promise<void> {
  const own = eq(entryDecisions.entryId, entryId);
  const before = await tx.delete(entryDecisions).where(own).returning({ id: entryDecisions.requestId });
  if (ids.length === 0) return;
  const seen = await decided(ctx, tx).where(
    and(isDecided, inArray(requests.id, [...ids]), viewableVideos(ctx.actor)),
  );
  const known = new Set([...before.map(({ id }) => id), ...seen.map(({ requestId }) => requestId)]);
  if (ids.some((id) => !known.has(id)))
    throw new AppError('invalid_input', 'decisionIds: one of them is no decision that you can see.');
  await tx.insert(entryDecisions).values([...new Set(ids)].map((requestId) => ({ entryId, requestId })));
}

/** What the entries of an edition link to, by entry; without what the actor can't see. */
export async function decisionsOf(
  ctx: VerbContext,
  editionId: string,
  db: Queryable,
): Promise<Map<string, Decision[]>> {
  const rows = await db
    .select({ ...columns, entryId: entries.id })
    .from(entryDecisions)
    .innerJoin(entries, eq(entries.id, entryDecisions.entryId))
    .innerJoin(requests, eq(requests.id, entryDecisions.requestId))
    .innerJoin(videos, eq(videos.id, requests.videoId))
    .innerJoin(users, eq(users.id, requests.recipientId))
    .where(and(eq(entries.editionId, editionId), isDecided, viewableVideos(ctx.actor)))
    .orderBy(desc(requests.acknowledgedAt), requests.id);
  return new Map(
    [...Map.groupBy(rows, ({ entryId }) => entryId)].map(([id, some]) => [id, some.map(present)] as const),
  );
}

function decided(ctx: VerbContext, db: Queryable) {
  return db
    .select(columns)
    .from(requests)
    .innerJoin(videos, and(eq(videos.id, requests.videoId), eq(videos.workspaceId, ctx.actor.workspaceId)))
    .innerJoin(users, eq(users.id, requests.recipientId))
    .$dynamic();
}

interface Row {
  requestId: string;
  slug: string;
  version: number;
  title: string;
  option: string | null;
  decidedAt: Date | null;
  user: typeof users.$inferSelect;
}

function present({ requestId, slug, version, title, option, decidedAt, user }: Row): Decision {
  if (option === null || decidedAt === null) throw new Error(`the ask ${requestId} is not decided`);
  return {
    requestId: AcknowledgementRequestId.parse(requestId),
    video: versionSlug(slug, version),
    title,
    option,
    decidedBy: personOf(user),
    decidedAt: decidedAt.toISOString(),
  };
}
