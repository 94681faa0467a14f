import { and, asc, desc, eq, exists, sql } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import type { VideoRequest } from '#shared/video-requests.ts';
import { findRequest } from './access.ts';
import { presentRequest, presentRequests } from './present.ts';
import { videoRequestLines as lines, videoRequests } from './tables.ts';

const MOST = 200;

/** What the actor is asked: what is open first, soonest due on top. */
export async function listMine(ctx: VerbContext): Promise<VideoRequest[]> {
  const rows = await ctx.db
    .select({ request: videoRequests })
    .from(videoRequests)
    .innerJoin(lines, and(eq(lines.requestId, videoRequests.id), eq(lines.userId, ctx.actor.userId)))
    .where(eq(videoRequests.workspaceId, ctx.actor.workspaceId))
    .orderBy(
      sql`coalesce(${lines.answeredAt}, ${lines.declinedAt}, ${videoRequests.withdrawnAt}) is not null`,
      asc(lines.dueAt),
      desc(videoRequests.createdAt),
    )
    .limit(MOST);
  const requests = await presentRequests(
    ctx,
    rows.map(({ request }) => request),
  );
  // Also where an admin is asked: this is what waits for them, not how others stand.
  return requests.map((request) => ({
    ...request,
    lines: request.lines.filter(({ person }) => person?.id === ctx.actor.userId),
  }));
}

export async function listSent(ctx: VerbContext): Promise<VideoRequest[]> {
  const rows = await ctx.db
    .select()
    .from(videoRequests)
    .where(
      and(
        eq(videoRequests.workspaceId, ctx.actor.workspaceId),
        eq(videoRequests.createdBy, ctx.actor.userId),
        exists(ctx.db.select().from(lines).where(eq(lines.requestId, videoRequests.id))),
      ),
    )
    .orderBy(desc(videoRequests.createdAt))
    .limit(MOST);
  return presentRequests(ctx, rows);
}

export async function getRequest(ctx: VerbContext, input: { id: string }): Promise<VideoRequest> {
  return presentRequest(ctx, await findRequest(ctx, input.id));
}
