import { and, eq, isNull, sql } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { dueTimes } from '#server/features/acknowledgements/index.ts';
import { newSecret } from '#server/features/shares/index.ts';
import type { DueInWork } from '#shared/acknowledgements.ts';
import { AppError } from '#shared/errors.ts';
import type { VideoRequest } from '#shared/video-requests.ts';
import { findManagedRequest, holdOpen, isUnanswered, type LineRow } from './access.ts';
import { linkUrl, linkValues } from './create-request.ts';
import { reminderTimes } from './due.ts';
import { presentRequest } from './present.ts';
import { publishRequest } from './publish-request.ts';
import { videoRequestLines as lines, videoRequests } from './tables.ts';
import { settleAsked, tellAsked } from './tell.ts';

/**
 * Another due time for those who have not answered; working hours count from when each was due. They are told, and reminded anew.
 * Throws `conflict` where it was withdrawn, or all have answered.
 */
export async function changeDue(
  ctx: VerbContext,
  input: { id: string; dueAt: string | null; due: DueInWork | null },
): Promise<VideoRequest> {
  const before = await findManagedRequest(ctx, input.id);
  return ctx.db.transaction(async (tx) => {
    const request = await holdOpen(tx, before.id);
    const isOpen = and(eq(lines.requestId, request.id), isUnanswered);
    const open = await tx.select().from(lines).where(isOpen).for('update');
    if (open.length === 0) throw new AppError('conflict', 'All have answered: nobody needs more time.');
    const personOf = (line: LineRow) => line.userId ?? request.createdBy;
    const due = await dueTimes(ctx, tx, open.map(personOf), {
      ...input,
      after: new Map(open.map((line) => [personOf(line), line.dueAt])),
    });
    const reminders = await reminderTimes(ctx, tx, request.workspaceId, due);
    const changed: LineRow[] = [];
    for (const line of open) {
      const [row] = await tx
        .update(lines)
        .set({
          dueAt: due.get(personOf(line)) ?? null,
          remindAt: line.userId === null ? null : (reminders.get(line.userId) ?? null),
          remindedAt: null,
          dueRevision: sql`${lines.dueRevision} + 1`,
        })
        .where(eq(lines.id, line.id))
        .returning();
      if (row) changed.push(row);
    }
    await settleAsked(tx, ctx, request, open);
    await tellAsked(tx, ctx, request, changed);
    await publishRequest(tx, request);
    return presentRequest(ctx, request, tx);
  });
}

/** Ends it for all: who has not answered is asked no more, and the link gives nothing any more. `conflict` where it has ended. */
export async function withdrawRequest(ctx: VerbContext, input: { id: string }): Promise<VideoRequest> {
  const before = await findManagedRequest(ctx, input.id);
  return ctx.db.transaction(async (tx) => {
    const [request] = await tx
      .update(videoRequests)
      .set({ withdrawnAt: ctx.clock.now() })
      .where(and(eq(videoRequests.id, before.id), isNull(videoRequests.withdrawnAt)))
      .returning();
    if (!request) throw new AppError('conflict', 'This request was withdrawn already.');
    const open = await tx
      .select()
      .from(lines)
      .where(and(eq(lines.requestId, request.id), isUnanswered));
    await settleAsked(tx, ctx, request, open);
    await publishRequest(tx, request);
    return presentRequest(ctx, request, tx);
  });
}

/** Another link for the guest: the one before, and who came by it, is let in no more. */
export async function renewLink(
  ctx: VerbContext,
  input: { id: string; linkDays: number },
): Promise<{ request: VideoRequest; url: string }> {
  const before = await findManagedRequest(ctx, input.id);
  const token = newSecret();
  const request = await changeLink(ctx, before.id, {
    ...linkValues(token, ctx.clock.now(), input.linkDays),
    linkRevokedAt: null,
    linkRevision: sql`${videoRequests.linkRevision} + 1`,
  });
  return { request, url: linkUrl(ctx, token) };
}

/** Ends the link, for those too who are in by it. A new one can be made. */
export async function revokeLink(ctx: VerbContext, input: { id: string }): Promise<VideoRequest> {
  const before = await findManagedRequest(ctx, input.id);
  if (before.linkRevokedAt !== null) throw new AppError('conflict', 'This link was ended already.');
  return changeLink(ctx, before.id, { linkRevokedAt: ctx.clock.now() });
}

type LinkChange = Parameters<ReturnType<VerbContext['db']['update']>['set']>[0];

async function changeLink(ctx: VerbContext, id: string, change: LinkChange): Promise<VideoRequest> {
  return ctx.db.transaction(async (tx) => {
    const [request] = await tx
      .update(videoRequests)
      .set(change)
      .where(
        and(
          eq(videoRequests.id, id),
          isNull(videoRequests.withdrawnAt),
          sql`${videoRequests.tokenHash} is not null`,
        ),
      )
      .returning();
    if (!request)
      throw new AppError('conflict', 'This request was withdrawn, or is for members and has no link.');
    await publishRequest(tx, request);
    return presentRequest(ctx, request, tx);
  });
}
