import { and, eq, isNull, lte } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import { notify, type Notice } from '#server/features/notifications/index.ts';
import { members } from '#server/features/workspaces/tables.ts';
import { isUnanswered, type LineRow, type RequestRow } from './access.ts';
import { reminderTimes } from './due.ts';
import { publishRequest } from './publish-request.ts';
import { videoRequestLines as lines, videoRequests } from './tables.ts';
import { reminderOf } from './tell.ts';

/** A reminder that comes later than this is not sent any more. */
const TOO_LATE_MS = 12 * 3_600_000;
const AT_ONCE = 500;

/**
 * Reminds who was due and has not answered, once, in their own working time: who has moved or is away by now is reminded when they
 * work next. Each is one conditional update with its notice in the same transaction. Answers how many were told.
 */
export async function remindRequests(ctx: AppContext): Promise<number> {
  const now = ctx.clock.now();
  const due = await ctx.db
    .select({ line: lines, request: videoRequests })
    .from(lines)
    .innerJoin(videoRequests, eq(videoRequests.id, lines.requestId))
    .innerJoin(
      members,
      and(eq(members.userId, lines.userId), eq(members.organizationId, videoRequests.workspaceId)),
    )
    .where(
      and(
        lte(lines.remindAt, now),
        isNull(lines.remindedAt),
        isUnanswered,
        isNull(videoRequests.withdrawnAt),
      ),
    )
    .limit(AT_ONCE);
  let told = 0;
  for (const { line, request } of due) if (await remindOne(ctx, line, request, now)) told++;
  return told;
}

function remindOne(ctx: AppContext, line: LineRow, request: RequestRow, now: Date): Promise<boolean> {
  const { userId, remindAt } = line;
  if (userId === null || remindAt === null) return Promise.resolve(false);
  return ctx.db.transaction(async (tx) => {
    const next = (await reminderTimes(ctx, tx, request.workspaceId, new Map([[userId, now]]))).get(userId);
    const isNow = next !== undefined && next <= now;
    const isLate = now.getTime() - remindAt.getTime() >= TOO_LATE_MS;
    const isSettled = isNow || isLate || next === undefined;
    const [reminded] = await tx
      .update(lines)
      .set(isSettled ? { remindedAt: now } : { remindAt: next })
      .where(
        and(
          eq(lines.id, line.id),
          eq(lines.dueRevision, line.dueRevision),
          eq(lines.remindAt, remindAt),
          isNull(lines.remindedAt),
          isUnanswered,
        ),
      )
      .returning();
    if (!reminded || !isNow || isLate) return false;
    const [open] = await tx
      .select()
      .from(videoRequests)
      .where(and(eq(videoRequests.id, request.id), isNull(videoRequests.withdrawnAt)))
      .for('share');
    if (!open) return false;
    const notice: Notice = reminderOf(ctx, open, { ...reminded, userId });
    await notify(tx, ctx, [notice]);
    await publishRequest(tx, open);
    return true;
  });
}
