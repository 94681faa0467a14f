import { and, asc, count, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import type { Queryable, Transaction } from '#server/db/connect.ts';
import { publish } from '#server/events/publish.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { videos } from '#server/features/videos/tables.ts';
import { members } from '#server/features/workspaces/tables.ts';
import type { DueInWork } from '#shared/acknowledgements.ts';
import { DEFAULT_DUE } from '#shared/ask-limits.ts';
import { AppError } from '#shared/errors.ts';
import { DONE, SpaceId, type Done } from '#shared/ids.ts';
import type { Person } from '#shared/people.ts';
import { canManageSpace, canViewSpace } from '#shared/permissions.ts';
import type { Space, SpaceVisibility } from '#shared/spaces.ts';
import { spaceMembers, spaces } from './tables.ts';

export type SpaceRow = typeof spaces.$inferSelect;

/** The space, where the actor may see it; `not_found` otherwise. */
export async function findViewableSpace(
  ctx: VerbContext,
  id: string,
  db: Queryable = ctx.db,
): Promise<SpaceRow> {
  const [found] = await db
    .select({ space: spaces, memberId: spaceMembers.userId })
    .from(spaces)
    .leftJoin(
      spaceMembers,
      and(eq(spaceMembers.spaceId, spaces.id), eq(spaceMembers.userId, ctx.actor.userId)),
    )
    .where(and(eq(spaces.id, id), eq(spaces.workspaceId, ctx.actor.workspaceId)));
  const facts = found && { visibility: found.space.visibility, isMember: found.memberId !== null };
  if (!found || !facts || !canViewSpace(ctx.actor, facts)) {
    throw new AppError('not_found', 'This space does not exist or is not shared with you.');
  }
  return found.space;
}

async function presentSpaces(ctx: VerbContext, rows: SpaceRow[], db: Queryable = ctx.db): Promise<Space[]> {
  const ids = rows.map((row) => row.id);
  const counts =
    ids.length === 0
      ? []
      : await db
          .select({ spaceId: videos.spaceId, videos: count() })
          .from(videos)
          .where(and(inArray(videos.spaceId, ids), isNull(videos.deletedAt), eq(videos.isCurrent, true)))
          .groupBy(videos.spaceId);
  const countById = new Map(counts.map((row) => [row.spaceId, row.videos]));
  return rows.map((row) => ({
    id: SpaceId.parse(row.id),
    name: row.name,
    visibility: row.visibility,
    videoCount: countById.get(row.id) ?? 0,
    createdAt: row.createdAt.toISOString(),
    defaultDue: row.defaultDue ?? DEFAULT_DUE,
    canManage: canManageSpace(ctx.actor, row),
  }));
}

async function presentSpace(ctx: VerbContext, row: SpaceRow, db: Queryable = ctx.db): Promise<Space> {
  const [space] = await presentSpaces(ctx, [row], db);
  if (!space) throw new Error('presentSpaces lost a row');
  return space;
}

export async function listSpaces(ctx: VerbContext): Promise<Space[]> {
  const rows = await ctx.db
    .select({ space: spaces })
    .from(spaces)
    .leftJoin(
      spaceMembers,
      and(eq(spaceMembers.spaceId, spaces.id), eq(spaceMembers.userId, ctx.actor.userId)),
    )
    .where(
      and(
        eq(spaces.workspaceId, ctx.actor.workspaceId),
        or(eq(spaces.visibility, 'open'), sql`${spaceMembers.userId} is not null`),
      ),
    )
    .orderBy(asc(sql`lower(${spaces.name})`));
  return presentSpaces(
    ctx,
    rows.map((row) => row.space),
  );
}

export async function getSpace(
  ctx: VerbContext,
  input: { id: string },
): Promise<Space & { members: Person[] }> {
  const space = await findViewableSpace(ctx, input.id);
  const people = await ctx.db
    .select({ user: users })
    .from(spaceMembers)
    .innerJoin(users, eq(users.id, spaceMembers.userId))
    .where(eq(spaceMembers.spaceId, space.id))
    .orderBy(asc(users.name));
  return { ...(await presentSpace(ctx, space)), members: people.map((row) => personOf(row.user)) };
}

export async function createSpace(
  ctx: VerbContext,
  input: { name: string; visibility: SpaceVisibility; memberIds: string[] },
): Promise<Space> {
  return ctx.db.transaction(async (tx) => {
    const [space] = await tx
      .insert(spaces)
      .values({
        workspaceId: ctx.actor.workspaceId,
        name: input.name,
        visibility: input.visibility,
        createdBy: ctx.actor.userId,
      })
      .returning();
    if (!space) throw new Error('insert into spaces returned no row');
    await setMembers(tx, ctx, space, input.memberIds);
    await publishSpace(tx, space);
    return presentSpace(ctx, space, tx);
  });
}

/** Renames, opens or closes a space, or replaces its members; whoever made it stays one. */
export async function updateSpace(
  ctx: VerbContext,
  input: {
    id: string;
    name?: string | undefined;
    visibility?: SpaceVisibility | undefined;
    memberIds?: string[] | undefined;
    defaultDue?: DueInWork | null | undefined;
  },
): Promise<Space> {
  const before = await findManagedSpace(ctx, input.id);
  return ctx.db.transaction(async (tx) => {
    const [space] = await tx
      .update(spaces)
      .set({
        name: input.name ?? before.name,
        visibility: input.visibility ?? before.visibility,
        defaultDue: input.defaultDue === undefined ? before.defaultDue : input.defaultDue,
      })
      .where(eq(spaces.id, before.id))
      .returning();
    if (!space) throw new AppError('conflict', 'This space was removed meanwhile.');
    if (input.memberIds) await setMembers(tx, ctx, space, input.memberIds);
    await publishSpace(tx, space);
    return presentSpace(ctx, space, tx);
  });
}

/** Removes an empty space. Throws `conflict` while it holds videos. */
export async function removeSpace(ctx: VerbContext, input: { id: string }): Promise<Done> {
  const space = await findManagedSpace(ctx, input.id);
  await ctx.db.transaction(async (tx) => {
    // Waits for whoever is moving a video here, and keeps others from it.
    const [locked] = await tx.select().from(spaces).where(eq(spaces.id, space.id)).for('update');
    if (!locked) throw new AppError('conflict', 'This space was removed meanwhile.');
    const held = await tx.$count(videos, and(eq(videos.spaceId, space.id), isNull(videos.deletedAt)));
    if (held > 0) throw new AppError('conflict', `Move or delete its videos first (${held}).`);
    await tx.update(videos).set({ spaceId: null }).where(eq(videos.spaceId, space.id));
    await tx.delete(spaces).where(eq(spaces.id, space.id));
    await publishSpace(tx, space);
  });
  return DONE;
}

async function findManagedSpace(ctx: VerbContext, id: string): Promise<SpaceRow> {
  const space = await findViewableSpace(ctx, id);
  if (!canManageSpace(ctx.actor, space)) {
    throw new AppError('forbidden', 'Only who made the space or an admin can change it.');
  }
  return space;
}

async function setMembers(
  tx: Transaction,
  ctx: VerbContext,
  space: SpaceRow,
  memberIds: string[],
): Promise<void> {
  const ids = [...new Set([space.createdBy, ...memberIds])];
  const known = await tx
    .select({ userId: members.userId })
    .from(members)
    .where(and(eq(members.organizationId, ctx.actor.workspaceId), inArray(members.userId, ids)));
  const knownIds = new Set(known.map((row) => row.userId));
  if (memberIds.some((id) => !knownIds.has(id))) {
    throw new AppError('invalid_input', 'memberIds: somebody is not a member of the workspace.');
  }
  await tx.delete(spaceMembers).where(eq(spaceMembers.spaceId, space.id));
  await tx.insert(spaceMembers).values(ids.map((userId) => ({ spaceId: space.id, userId })));
}

async function publishSpace(tx: Transaction, space: SpaceRow): Promise<void> {
  await publish(tx, space.workspaceId, { type: 'space.changed', spaceId: SpaceId.parse(space.id) });
}
